/**
 * Ways to get the exact count wrong; the first two and the constant are what was posted. DOC: the
 * fault is named in the source. DER: derived, a hypothesis about what a step is for.
 */
import { mutations, protocol } from '../../engine/index.ts';
import { keepPin } from '../parts/gup.ts';
import { host, vmm } from '../parts/ids.ts';
import { filemap_invalidate_unlock } from '../parts/invalidate-lock.ts';
import { scheduled } from '../parts/task.ts';
import { faultActions, mappableActions, sigbus } from './mappable.ts';
import { guestMemfdExactCount } from './protocol.ts';
import type { ExactCount } from './state.ts';

const { thread } = protocol<ExactCount>();
const onHost = thread('task', host, scheduled);
const onVmm = thread('task', vmm, scheduled);
const right = { ...faultActions(), ...mappableActions() };

const small = { hosts: 1, punchers: 0, scanners: 0 } as const;

export const guestMemfdExactCountMutations = mutations(guestMemfdExactCount, {
  'a reference that passes by is answered with -EPERM': {
    id: 'S01',
    breaks: 'permanentErrorHasACause',
    source: { status: 'DOC', cite: 'Shutemov, 10 Oct 2024, on Tabba, RFC v3 (10 Oct 2024), 4/11' },
    bounds: { ...small, scanners: 1 },
    replace: {
      clear_count: {
        ...right.clear_count,
        then: (s, p) => {
          const to = right.clear_count.then(s, p);
          const me = s.task[p.task];
          if (me.errno === '-EAGAIN') me.errno = '-EPERM';
          return to;
        },
      },
    },
  },

  'the folio is put before it is unlocked, and no lock keeps truncation out': {
    id: 'S02',
    breaks: 'unlocksWhatIsThere',
    source: {
      status: 'DER',
      cite: 'after Shutemov, 10 Oct 2024, on Tabba, RFC v3: put before unlock looks like a UAF',
    },
    bounds: { ...small, hosts: 0, punchers: 1 },
    // The put is as posted; both locks that made it harmless are gone.
    replace: {
      clear_put_folio: {
        ...right.clear_put_folio,
        then: (s, p) => {
          filemap_invalidate_unlock(s);
          return right.clear_put_folio.then(s, p);
        },
      },
      clear_unlock: onVmm('clear_unlock', {
        then: (_, { me }) => {
          me.page = null;
          me.errno = 0;
          return 'vmm';
        },
      }),
    },
    unguard: ['truncate_lock_folio'],
  },

  'the expected count is 2, whatever the size of the folio': {
    id: 'S03',
    breaks: 'canBecomePrivate',
    source: { status: 'DOC', cite: 'Tng on Tabba, RFC v3 (10 Oct 2024), 4/11: nr_pages + 1' },
    bounds: { ...small, nr_pages: 2 },
    replace: {
      clear_count: onVmm('clear_count', {
        then: (s, { me }) => {
          if (me.folio && s.folio[me.folio].refcount <= 2) return 'clear_erase';
          me.errno = '-EAGAIN';
          return 'clear_put_folio';
        },
      }),
    },
  },

  'the fault asks whether the index is mappable before it takes the folio lock': {
    breaks: 'isolation',
    source: { status: 'DER', cite: 'from kvm_gmem_fault() of Tabba, RFC v3 (10 Oct 2024)' },
    bounds: small,
    replace: {
      gmem_fault: onHost('gmem_fault', {
        then: (s, { task, me }) =>
          me.page && s.page[me.page].attr === 'shared'
            ? 'gmem_fault_get_folio'
            : sigbus(s, task, me),
      }),
      gmem_fault_lock_folio: onHost('gmem_fault_lock_folio', {
        when: (s, { me }) => me.folio !== null && s.folio[me.folio].lock === null,
        then: (s, { task, me }) => {
          if (me.folio) s.folio[me.folio].lock = task;
          return 'finish_fault';
        },
      }),
    },
  },

  'the count is read before the folio lock is taken': {
    breaks: 'isolation',
    source: { status: 'DER', cite: 'from kvm_gmem_clear_mappable() of Tabba, RFC v3' },
    bounds: small,
    // What is read at the lookup decides; the lock comes after it.
    replace: {
      clear_get_folio: {
        ...right.clear_get_folio,
        then: (s, p) => {
          const to = right.clear_get_folio.then(s, p);
          const me = s.task[p.task];
          const over = me.folio !== null && s.folio[me.folio].refcount > s.config.nr_pages + 1;
          if (over) me.errno = '-EAGAIN';
          return to;
        },
      },
      clear_count: onVmm('clear_count', {
        then: (_, { me }) => (me.errno === 0 ? 'clear_erase' : 'clear_put_folio'),
      }),
    },
  },

  'GUP-fast does not read the PTE again': {
    id: 'X13',
    breaks: 'isolation',
    source: { status: 'DER', cite: 'from gup_fast_pte_range(), mm/gup.c, v6.13' },
    bounds: { ...small, hosts: 2 },
    replace: {
      gup_fast_recheck: onHost('gup_fast_recheck', {
        then: (s, { task, me }) => keepPin(s, task, me),
      }),
    },
  },
});
