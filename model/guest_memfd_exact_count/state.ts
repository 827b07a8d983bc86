/** The state of the exact-count protocol. */
import type { GupStep } from '../parts/gup.ts';
import type { HostStep, HostTask } from '../parts/host.ts';
import type { DrainerId, HostId, PageId, PuncherId, ScannerId, VmmId } from '../parts/ids.ts';
import type { MemorySide, PageSlot } from '../parts/memory.ts';
import type { SpeculativeStep } from '../parts/speculative.ts';
import type { TaskBase } from '../parts/task.ts';
import type { TruncateStep } from '../parts/truncate.ts';
import type { Unmapper, UnmapStep } from '../parts/unmap.ts';

/** Where the task is that clears or sets the mappable state of an index. */
export type MappableStep =
  | 'vmm'
  | 'clear_lock'
  | 'clear_get_folio'
  | 'clear_lock_folio'
  | 'clear_count'
  | 'clear_erase'
  | 'clear_put_folio'
  | 'clear_unlock_folio'
  | 'clear_unlock'
  | 'set_lock'
  | 'set_store';

export interface Mappable extends Unmapper {
  readonly errno: 0 | '-EAGAIN' | '-EPERM';
}

type At<T, L> = T & { readonly at: L };

export interface ExactCount extends MemorySide {
  readonly config: MemorySide['config'] & {
    /** Pages of a folio: an index stands for all of them. */
    readonly nr_pages: number;
  };
  /** `shared`: the mappable_offsets xarray has an entry; `private`: it has none. */
  readonly page: Readonly<Record<PageId, PageSlot & { readonly attr: 'shared' | 'private' }>>;
  readonly task: Readonly<
    Record<HostId, At<HostTask, HostStep | GupStep | UnmapStep>> &
      Record<VmmId, At<Mappable, MappableStep | UnmapStep>> &
      Record<PuncherId, At<Unmapper, TruncateStep | UnmapStep>> &
      Record<ScannerId | DrainerId, At<TaskBase, SpeculativeStep>>
  >;
}
