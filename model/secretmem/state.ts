/** The state of secretmem. */
import type { GupStep } from '../parts/gup.ts';
import type { HostStep, HostTask } from '../parts/host.ts';
import type { DrainerId, FolioId, HostId, PuncherId, ScannerId, VmmId } from '../parts/ids.ts';
import type { MemorySide } from '../parts/memory.ts';
import type { SpeculativeStep } from '../parts/speculative.ts';
import type { TaskBase } from '../parts/task.ts';
import type { TruncateStep } from '../parts/truncate.ts';
import type { Unmapper, UnmapStep } from '../parts/unmap.ts';

/** Where a fault is that has found nothing in the page cache. */
export type SecretStep =
  | 'secretmem_alloc'
  | 'secretmem_zap_direct_map'
  | 'secretmem_add'
  | 'secretmem_restore'
  | 'secretmem_free';

type At<T, L> = T & { readonly at: L };

export interface SecretSide extends MemorySide {
  /** Whether the kernel's direct map has the folio. */
  readonly direct_map: Readonly<Record<FolioId, boolean>>;
  readonly task: Readonly<
    Record<HostId, At<HostTask, HostStep | GupStep | SecretStep>> &
      Record<PuncherId, At<Unmapper, TruncateStep | UnmapStep>> &
      Record<ScannerId | DrainerId, At<TaskBase, SpeculativeStep>> &
      Record<VmmId, Unmapper>
  >;
}
