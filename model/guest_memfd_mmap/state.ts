/** The state of a guest_memfd that is mapped by user space, as in a released kernel. */
import type { GuestStep } from '../parts/guest.ts';
import type { GupStep } from '../parts/gup.ts';
import type { HostStep, HostTask } from '../parts/host.ts';
import type { GuestId, HostId, PageId, PuncherId, ScannerId, VmmId } from '../parts/ids.ts';
import type { MemorySide, PageSlot } from '../parts/memory.ts';
import type { GuestKind, InvalidateStep, Invalidator, VcpuTask, Vm } from '../parts/mmu.ts';
import type { PunchStep, PunchTask } from '../parts/punch.ts';
import type { TaskBase } from '../parts/task.ts';
import type { Unmapper, UnmapStep } from '../parts/unmap.ts';

/** Where the task is that handles a memory error. */
export type FailureStep = 'scan' | 'mf_lock_shared' | 'mf_lock_folio' | 'mf_result' | 'mf_unlock';

export interface Failure extends TaskBase {
  /** What error_remove_folio() and the count come to. */
  readonly result: null | 'MF_DELAYED' | 'MF_FAILED';
}

type At<T, L> = T & { readonly at: L };

export interface Mmap extends MemorySide {
  /** The whole inode is of one kind, for good. */
  readonly page: Readonly<Record<PageId, PageSlot & { readonly attr: GuestKind }>>;
  readonly vm: Readonly<Record<GuestId, Vm>>;
  readonly task: Readonly<
    Record<HostId, At<HostTask, HostStep | GupStep | UnmapStep>> &
      Record<GuestId, At<VcpuTask, GuestStep>> &
      Record<PuncherId, At<PunchTask, PunchStep | UnmapStep | InvalidateStep>> &
      Record<ScannerId, At<Failure, FailureStep>> &
      Record<VmmId, Unmapper & Invalidator>
  >;
}
