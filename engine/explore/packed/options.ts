import type { Limits } from '../search.ts';
import type { Cut } from '../verdict.ts';
import type { Snapshot } from './snapshot.ts';

/** What the fast engine can be asked besides limits. */
export interface PackedOptions extends Limits {
  /** One state in so many is audited; 0 for none. */
  readonly audit?: number;
  /** Whether states that differ in interchangeable ids only are searched once; yes if not said. */
  readonly symmetry?: boolean;
  /**
   * Keeps 63 bits of hash of each state instead of the state: less memory, and a small chance that
   * a state is taken for another one and missed. Only for what single states and steps show.
   */
  readonly compact?: boolean;
  /** Cases that are kept of one step or property; see `Relation.trim`. */
  readonly trieLimit?: number;
  /** Asked now and then while runs are settled: why to end that, or null to go on. */
  readonly interrupted?: () => Cut | null;
  /** Goes on where a search of the same system was. */
  readonly resume?: Snapshot;
  /** Threads that search. */
  readonly workers?: number;
  /** States from which on they do; 0: they are waited for, and take part in the first slice. */
  readonly enough?: number;
}
