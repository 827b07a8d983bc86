/**
 * A guest access that KVM has to map first, and the accesses that its mapping then allows.
 *
 * Source: arch/x86/kvm/mmu/mmu.c kvm_tdp_page_fault(), kvm_mmu_faultin_pfn(), direct_map();
 * virt/kvm/guest_memfd.c kvm_gmem_get_pfn() (v6.18, with the in-place conversion series).
 */
import { dropRead, protocol } from '../../engine/index.ts';
import { clear_stale, write_bytes } from './bytes.ts';
import { filemap_add_folio, filemap_get_folio, mayLookUp } from './filemap.ts';
import { guest, type PageId, page } from './ids.ts';
import { filemap_invalidate_lock_shared, mayLockShared } from './invalidate-lock.ts';
import type { GuestKind, VcpuTask, VmSide } from './mmu.ts';
import type { PutFolio } from './put.ts';
import { IN_TURN, idleTask, scheduled } from './task.ts';

export type GuestStep =
  | 'guest'
  | 'gmem_attributes'
  | 'gmem_get_pfn'
  | 'gmem_get_folio'
  | 'gmem_lock_folio'
  | 'gmem_prepare'
  | 'gmem_put_folio'
  | 'gmem_unlock'
  | 'direct_map'
  // Of a posted form: the attribute read under mmu_lock.
  | 'gmem_attributes_locked';

export interface GuestHooks<L extends string> {
  /** The kind of mapping that the guest may have of the index; null: exit to user space. */
  readonly guestKind: (s: VmSide, page: PageId) => GuestKind | null;
  readonly folio_put: PutFolio<L>;
}

/** A virtual CPU that runs guest code. */
export const runningVcpu = {
  ...idleTask,
  at: 'guest',
  kind: null,
  stale: false,
} as const;

/** The steps of a guest page fault, and of an access through a mapping. */
export function guestActions<L extends string>({ guestKind, folio_put }: GuestHooks<L>) {
  const on = protocol<VmSide>().thread('task', guest, scheduled).labels<GuestStep | L>();
  return {
    // The hardware walks the SPTEs and caches what it finds; and writes.
    guest_touch: on('guest', {
      params: { page },
      when: (s, { task, page }) => {
        const { spte, tlb } = s.vm[task];
        return spte[page].folio !== null && tlb[page].folio === null;
      },
      then: (s, { task, page }) => {
        const { folio } = s.vm[task].spte[page];
        s.vm[task].tlb[page] = { ...s.vm[task].spte[page] };
        if (folio) write_bytes(s, folio);
        return 'guest';
      },
    }),

    // mmu_seq = kvm->mmu_invalidate_seq; smp_rmb().
    guest_fault: on('guest', {
      params: { page },
      when: (s, { task, page }) => {
        const { spte, tlb } = s.vm[task];
        return spte[page].folio === null && tlb[page].folio === null;
      },
      then: (_, { me, page }) => {
        me.page = page;
        return 'gmem_attributes';
      },
    }),
    // kvm_mem_is_private(): read without a lock, so it may be old by the time it is used.
    gmem_attributes: on('gmem_attributes', {
      then: (s, { me }) => {
        me.kind = me.page && guestKind(s, me.page);
        return me.kind ? 'gmem_get_pfn' : backToGuest(me);
      },
    }),
    gmem_get_pfn: on('gmem_get_pfn', {
      sleeps: true,
      fair: IN_TURN,
      when: (s) => mayLockShared(s),
      then: (s, { task }) => {
        filemap_invalidate_lock_shared(s, task);
        return 'gmem_get_folio';
      },
    }),
    // May allocate, so it may sleep.
    gmem_get_folio: on('gmem_get_folio', {
      sleeps: true,
      when: (s, { me }) => me.page !== null && mayLookUp(s, me.page),
      then: (s, { task, me }) => {
        if (!me.page) return 'guest';
        me.folio = filemap_get_folio(s, task, me.page, 'lookup');
        if (me.folio) return 'gmem_lock_folio';
        me.folio = filemap_add_folio(s, task, me.page, 'lookup');
        if (me.folio) return 'gmem_prepare';
        dropRead(s.invalidate_lock, task);
        return backToGuest(me);
      },
    }),
    gmem_lock_folio: on('gmem_lock_folio', {
      sleeps: true,
      fair: IN_TURN,
      when: (s, { me }) => me.folio !== null && s.folio[me.folio].lock === null,
      then: (s, { task, me }) => {
        if (me.folio) s.folio[me.folio].lock = task;
        return 'gmem_prepare';
      },
    }),
    // make_private: RMPUPDATE, or the donation at EL2, on the first private fault. Whether the
    // index is private is asked again here, where the invalidate lock keeps the answer true.
    gmem_prepare: on('gmem_prepare', {
      then: (s, { me }) => {
        const { folio, page: index } = me;
        if (folio) clear_stale(s, folio);
        if (folio && index && guestKind(s, index) === 'private') s.folio[folio].owner = 'guest';
        return 'gmem_put_folio';
      },
    }),
    gmem_put_folio: on('gmem_put_folio', {
      then: (s, { task, me }) => {
        const { folio } = me;
        if (!folio) return 'guest';
        s.folio[folio].lock = null;
        const to = folio_put(s, me, folio, { by: task, as: 'lookup' }, 'gmem_unlock');
        // Unlocking needs no step of its own, unless the last put has work to do first.
        if (to === 'gmem_unlock') dropRead(s.invalidate_lock, task);
        return to === 'gmem_unlock' ? 'direct_map' : to;
      },
    }),
    // One step under mmu_lock: mmu_invalidate_retry_gfn(), then the SPTE; or start again.
    direct_map: on('direct_map', {
      fair: IN_TURN,
      when: (s, { task }) => s.vm[task].mmu_lock.owner === null,
      then: (s, { task, me }) => {
        const vm = s.vm[task];
        const { page, folio, kind } = me;
        if (page && !me.stale && vm.invalidating === 0) vm.spte[page] = { folio, kind };
        return backToGuest(me);
      },
    }),
  };
}

/** Ends the fault, mapped or not; a guest that is not mapped faults again. */
export function backToGuest(
  me: { -readonly [K in 'page' | 'folio' | 'kind']: VcpuTask[K] } & { stale: boolean },
): 'guest' {
  me.page = null;
  me.folio = null;
  me.kind = null;
  me.stale = false;
  return 'guest';
}
