/**
 * Ways to get the released design wrong. DOC: the fault is named in the source. DER: derived, a
 * hypothesis; X30 is a reading of the code of which no report was found.
 */
import { mutations, protocol } from '../../engine/index.ts';
import { backToGuest, guestActions } from '../parts/guest.ts';
import { guest, host, puncher } from '../parts/ids.ts';
import { invalidationActions } from '../parts/mmu.ts';
import { folio_put } from '../parts/put.ts';
import { scheduled } from '../parts/task.ts';
import { failureActions } from './fault.ts';
import { guestMemfdMmap } from './protocol.ts';
import type { Mmap } from './state.ts';

const { thread } = protocol<Mmap>();
const right = {
  ...invalidationActions(puncher),
  ...guestActions({ guestKind: () => 'shared', folio_put }),
  ...failureActions(),
};

const small = { folios: 1, punchers: 0 } as const;
const punched = { hosts: 0, folios: 1, punchers: 1 } as const;

export const guestMemfdMmapMutations = mutations(guestMemfdMmap, {
  'what may be mapped may be faulted, whether the memory is shared or not': {
    id: 'S42',
    breaks: 'isolation',
    source: { status: 'DOC', cite: 'fe2bf6234e94 (10 Oct 2025), 6.18-rc' },
    bounds: { ...small, guests: 0, init_shared: 0 },
    replace: {
      gmem_fault: thread(
        'task',
        host,
        scheduled,
      )('gmem_fault', {
        then: () => 'gmem_fault_get_folio',
      }),
    },
  },

  'punching a hole zaps only private mappings': {
    id: 'S43',
    breaks: 'noUseAfterFree',
    source: { status: 'DOC', cite: '5d3341d684be (10 Oct 2025), 6.18-rc' },
    bounds: punched,
    replace: {
      mmu_invalidate_begin: {
        ...right.mmu_invalidate_begin,
        then: (s, p) => {
          if (p.task === 'puncher0') s.task[p.task].filter = ['private'];
          return right.mmu_invalidate_begin.then(s, p);
        },
      },
    },
  },

  'the reference of the page cache counts as one that should not be there': {
    id: 'S32',
    breaks: 'failureHasACause',
    source: { status: 'DOC', cite: 'Wang, 15 Oct 2025: MF_DELAYED is taken for a failure' },
    bounds: { ...small, hosts: 0, failures: 1 },
    replace: {
      mf_result: {
        ...right.mf_result,
        then: (s, p) => {
          const to = right.mf_result.then(s, p);
          const me = s.task[p.task];
          if (me.folio && s.folio[me.folio].refcount > 1) me.result = 'MF_FAILED';
          return to;
        },
      },
    },
  },

  'the handler of a memory error takes the folio lock before the invalidate lock': {
    id: 'X30',
    breaks: 'deadlock',
    source: {
      status: 'DER',
      cite: 'from memory_failure() and kvm_gmem_error_folio(); a candidate, no report was found',
    },
    bounds: { ...punched, failures: 1 },
    swap: { first: 'mf_lock_shared', second: 'mf_lock_folio', next: 'mf_result' },
  },

  'the guest fault does not check whether an invalidation went by': {
    id: 'X24',
    breaks: 'noUseAfterFree',
    source: { status: 'DER', cite: 'from mmu_invalidate_retry_gfn(), linux/kvm_host.h, v6.18' },
    bounds: punched,
    replace: {
      direct_map: thread(
        'task',
        guest,
        scheduled,
      )('direct_map', {
        when: (s, { task }) => s.vm[task].mmu_lock.owner === null,
        then: (s, { task, me }) => {
          const { page, folio, kind } = me;
          if (page) s.vm[task].spte[page] = { folio, kind };
          return backToGuest(me);
        },
      }),
    },
  },

  'punching a hole does not flush guest TLBs': {
    id: 'X15',
    breaks: 'noUseAfterFree',
    source: { status: 'DER', cite: 'from kvm_flush_remote_tlbs(), virt/kvm/kvm_main.c, v6.18' },
    bounds: punched,
    replace: {
      mmu_flush_tlbs: {
        ...right.mmu_flush_tlbs,
        then: (s, p) => {
          const [vm] = s.task[p.task].vms;
          const kept = vm && { ...s.vm[vm].tlb };
          const to = right.mmu_flush_tlbs.then(s, p);
          if (vm && kept) s.vm[vm].tlb = kept;
          return to;
        },
      },
    },
  },
});
