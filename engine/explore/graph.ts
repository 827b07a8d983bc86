/**
 * The states of a finished search and the steps between them, as numbers. Edges may be stored or
 * worked out whenever they are asked for.
 */
export interface Graph {
  /** States are 0 … size-1 in the order of discovery (breadth first); 0 is the initial one. */
  readonly size: number;
  /** Appends (step index, target state) for every step that can run in the state, in step order. */
  successors(state: number, out: number[]): void;
  /** The state it was discovered from, -1 for the initial one. */
  parent(state: number): number;
}
