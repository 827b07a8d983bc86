import { NEVER, type Order } from './slice.ts';

/** What a thread had counted before a chunk: where something is unknown it goes back to that. */
export class Before {
  readonly fired: Int32Array;
  readonly refused: Int32Array;
  /** How many violations across steps there were. */
  across = 0;
  deadlock: Order = NEVER;
  transitions = 0;

  constructor(steps: number) {
    this.fired = new Int32Array(steps);
    this.refused = new Int32Array(steps);
  }
}
