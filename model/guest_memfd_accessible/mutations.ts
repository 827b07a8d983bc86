/**
 * Ways to get the counters wrong: all derived from the posted library, or right steps left out.
 * Hypotheses about what a step is for; no mail names them.
 */
import { mutations } from '../../engine/index.ts';
import { accessActions, onHost, onVmm } from './access.ts';
import { guestMemfdAccessible } from './protocol.ts';

const right = accessActions();
const rfc = 'Berman, gmem library RFC v2 (29 Aug 2024)';
const small = { hosts: 1, converters: 1, scanners: 0 } as const;

export const guestMemfdAccessibleMutations = mutations(guestMemfdAccessible, {
  'a known reference is put before it is taken off the safe ones': {
    breaks: 'isolation',
    source: { status: 'DER', cite: `from the put helper of ${rfc}` },
    bounds: { ...small, converters: 2 },
    // In between, the put of one hides the pin of another: the numbers are equal again.
    replace: {
      put_safe: onVmm('put_safe', {
        then: (s) => {
          s.folio.refcount -= 1;
          return 'put_folio';
        },
      }),
      put_folio: onVmm('put_folio', {
        then: (s) => {
          s.folio.safe -= 1;
          return 'vmm';
        },
      }),
    },
  },

  'a known reference is counted as safe before it is taken': {
    breaks: 'isolation',
    source: { status: 'DER', cite: `from the order of the counters of ${rfc}` },
    bounds: { ...small, converters: 2 },
    replace: {
      get_safe: onVmm('vmm', {
        then: (s) => {
          s.folio.safe += 1;
          return 'get_safe';
        },
      }),
      count_safe: onVmm('get_safe', {
        then: (s) => {
          s.folio.refcount += 1;
          return 'holding';
        },
      }),
    },
  },

  'a wait that times out does not count its user back': {
    breaks: 'timeoutChangesNothing',
    source: { status: 'DER', cite: `from make_inaccessible of ${rfc}` },
    bounds: { ...small, hosts: 0, scanners: 1 },
    drop: { undo: 'unlock' },
  },

  'the wait has no end': {
    breaks: 'callsReturn',
    source: {
      status: 'DER',
      cite: `from the 10 ms of ${rfc}; compare S15: a pin of unbounded life`,
    },
    bounds: small,
    drop: { wait_times_out: null },
    fair: { unpin_user_page: null },
  },

  'the references are not compared': {
    id: 'X10',
    breaks: 'isolation',
    source: { status: 'DER', cite: `from the condition safe == refcount of ${rfc}` },
    bounds: small,
    unguard: ['wait_safe'],
  },

  'other users of the folio are not asked': {
    breaks: 'usersHaveAccess',
    source: { status: 'DER', cite: `from the condition accessible == 0 of ${rfc}` },
    bounds: { ...small, hosts: 0, converters: 2 },
    replace: {
      inaccessible_lock: {
        ...right.inaccessible_lock,
        then: (s, p) => {
          right.inaccessible_lock.then(s, p);
          s.task[p.task].errno = 0;
          return 'wait_safe';
        },
      },
    },
  },

  'the fault asks whether the folio is accessible, and takes no folio lock': {
    breaks: 'isolation',
    source: { status: 'DER', cite: `from the folio lock of ${rfc}` },
    bounds: small,
    replace: {
      gmem_fault: onHost('user', {
        when: ({ folio }) => !folio.mapped && folio.accessible > 0,
        then: () => 'set_pte',
      }),
    },
  },

  'host mappings are not taken away before the wait': {
    breaks: 'canBecomePrivate',
    source: { status: 'DER', cite: `from the unmap in make_inaccessible of ${rfc}` },
    bounds: small,
    replace: {
      inaccessible_lock: onVmm('make_inaccessible', {
        when: ({ folio }) => folio.lock === null,
        then: (s, { task, me }) => {
          s.folio.lock = task;
          me.was = s.folio.accessible;
          s.folio.accessible -= 1;
          me.user = false;
          return 'wait_safe';
        },
      }),
    },
  },
});
