/** The state of the s390 make-secure protocol. */
import type { GupStep } from '../parts/gup.ts';
import type { HostStep, HostTask } from '../parts/host.ts';
import type { DrainerId, HostId, PuncherId, ScannerId, VmmId } from '../parts/ids.ts';
import type { MemorySide } from '../parts/memory.ts';
import type { SpeculativeStep } from '../parts/speculative.ts';
import type { TaskBase } from '../parts/task.ts';
import type { TruncateStep } from '../parts/truncate.ts';
import type { Unmapper, UnmapStep } from '../parts/unmap.ts';

/** Where the task is that makes a folio secure. */
export type SecureStep =
  | 'vmm'
  | 'uv_lock_pte'
  | 'uv_trylock'
  | 'uv_split'
  | 'uv_expected'
  | 'uv_freeze'
  | 'uv_call'
  | 'uv_unfreeze'
  | 'uv_unlock'
  | 'uv_drain'
  | 'vmm_retry';

export interface Securer extends Unmapper {
  /** expected_folio_refs(). */
  readonly expected: number;
  /** Ghost: this call has made the folio secure. */
  readonly made: boolean;
  readonly errno: 0 | '-ENXIO' | '-EAGAIN' | '-EBUSY';
}

type At<T, L> = T & { readonly at: L };

export interface SecureSide extends MemorySide {
  readonly config: MemorySide['config'] & {
    /** The folio is a large one until it is split. */
    readonly large: boolean;
    readonly pin_refs: number;
  };
  readonly split: boolean;
  readonly task: Readonly<
    Record<HostId, At<HostTask, HostStep | GupStep | UnmapStep>> &
      Record<VmmId, At<Securer, SecureStep>> &
      Record<PuncherId, At<Unmapper, TruncateStep | UnmapStep>> &
      Record<ScannerId | DrainerId, At<TaskBase, SpeculativeStep>>
  >;
}
