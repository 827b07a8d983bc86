/** The state of the callback protocol. */
import type { Mutex } from '../../engine/index.ts';
import type { GuestStep } from '../parts/guest.ts';
import type { GupStep } from '../parts/gup.ts';
import type { HostStep, HostTask } from '../parts/host.ts';
import type {
  DrainerId,
  GuestId,
  HostId,
  PageId,
  PuncherId,
  ScannerId,
  TaskId,
  VmmId,
} from '../parts/ids.ts';
import type { MemorySide, PageSlot } from '../parts/memory.ts';
import type { InvalidateStep, Invalidator, VcpuTask, Vm } from '../parts/mmu.ts';
import type { PunchStep, PunchTask } from '../parts/punch.ts';
import type { SpeculativeStep } from '../parts/speculative.ts';
import type { TaskBase } from '../parts/task.ts';
import type { Unmapper, UnmapStep } from '../parts/unmap.ts';

/** enum folio_shareability, as stored in the shared_offsets xarray. */
export type Shareability = 'ALL_SHARED' | 'GUEST_SHARED' | 'NONE_SHARED';

/** Where a task is that handles a last put; the last two are of posted forms. */
export type HandleStep = 'handle_put' | 'handle_restore' | 'handle_lock_folio' | 'handle_check';

/** Where the task is that clears or sets the shared state of an index. */
export type ShareStep =
  | 'vmm'
  | 'clear_lock'
  | 'clear_get_folio'
  | 'clear_lock_folio'
  | 'clear_mapped'
  | 'clear_freeze'
  | 'clear_store'
  | 'clear_unfreeze'
  | 'clear_arm'
  | 'clear_forget'
  | 'set_lock'
  | 'set_get_folio'
  | 'set_lock_folio'
  | 'set_restore'
  | 'set_store'
  | 'end_unlock'
  | 'end_put_folio'
  // Of posted forms: the count read, clearing and registering apart, lookup while invalidating.
  | 'clear_count'
  | 'register_lock'
  | 'invalidate_lock_folio';

/** What a clear or a set keeps. */
export interface Sharer extends Unmapper, Invalidator {
  /** Posted forms: the count that was read. */
  readonly count: number;
  /** Ghost: the state of the index when the lock was taken. */
  readonly was: Shareability | null;
  readonly errno: 0 | '-EAGAIN' | '-ENOMEM';
}

type At<T, L> = T & { readonly at: L };

export interface Callback extends MemorySide {
  readonly config: MemorySide['config'] & {
    /** CONFIG_KVM_GMEM_SHARED_MEM. */
    readonly shared_mem: boolean;
  };
  /** An index: its page-cache slot and its state. */
  readonly page: Readonly<Record<PageId, PageSlot & { readonly attr: Shareability }>>;
  readonly vm: Readonly<Record<GuestId, Vm>>;
  /** rwlock_t offsets_lock: spins, with interrupts off, around the state and the type. */
  readonly offsets_lock: Mutex<TaskId>;
  /** The module that the handler is in: loaded for good here, unloaded in one posted form. */
  readonly kvm: 'loaded' | 'unloaded';
  readonly task: Readonly<
    Record<HostId, At<HostTask, HostStep | GupStep | UnmapStep | HandleStep>> &
      Record<GuestId, At<VcpuTask, GuestStep | HandleStep>> &
      Record<VmmId, At<Sharer, ShareStep | InvalidateStep | HandleStep>> &
      Record<
        PuncherId,
        At<
          PunchTask,
          | PunchStep
          | 'punch_restore'
          | 'punch_store'
          | 'invalidate_lock_folio'
          | UnmapStep
          | InvalidateStep
          | HandleStep
        >
      > &
      Record<ScannerId | DrainerId, At<TaskBase, SpeculativeStep | HandleStep>>
  >;
}
