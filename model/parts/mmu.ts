/**
 * KVM's guest mappings and how they are invalidated. KVM holds no folio reference for a mapping:
 * the invalidation protocol alone keeps stale ones out.
 *
 * Source: virt/kvm/kvm_main.c kvm_mmu_invalidate_begin(), kvm_mmu_invalidate_end(),
 * include/linux/kvm_host.h mmu_invalidate_retry_gfn() (v6.18).
 */
import { type Domain, type Mutex, mutex, protocol, RETURN, table } from '../../engine/index.ts';
import type { FolioId, GuestId, PageId, PuncherId, TaskId, VmmId } from './ids.ts';
import { invalidator } from './ids.ts';
import type { MemorySide } from './memory.ts';
import { IN_TURN, scheduled, type TaskBase } from './task.ts';

export type GuestKind = 'shared' | 'private';

/** A guest mapping, in an SPTE or cached in a guest TLB. */
export interface Mapping {
  readonly folio: FolioId | null;
  readonly kind: GuestKind | null;
}

/** What KVM keeps of one VM. */
export interface Vm {
  readonly mmu_lock: Mutex<TaskId>;
  /** mmu_invalidate_in_progress. */
  readonly invalidating: number;
  readonly spte: Readonly<Record<PageId, Mapping>>;
  /** The mapping that some CPU running the guest has cached. */
  readonly tlb: Readonly<Record<PageId, Mapping>>;
}

/** What a virtual CPU keeps while KVM handles its fault. */
export interface VcpuTask extends TaskBase {
  readonly kind: GuestKind | null;
  /**
   * mmu_invalidate_seq has moved since the fault began. The kernel compares counters; that is all
   * that it ever asks of them, and a flag stays finite.
   */
  readonly stale: boolean;
}

/** What a task keeps while it invalidates. */
export interface Invalidator extends TaskBase {
  /** The VMs still to do, first one next. */
  readonly vms: readonly GuestId[];
  /** The indices, and the kind of mappings to zap. */
  readonly range: readonly PageId[];
  readonly filter: readonly GuestKind[];
}

export interface VmSide extends MemorySide {
  readonly vm: Readonly<Record<GuestId, Vm>>;
  readonly task: Readonly<Record<GuestId, VcpuTask> & Record<VmmId | PuncherId, Invalidator>>;
}

/** Maps nothing. */
export const noMapping: Mapping = { folio: null, kind: null };

/** A VM that maps nothing. */
export const emptyVm = (pages: Domain<PageId>): Vm => ({
  mmu_lock: mutex(),
  invalidating: 0,
  spte: table(pages, (): Mapping => noMapping),
  tlb: table(pages, (): Mapping => noMapping),
});

/** The VMs of this run, in order. */
export const vmIds = (s: Pick<VmSide, 'vm'>): GuestId[] => vmOrder.filter((id) => id in s.vm);

const vmOrder: readonly GuestId[] = ['guest0', 'guest1'];

export type InvalidateStep = 'mmu_invalidate_begin' | 'mmu_flush_tlbs' | 'mmu_invalidate_end';

const { thread } = protocol<VmSide>();

/**
 * Routines of three steps a VM: a caller fills vms, range and filter and pushes its label.
 * @param by the tasks that invalidate, where the protocol does not have all that can
 */
export function invalidationActions(by: Domain<VmmId | PuncherId> = invalidator) {
  const on = thread('task', by, scheduled).labels<InvalidateStep>();
  return {
    // One step up to the flush: all of it is under mmu_lock, and vCPUs see only the SPTEs change.
    mmu_invalidate_begin: on('mmu_invalidate_begin', {
      fair: IN_TURN,
      when: (s, { me }) => isFree(s, me.vms[0]),
      then: (s, { task, me }) => {
        const [id] = me.vms;
        if (!id) return RETURN;
        const vm = s.vm[id];
        vm.mmu_lock.owner = task;
        vm.invalidating += 1;
        for (const page of me.range) {
          const { kind } = vm.spte[page];
          if (kind && me.filter.includes(kind)) vm.spte[page] = noMapping;
        }
        me.preempt += 1;
        return 'mmu_flush_tlbs';
      },
    }),
    // kvm_flush_remote_tlbs(): from here on no CPU uses a mapping that is not in an SPTE.
    mmu_flush_tlbs: on('mmu_flush_tlbs', {
      then: (s, { me }) => {
        const [id, ...rest] = me.vms;
        if (!id) return RETURN;
        const vm = s.vm[id];
        for (const page of me.range) {
          if (vm.spte[page].folio === null) vm.tlb[page] = noMapping;
        }
        vm.mmu_lock.owner = null;
        me.preempt -= 1;
        me.vms = rest;
        return rest.length > 0 ? 'mmu_invalidate_begin' : RETURN;
      },
    }),
    mmu_invalidate_end: on('mmu_invalidate_end', {
      fair: IN_TURN,
      when: (s, { me }) => isFree(s, me.vms[0]),
      then: (s, { me }) => {
        const [id, ...rest] = me.vms;
        if (!id) return RETURN;
        s.vm[id].invalidating -= 1;
        const vcpu = s.task[id];
        if (vcpu && vcpu.at !== 'guest') vcpu.stale = true;
        me.vms = rest;
        return rest.length > 0 ? 'mmu_invalidate_end' : RETURN;
      },
    }),
  };
}

const isFree = (s: VmSide, id: GuestId | undefined): boolean =>
  id === undefined || s.vm[id].mmu_lock.owner === null;
