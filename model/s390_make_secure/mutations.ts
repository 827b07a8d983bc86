/**
 * Ways to get make_folio_secure() wrong. DOC: the fault is named in the source. DER: derived, or a
 * right step left out: a hypothesis about what the step is for.
 */
import { mutations, protocol } from '../../engine/index.ts';
import { folio_ref_freeze } from '../parts/folio.ts';
import { keepPin } from '../parts/gup.ts';
import { host, vmm } from '../parts/ids.ts';
import { scheduled } from '../parts/task.ts';
import { pinActions } from './pin.ts';
import { s390MakeSecure } from './protocol.ts';
import { fails, secureActions, unlockPte } from './secure.ts';
import type { SecureSide } from './state.ts';

const { thread } = protocol<SecureSide>();
const onHost = thread('task', host, scheduled);
const onVmm = thread('task', vmm, scheduled);
const right = { ...pinActions(), ...secureActions() };

const small = { hosts: 1, lru: 0, large: 0 } as const;
const quiet = { ...small, munmap: 0 } as const;

/** Without the PTE lock from here on. */
const uv_expected: (typeof right)['uv_expected'] = {
  ...right.uv_expected,
  then: (s, p) => {
    unlockPte(s, s.task[p.task]);
    return right.uv_expected.then(s, p);
  },
};

export const s390MakeSecureMutations = mutations(s390MakeSecure, {
  'the PTE lock is dropped between the expected count and the freeze': {
    id: 'S33',
    breaks: 'secureIsNotPinned',
    source: {
      status: 'DOC',
      cite: 'd8dfda5af0be (6.14), fixes 5cbe24350b7d; Hildenbrand, Mar 2025: it excludes GUP-slow',
    },
    // A pin that adds as much as the mapping that goes meanwhile: the stale count is met again.
    bounds: { ...small, pin_refs: 1 },
    replace: { uv_expected },
  },

  'a reference is put while the count is frozen, as the PTE lock was dropped': {
    id: 'S33',
    breaks: 'refcountIsExact',
    source: {
      status: 'DER',
      cite: 'from d8dfda5af0be (6.14): with a pin of 1024 the stale count is met by munmap alone',
    },
    bounds: small,
    replace: { uv_expected },
  },

  'success is returned where the folio was only split': {
    id: 'S34',
    breaks: 'zeroMeansSecure',
    source: { status: 'DOC', cite: 'fix of 16 May 2025: -EAGAIN after the split' },
    bounds: { ...quiet, large: 1 },
    replace: {
      uv_split: onVmm('uv_split', {
        needs: 'large',
        then: (s) => {
          s.split = true;
          return 'uv_unlock';
        },
      }),
    },
  },

  'nobody drains the lru_add batches, and every try meets the reference of one': {
    id: 'S17',
    breaks: 'retryingSucceeds',
    source: {
      status: 'DER',
      cite: 'from the drain in uv.c@036c0e104bd2; sister fault: Dickins, 98c6d259319e, mlock batch',
    },
    bounds: { ...quiet, lru: 1 },
    replace: {
      uv_drain: onVmm('uv_drain', {
        then: (_, { me }) => {
          me.folio = null;
          me.errno = 0;
          return 'vmm_retry';
        },
      }),
    },
    fair: { lru_add_drain: null },
  },

  'the batches are drained under the PTE lock': {
    breaks: 'sleepInAtomic',
    source: { status: 'DER', cite: 'from the order of unlock and drain in uv.c@036c0e104bd2' },
    bounds: { ...quiet, lru: 1 },
    replace: {
      uv_freeze: onVmm('uv_freeze', {
        then: (s, { me }) =>
          me.folio && folio_ref_freeze(s, me.folio, me.expected) ? 'uv_call' : 'uv_drain',
      }),
    },
  },

  'an Ultravisor call that fails leaves the count frozen': {
    id: 'X09',
    breaks: 'everyCallReturns',
    source: { status: 'DER', cite: 'from the unfreeze on every path of uv.c@036c0e104bd2' },
    bounds: small,
    add: { uv_call_fails: onVmm('uv_call', { then: (_, { me }) => fails(me, '-EBUSY') }) },
  },

  'the reference of the page cache is not expected': {
    id: 'X31',
    breaks: 'retryingSucceeds',
    source: { status: 'DER', cite: 'from expected_folio_refs() of uv.c@036c0e104bd2' },
    bounds: quiet,
    replace: {
      uv_expected: onVmm('uv_expected', {
        then: (s, { me }) => {
          if (me.folio) me.expected = Number(s.folio[me.folio].mapcount);
          return 'uv_freeze';
        },
      }),
    },
  },

  'GUP-slow and munmap go through a page table whose lock is another one': {
    breaks: 'secureIsNotPinned',
    source: {
      status: 'DER',
      cite: 'from uv.c@036c0e104bd2: one PTE lock is held, the mapcount is that of all page tables',
    },
    bounds: { ...small, pin_refs: 1 },
    // The same PTE stands for one of another address space.
    unguard: ['zap_pte'],
    replace: {
      gup_slow: {
        ...right.gup_slow,
        when: (s, { task, page }) => !s.task[task].pinned && s.mm.mm0.pte[page] !== null,
      },
    },
  },

  'a pin does not make the folio accessible': {
    breaks: 'secureIsNotPinned',
    source: { status: 'DER', cite: 'from arch_make_folio_accessible() in gup_fast_pte_range()' },
    bounds: quiet,
    replace: {
      gup_fast_recheck: onHost('gup_fast_recheck', {
        then: (s, { task, me }) => keepPin(s, task, me),
      }),
    },
  },
});
