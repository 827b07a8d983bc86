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
  | 'vmm_retry'
  | PopulateStep
  // Of a posted form: pages that were stored are given back one by one.
  | 'cvt_rollback';

/** Where the task is that populates an index with measured memory. */
export type PopulateStep =
  | 'populate_gup'
  | 'populate_lock'
  | 'populate_get_folio'
  | 'populate_lock_folio'
  | 'populate_copy'
  | 'populate_put_folio'
  | 'populate_unlock'
  // Of a posted form: mapped while the invalidate lock is held.
  | 'populate_map';

/** What a call of KVM_SET_MEMORY_ATTRIBUTES2 keeps. */
export interface Converter extends Unmapper, Invalidator {
  readonly to: GuestKind | null;
  readonly first: PageId | null;
  readonly last: PageId | null;
  /** The LRU batches were drained once already. */
  readonly drained: boolean;
  /** Ghost: the range that was asked for, with its attributes when the lock was taken. */
  readonly was: readonly { readonly page: PageId; readonly attr: GuestKind }[];
  readonly errno: 0 | '-EAGAIN';
  readonly error_offset: PageId | null;
}

/** Whether the host may map an index. One without an entry is what the inode was created with. */
export const isShared = (s: Pick<MemorySide, 'page' | 'config'>, page: PageId): boolean =>
  (s.page[page].attr ?? s.config.initial) === 'shared';

/** kvm_gmem_get_attributes(). */
export const attributeOf = (s: Pick<MemorySide, 'page' | 'config'>, page: PageId): GuestKind =>
  isShared(s, page) ? 'shared' : 'private';

type At<T, L> = T & { readonly at: L };

export interface Conversion extends MemorySide {
  readonly config: MemorySide['config'] & {
    /** User space calls again on -EAGAIN. */
    readonly retry: boolean;
    /** The count from which folio_maybe_dma_pinned() takes a small folio for pinned. */
    readonly pin_bias: number;
  };
  /** An index: its page-cache slot, and its entry in the inode's maple tree, if it has one. */
  readonly page: Readonly<Record<PageId, PageSlot & { readonly attr: GuestKind | null }>>;
  readonly vm: Readonly<Record<GuestId, Vm>>;
  readonly task: Readonly<
    Record<HostId, At<HostTask, HostStep | GupStep | UnmapStep>> &
      Record<GuestId, At<VcpuTask, GuestStep>> &
      Record<VmmId, At<Converter, ConvertStep | UnmapStep | InvalidateStep>> &
      Record<PuncherId, At<PunchTask, PunchStep | UnmapStep | InvalidateStep>> &
      Record<ScannerId | DrainerId, At<TaskBase, SpeculativeStep>>
  >;
}
