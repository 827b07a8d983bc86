import type { Cut } from '../explore/verdict.ts';
import type { System } from '../system/system.ts';
import type { FieldOrder } from './orders.ts';

/** Cases that one step may have; with more, it is too large to help. */
export const STEP_LIMIT = 200_000;
/** The same for a property, whose cases are learned and looked at, but are not made into sets. */
export const PROPERTY_LIMIT = 2_000_000;

/** What is to be told of a proof that is under way. */
export interface Pulse {
  /** What it is doing. */
  readonly phase: 'close' | 'learn' | 'shortest way';
  readonly passes: number;
  readonly nodes: number;
  readonly bytes: number;
  /** Layers of a search for the shortest way. */
  readonly depth: number;
}

export interface ProveOptions {
  /** Ends at a violation of this property; `'any'` (the default) at the first one of any. */
  readonly stopAt?: string | 'any' | 'never';
  readonly maxSeconds?: number;
  /** Bytes of nodes, tables and memories. */
  readonly maxMemory?: number;
  readonly order?: FieldOrder;
  /**
   * The same with no more than so many ids of a sort, to try orders of the fields on; null where
   * there is none.
   */
  readonly smaller?: (most: number) => System | null;
  /** How many times 8,192 nodes it may make, as a measure of work that no clock has a part in. */
  readonly maxWork?: number;
  /** Cases that a step or a property may have, instead of the two limits above. */
  readonly caseLimit?: number;
  /** Asked now and then: why to end, or null to go on. */
  readonly interrupted?: (pulse: Pulse) => Cut | null;
}
