/** The state of the in-place conversion protocol. */

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
  VmmId,
} from '../parts/ids.ts';
import type { MemorySide, PageSlot } from '../parts/memory.ts';
import type { GuestKind, InvalidateStep, Invalidator, VcpuTask, Vm } from '../parts/mmu.ts';
import type { PunchStep, PunchTask } from '../parts/punch.ts';
import type { SpeculativeStep } from '../parts/speculative.ts';
import type { TaskBase } from '../parts/task.ts';
import type { Unmapper, UnmapStep } from '../parts/unmap.ts';

/** Where the converting task is. */
export type ConvertStep =
  | 'vmm'
  | 'cvt_lock'
  | 'cvt_get_folio'
  | 'cvt_maybe_pinned'
  | 'cvt_mapped'
  | 'cvt_count'
  | 'cvt_drain'
  | 'cvt_put_folio'
  | 'cvt_make_shared'
  | 'cvt_store'
  | 'cvt_unlock'
  | 'vmm_retry';

/** What a call of KVM_SET_MEMORY_ATTRIBUTES2 keeps. */
export interface Converter extends Unmapper, Invalidator {
  readonly to: GuestKind | null;
  readonly first: PageId | null;
  readonly last: PageId | null;
  /** The LRU batches were drained once already. */
  readonly drained: boolean;
  /** Ghost: the attributes of the range when the lock was taken. */
  readonly was: readonly GuestKind[];
  readonly errno: 0 | '-EAGAIN';
  readonly error_offset: PageId | null;
}

type At<T, L> = T & { readonly at: L };

export interface Conversion extends MemorySide {
  readonly config: MemorySide['config'] & {
    /** User space calls again on -EAGAIN. */
    readonly retry: boolean;
  };
  /** An index: its page-cache slot, and its entry in the inode's maple tree. */
  readonly page: Readonly<Record<PageId, PageSlot & { readonly attr: GuestKind }>>;
  readonly vm: Readonly<Record<GuestId, Vm>>;
  readonly task: Readonly<
    Record<HostId, At<HostTask, HostStep | GupStep | UnmapStep>> &
      Record<GuestId, At<VcpuTask, GuestStep>> &
      Record<VmmId, At<Converter, ConvertStep | UnmapStep | InvalidateStep>> &
      Record<PuncherId, At<PunchTask, PunchStep | UnmapStep | InvalidateStep>> &
      Record<ScannerId | DrainerId, At<TaskBase, SpeculativeStep>>
  >;
}
