/**
 * Ways to get the in-place conversion wrong: each must break the property it names. DOC: the fault
 * is named in the source. DER: derived from posted code or from a right step, a hypothesis about
 * what the step is for, not a claim that some kernel has the fault.
 */
import { dropRead, type Mutations, mutations, protocol, RETURN } from '../../engine/index.ts';
import { folio_get, heldAs } from '../parts/folio.ts';
import { backToGuest, guestActions } from '../parts/guest.ts';
import { keepPin } from '../parts/gup.ts';
import { hostActions } from '../parts/host.ts';
import { guest, host, invalidator, vmm } from '../parts/ids.ts';
import { filemap_invalidate_unlock } from '../parts/invalidate-lock.ts';
import { mmIds } from '../parts/memory.ts';
import { invalidationActions } from '../parts/mmu.ts';
import { punchActions } from '../parts/punch.ts';
import { scheduled } from '../parts/task.ts';
import { convertActions, EXPECTED, unsafe } from './convert.ts';
import { populateMutations } from './mutations-populate.ts';
import { rangeMutations } from './mutations-range.ts';
import { storesEachPage } from './posted.ts';
import { folio_put, guestMemfdConversion } from './protocol.ts';
import { attributeOf, type Conversion, isShared } from './state.ts';

const { thread } = protocol<Conversion>();
const onHost = thread('task', host, scheduled);
const onGuest = thread('task', guest, scheduled);
const onVmm = thread('task', vmm, scheduled);
const onInvalidator = thread('task', invalidator, scheduled);

// The steps as they should be, for the mutations that do them and one thing more or less.
const right = {
  ...hostActions({ mayFault: isShared, folio_put }),
  ...guestActions({ guestKind: attributeOf, folio_put }),
  ...invalidationActions(),
  ...punchActions({ unmapped: 'punch_delete', deleted: 'punch_put_folio', folio_put }),
  ...convertActions(folio_put),
};

// No host thread unmaps: keeps runs small where nobody needs it to.
const small = { hosts: 1, munmap: 0, folios: 1 } as const;

// User space tries again: for what must happen in the end.
const retrying = { ...small, guests: 0, retry: 1 } as const;

/** The batches are left as they are. */
const drainsNothing = onVmm('cvt_drain', {
  then: (_, { me }) => {
    me.drained = true;
    return 'cvt_count';
  },
});

/** The folio of the range that a guest has mapped as private, and that no error reference holds. */
function unmappable(s: Conversion, { vms: [vm], range, filter }: Conversion['task']['vmm0']) {
  if (!vm || !filter.includes('private')) return null;
  const found = range.map((page) => s.vm[vm].spte[page]).find(({ kind }) => kind === 'private');
  const folio = found?.folio ?? null;
  return folio && heldAs(s.folio[folio], 'error').length === 0 ? folio : null;
}

const stepMutations = mutations(guestMemfdConversion, {
  'the conversion does not invalidate guest mappings': {
    id: 'S10',
    breaks: 'guestAgreement',
    source: { status: 'DOC', cite: 'Christopherson, 2-3 Apr 2025, on Tabba, v7 (28 Mar 2025)' },
    bounds: small,
    replace: {
      mmu_invalidate_begin: onInvalidator('mmu_invalidate_begin', { then: () => RETURN }),
      mmu_invalidate_end: onInvalidator('mmu_invalidate_end', { then: () => RETURN }),
    },
  },

  'the counts are acted on after the invalidate lock is dropped': {
    id: 'S12',
    breaks: 'isolation',
    source: {
      status: 'DER',
      cite: 'after Shutemov, Babka and Tng on Tabba, RFC v5 (17 Jan 2025): the count is not frozen',
    },
    bounds: small,
    replace: {
      mmu_invalidate_begin: {
        ...right.mmu_invalidate_begin,
        then: (s, p) => {
          filemap_invalidate_unlock(s);
          return right.mmu_invalidate_begin.then(s, p);
        },
      },
    },
  },

  'the fault does not take the invalidate lock': {
    id: 'S13',
    breaks: 'isolation',
    source: { status: 'DOC', cite: 'Xu, 10 Oct 2024, on Tng, 1G page RFC v1 (Sep 2024), 26/39' },
    bounds: small,
    // The attribute is read at gmem_fault, whoever holds the lock; the folio is looked up later.
    replace: {
      gmem_fault: {
        ...right.gmem_fault,
        when: () => true,
        then: (s, p) => {
          const to = right.gmem_fault.then(s, p);
          dropRead(s.invalidate_lock, p.task);
          return to;
        },
      },
    },
  },

  'the fault reads the attribute before it takes the invalidate lock': {
    id: 'S14',
    breaks: 'isolation',
    source: {
      status: 'DOC',
      cite: 'Christopherson; Zhao, 17 Jun 2025, on kvm_gmem_fault_shared() of the mmap series',
    },
    bounds: small,
    // The attribute decides here; the lock is taken at gmem_fault, and nobody asks again.
    replace: {
      handle_mm_fault: {
        ...right.handle_mm_fault,
        when: (s, p) => right.handle_mm_fault.when?.(s, p) === true && isShared(s, p.page),
      },
      gmem_fault: hostActions({ mayFault: () => true, folio_put }).gmem_fault,
    },
  },

  'the lru_add batches are not drained before the count is judged': {
    id: 'S17',
    breaks: 'eagainHasACause',
    source: {
      status: 'DOC',
      cite: 'Babka on Tabba, RFC v5 (Jan 2025); lru_cache_drain_for_folio() of the queued series',
    },
    bounds: { ...small, lru: 1 },
    replace: { cvt_drain: drainsNothing },
  },

  // What must happen in the end. Each takes one assumption or one repair away; all others stay.
  'a pin of unbounded life is never given up': {
    id: 'S15',
    breaks: 'retryingSucceeds',
    source: {
      status: 'DOC',
      cite: 'Kardashevskiy, Gunthorpe, 24 Jun 2025, on Tng, 1G page RFC v2: VFIO holds the pages',
    },
    bounds: retrying,
    // User space may keep a pin for as long as it likes; to unpin before it retries is its duty.
    fair: { unpin_user_page: null },
  },

  'an unmap that fails leaves a reference for good, and -EAGAIN never clears': {
    id: 'S16',
    breaks: 'retryingSucceeds',
    source: {
      status: 'DOC',
      cite: 'Zhao, Tng, Jun 2025, on Tng, 1G page RFC v2 (14 May 2025): TDX error reference',
    },
    bounds: { ...retrying, hosts: 0, guests: 1 },
    // Whether the unmap fails is anybody's choice; no fairness helps, as nobody may put it.
    add: {
      unmap_fails: {
        ...right.mmu_invalidate_begin,
        when: (s, p) =>
          p.task === 'vmm0' &&
          right.mmu_invalidate_begin.when?.(s, p) === true &&
          unmappable(s, s.task[p.task]) !== null,
        then: (s, p) => {
          const folio = p.task === 'vmm0' ? unmappable(s, s.task[p.task]) : null;
          if (folio) folio_get(s, folio, { by: 's_ept', as: 'error', refs: 1 });
          return right.mmu_invalidate_begin.then(s, p);
        },
      },
    },
  },

  'nobody drains the lru_add batches, and every try meets the reference of one': {
    id: 'S17',
    breaks: 'retryingSucceeds',
    source: {
      status: 'DOC',
      cite: 'Babka on Tabba, RFC v5 (Jan 2025); lru_cache_drain_for_folio() of the queued series',
    },
    bounds: { ...retrying, lru: 1 },
    replace: { cvt_drain: drainsNothing },
    // A CPU that adds no more folios keeps its batch. With the drain, this is not needed.
    fair: { lru_add_drain: null },
  },

  'a walker comes by for ever, and every try meets its reference': {
    id: 'S45',
    breaks: 'retryingSucceeds',
    source: {
      status: 'DOC',
      cite: 'KVM_SET_MEMORY_ATTRIBUTES2, api.rst of the queued series: -EAGAIN promises no bound',
    },
    bounds: { ...retrying, scanners: 1 },
    fair: { scan_rests: null },
  },

  'the invalidate lock is never handed on, and a fault waits for ever': {
    breaks: 'callsReturn',
    source: {
      status: 'DER',
      cite: 'from the lock handoff of kernel/locking/rwsem.c, 4f23dbc1e657',
    },
    bounds: { ...small, guests: 0 },
    // A scheduler alone does not help: the lock is free now and then, and taken before it looks.
    fair: { gmem_fault: null },
  },

  'host threads fault the page in again before every try': {
    id: 'S45',
    breaks: 'retryingSucceeds',
    source: {
      status: 'DOC',
      cite: 'KVM_SET_MEMORY_ATTRIBUTES2, api.rst of the queued series: -EAGAIN promises no bound',
    },
    bounds: retrying,
    fair: { host_rests: null },
  },

  'punching a hole zaps only the mappings that the inode was created for': {
    id: 'S26',
    breaks: 'noUseAfterFree',
    source: {
      status: 'DOC',
      cite: 'e088c7f86bef, in-place conversion series v7 (22 May 2026), 16/42',
    },
    bounds: { ...small, hosts: 0, punchers: 1 },
    replace: {
      mmu_invalidate_begin: {
        ...right.mmu_invalidate_begin,
        then: (s, p) => {
          if (p.task === 'puncher0') s.task[p.task].filter = ['shared'];
          return right.mmu_invalidate_begin.then(s, p);
        },
      },
    },
  },

  'punching a hole zaps only private mappings': {
    id: 'S43',
    breaks: 'noUseAfterFree',
    source: { status: 'DOC', cite: '5d3341d684be (10 Oct 2025), 6.18-rc' },
    bounds: { ...small, hosts: 0, punchers: 1 },
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

  'shared pages are made private too': {
    id: 'S40',
    breaks: 'ownerAgrees',
    source: { status: 'DOC', cite: 'in-place conversion series v7 (22 May 2026), 7/42' },
    bounds: small,
    replace: {
      gmem_prepare: onGuest('gmem_prepare', {
        then: (s, { me }) => {
          if (me.folio) s.folio[me.folio].owner = 'guest';
          return 'gmem_put_folio';
        },
      }),
    },
  },

  'only the mapcount is checked, not the count': {
    id: 'X10',
    breaks: 'isolation',
    source: { status: 'DER', cite: 'from dcde2f853ff4, queued September 2026' },
    bounds: small,
    drop: { cvt_count: 'cvt_put_folio' },
  },

  'the counts are checked before the host mappings are taken away': {
    id: 'X11',
    breaks: 'isolation',
    source: { status: 'DER', cite: 'from dcde2f853ff4, queued September 2026' },
    bounds: small,
    // Each page in turn: count, then unmap; the range is not unmapped beforehand.
    replace: {
      cvt_lock: {
        ...right.cvt_lock,
        then: (s, p) => {
          const to = right.cvt_lock.then(s, p);
          s.task[p.task].zap = [];
          return to;
        },
      },
      // Mappings are still there, so their references are expected too.
      cvt_count: onVmm('cvt_count', {
        then: (s, { me }) => {
          const folio = me.folio && s.folio[me.folio];
          const expected = folio && EXPECTED + Number(folio.mapcount);
          if (folio && folio.refcount === expected) return 'cvt_put_folio';
          return me.drained ? unsafe(me) : 'cvt_drain';
        },
      }),
      cvt_put_folio: {
        ...right.cvt_put_folio,
        then: (s, p) => {
          const me = s.task[p.task];
          const { page, errno } = me;
          const to = right.cvt_put_folio.then(s, p);
          if (!page || errno !== 0 || typeof to !== 'string') return to;
          me.zap = mmIds(s).map((mm) => ({ mm, page }));
          me.ret = [...me.ret, to];
          return 'zap_pte';
        },
      },
    },
    drop: { cvt_mapped: 'cvt_count' },
  },

  'GUP-fast does not read the PTE again': {
    id: 'X13',
    breaks: 'isolation',
    source: { status: 'DER', cite: 'from gup_fast_pte_range(), mm/gup.c, v6.13' },
    bounds: small,
    replace: {
      gup_fast_recheck: onHost('gup_fast_recheck', {
        then: (s, { task, me }) => keepPin(s, task, me),
      }),
    },
  },

  'host TLBs are not flushed when a PTE is taken away': {
    id: 'X15',
    breaks: 'isolation',
    source: { status: 'DER', cite: 'from zap_present_folio_ptes(), mm/memory.c, v6.13' },
    bounds: small,
    drop: { flush_tlb: 'put_unmapped' },
  },

  'guest TLBs are not flushed when an SPTE is zapped': {
    id: 'X15-guest',
    breaks: 'guestAgreement',
    source: { status: 'DER', cite: 'from kvm_flush_remote_tlbs(), virt/kvm/kvm_main.c, v6.18' },
    bounds: small,
    replace: {
      mmu_flush_tlbs: onInvalidator('mmu_flush_tlbs', {
        then: (s, { me }) => {
          const [id, ...rest] = me.vms;
          if (!id) return RETURN;
          s.vm[id].mmu_lock.owner = null;
          me.preempt -= 1;
          me.vms = rest;
          return rest.length > 0 ? 'mmu_invalidate_begin' : RETURN;
        },
      }),
    },
  },

  'each page is stored as soon as it passed, and stays so when a later one fails': {
    id: 'X16',
    breaks: 'errorContract',
    source: { status: 'DER', cite: 'from the loops over indices in Tabba, RFC v5 (17 Jan 2025)' },
    bounds: { ...small, guests: 0, pages: 2 },
    replace: storesEachPage,
  },

  'a range of which one page has the attribute counts as done': {
    id: 'X19',
    breaks: 'errorContract',
    source: { status: 'DER', cite: 'from the range predicate of Tabba, RFC v5 (17 Jan 2025)' },
    bounds: { ...small, hosts: 0, pages: 2 },
    replace: {
      cvt_lock: {
        ...right.cvt_lock,
        then: (s, p) => {
          const to = right.cvt_lock.then(s, p);
          const me = s.task[p.task];
          return to !== 'cvt_lock' && me.was.some(({ attr }) => attr === me.to) ? 'cvt_unlock' : to;
        },
      },
    },
  },

  'truncation resets the attribute to its default': {
    id: 'X22',
    breaks: 'persistence',
    source: { status: 'DER', cite: 'from Tabba, RFC v6 (18 Mar 2025), 6/7: the entry is erased' },
    bounds: { ...small, hosts: 0, punchers: 1 },
    replace: {
      punch_delete: {
        ...right.punch_delete,
        then: (s, p) => {
          const { page } = s.task[p.task];
          if (page) s.page[page].attr = 'shared';
          return right.punch_delete.then(s, p);
        },
      },
    },
  },

  'the guest fault does not check whether an invalidation went by': {
    id: 'X24',
    breaks: 'noStaleMapping',
    source: {
      status: 'DER',
      cite: 'from mmu_invalidate_retry_gfn(), include/linux/kvm_host.h, v6.18',
    },
    bounds: small,
    replace: {
      direct_map: {
        ...right.direct_map,
        then: (s, { task }) => {
          const me = s.task[task];
          const { page, folio, kind } = me;
          if (page) s.vm[task].spte[page] = { folio, kind };
          return backToGuest(me);
        },
      },
    },
  },

  'the guest fault compares the sequence, not whether an invalidation is in progress': {
    id: 'X24-progress',
    breaks: 'guestAgreement',
    source: {
      status: 'DER',
      cite: 'from mmu_invalidate_retry_gfn(), include/linux/kvm_host.h, v6.18',
    },
    bounds: small,
    replace: {
      direct_map: {
        ...right.direct_map,
        then: (s, { task }) => {
          const me = s.task[task];
          const { page, folio, kind, stale } = me;
          if (page && !stale) s.vm[task].spte[page] = { folio, kind };
          return backToGuest(me);
        },
      },
    },
  },

  'only the first VM is invalidated': {
    id: 'X26',
    breaks: 'guestAgreement',
    source: {
      status: 'DER',
      cite: 'from the loop over the files of an inode, queued September 2026',
    },
    bounds: { ...small, hosts: 0, guests: 2 },
    replace: {
      mmu_invalidate_begin: {
        ...right.mmu_invalidate_begin,
        then: (s, p) => {
          s.task[p.task].vms = s.task[p.task].vms.slice(0, 1);
          return right.mmu_invalidate_begin.then(s, p);
        },
      },
      mmu_invalidate_end: {
        ...right.mmu_invalidate_end,
        then: (s, p) => {
          s.task[p.task].vms = s.task[p.task].vms.slice(0, 1);
          return right.mmu_invalidate_end.then(s, p);
        },
      },
    },
  },

  'guest mappings are zapped only after make_shared': {
    id: 'X27',
    breaks: 'ownerAgrees',
    source: { status: 'DER', cite: 'from the order of the queued series, September 2026' },
    bounds: small,
    replace: {
      cvt_lock: {
        ...right.cvt_lock,
        then: (s, p) => {
          const to = right.cvt_lock.then(s, p);
          if (to !== 'mmu_invalidate_begin') return to;
          s.task[p.task].ret = ['cvt_store'];
          return 'cvt_make_shared';
        },
      },
      cvt_make_shared: {
        ...right.cvt_make_shared,
        then: (s, p) => {
          const to = right.cvt_make_shared.then(s, p);
          return to === 'cvt_store' ? 'mmu_invalidate_begin' : to;
        },
      },
    },
  },

  "the checker's own reference is not counted": {
    id: 'X31',
    breaks: 'eagainHasACause',
    source: { status: 'DER', cite: 'from dcde2f853ff4, queued September 2026' },
    bounds: small,
    replace: {
      cvt_count: onVmm('cvt_count', {
        then: (s, { me }) => {
          if (me.folio && s.folio[me.folio].refcount === EXPECTED - 1) return 'cvt_put_folio';
          return me.drained ? unsafe(me) : 'cvt_drain';
        },
      }),
    },
  },

  'the attribute is kept in the folio, and a new folio has the default': {
    id: 'X33',
    breaks: 'persistence',
    source: {
      status: 'DER',
      cite: 'from guest_memfd_conversions_test, v7: convert before allocation',
    },
    bounds: small,
    replace: {
      gmem_get_folio: {
        ...right.gmem_get_folio,
        then: (s, p) => {
          const { page } = s.task[p.task];
          const isNew = page !== null && s.page[page].folio === null;
          const to = right.gmem_get_folio.then(s, p);
          if (isNew && s.page[page].folio !== null) s.page[page].attr = 'shared';
          return to;
        },
      },
    },
  },

  'the folio is made private by an attribute read before the lock': {
    breaks: 'ownerAgrees',
    source: { status: 'DER', cite: 'from kvm_gmem_get_pfn() of the queued series, September 2026' },
    bounds: small,
    replace: {
      gmem_prepare: onGuest('gmem_prepare', {
        then: (s, { me }) => {
          if (me.folio && me.kind === 'private') s.folio[me.folio].owner = 'guest';
          return 'gmem_put_folio';
        },
      }),
    },
  },

  'the folio is not given back before it is shared': {
    breaks: 'ownerAgrees',
    source: {
      status: 'DER',
      cite: 'from the make_shared hook, 6fa1dab756fd, queued September 2026',
    },
    bounds: small,
    drop: { cvt_make_shared: 'cvt_store' },
  },

  'an invalidation is begun and not ended': {
    breaks: 'invalidationIsBalanced',
    source: { status: 'DER', cite: 'from kvm_mmu_invalidate_end(), virt/kvm/kvm_main.c, v6.18' },
    bounds: small,
    replace: {
      mmu_invalidate_end: onInvalidator('mmu_invalidate_end', { then: () => RETURN }),
    },
  },

  'a conversion that fails keeps the invalidate lock': {
    breaks: 'deadlock',
    source: { status: 'DER', cite: 'from the error path of the queued series, September 2026' },
    bounds: small,
    replace: {
      cvt_unlock: {
        ...right.cvt_unlock,
        then: (s, p) => {
          const { errno } = s.task[p.task];
          const to = right.cvt_unlock.then(s, p);
          if (errno !== 0) s.invalidate_lock.writer = p.task;
          return to;
        },
      },
    },
  },
});

/** All of them; those of one theme each are in files of their own. */
export const guestMemfdConversionMutations: Mutations = {
  ...stepMutations,
  list: { ...stepMutations.list, ...rangeMutations.list, ...populateMutations.list },
};
