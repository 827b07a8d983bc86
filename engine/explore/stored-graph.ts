import type { Graph } from './graph.ts';
import type { IntList } from './grow.ts';

/** The steps that a search tried, in that order: so those of one state stand together. */
export interface Edges {
  readonly from: IntList;
  readonly to: IntList;
  /** `Step.index`. */
  readonly via: IntList;
}

/** The graph of a search that keeps every edge. */
export class StoredGraph implements Graph {
  readonly size: number;
  readonly #parents: IntList;
  readonly #edges: Edges;
  /** The edges of state `s` are those from `#starts[s]` to `#starts[s + 1]`. */
  readonly #starts: Int32Array;

  constructor(parents: IntList, edges: Edges) {
    this.size = parents.length;
    this.#parents = parents;
    this.#edges = edges;
    this.#starts = new Int32Array(this.size + 1);
    const count = edges.from.length;
    for (let state = 0, i = 0; state <= this.size; state++) {
      while (i < count && edges.from.at(i) < state) i += 1;
      this.#starts[state] = i;
    }
  }

  successors(state: number, out: number[]): void {
    const end = this.#starts[state + 1] ?? 0;
    for (let i = this.#starts[state] ?? 0; i < end; i++) {
      out.push(this.#edges.via.at(i), this.#edges.to.at(i));
    }
  }

  parent(state: number): number {
    return this.#parents.at(state);
  }
}
