import type { Sets } from './sets.ts';
import type { Transitions } from './transitions.ts';

/** Which way steps are taken: `Images` or `Preimages`. */
export interface Direction {
  readonly sets: Sets;
  readonly transitions: Transitions;
  readonly isBack: boolean;
  /** Where a step leads from a set; of what it is not led out of, going back. */
  image(set: number, move: number, level: number, room: number): number;
}
