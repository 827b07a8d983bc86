import type { Graph } from './graph.ts';
import { IntList } from './grow.ts';

/** `#index` of a state whose component is known. */
const DONE = -1;

/**
 * Strongly connected components of a part of a graph (Tarjan 1972), with a stack of its own instead
 * of recursion. Of the edges it keeps only those that lead from the states of the current path to
 * states not seen yet. A state by itself is a component too.
 */
export class Components {
  readonly #graph: Graph;
  readonly #inside: (state: number) => boolean;
  /** 0: not seen; positive: on the stack, in order; or DONE. */
  readonly #index: Int32Array;
  readonly #low: Int32Array;
  readonly #component: Int32Array;
  readonly #stack = new IntList();
  /** The current path: each state, and where its edges start in `#ahead`. */
  readonly #path = new IntList();
  readonly #starts = new IntList();
  readonly #ahead = new IntList();
  readonly #out: number[] = [];
  #seen = 0;
  #count = 0;

  /** @param inside the states that the part consists of */
  constructor(graph: Graph, inside: (state: number) => boolean) {
    this.#graph = graph;
    this.#inside = inside;
    this.#index = new Int32Array(graph.size);
    this.#low = new Int32Array(graph.size);
    this.#component = new Int32Array(graph.size);
  }

  /** The number of a state's component, from 1; 0 where it is in none. */
  of(state: number): number {
    return this.#component[state] ?? 0;
  }

  /**
   * Tells the components of what a root leads to, each after those that it leads to. The members
   * are a view that holds until `visit` returns.
   */
  each(root: number, visit: (members: Int32Array, component: number) => void): void {
    if (this.#index[root] !== 0) return;
    this.#open(root);
    while (this.#path.length > 0) {
      const state = this.#path.at(this.#path.length - 1);
      if (this.#ahead.length === this.#starts.at(this.#starts.length - 1)) {
        this.#close(state, visit);
        continue;
      }
      const target = this.#ahead.pop();
      // It may have been seen since it was put there.
      if (this.#index[target] === 0) this.#open(target);
      else this.#lower(state, this.#index[target] ?? DONE);
    }
  }

  /** Takes states out of their components, to be looked at again without all the others. */
  forget(members: Int32Array): void {
    for (const state of members) {
      this.#index[state] = 0;
      this.#component[state] = 0;
    }
  }

  #open(state: number): void {
    this.#seen += 1;
    this.#index[state] = this.#seen;
    this.#low[state] = this.#seen;
    this.#stack.push(state);
    this.#path.push(state);
    this.#starts.push(this.#ahead.length);
    this.#out.length = 0;
    this.#graph.successors(state, this.#out);
    for (let i = 1; i < this.#out.length; i += 2) {
      const target = this.#out[i] ?? 0;
      const index = this.#index[target] ?? DONE;
      if (index !== 0) this.#lower(state, index);
      else if (this.#inside(target)) this.#ahead.push(target);
    }
  }

  #lower(state: number, index: number): void {
    if (index !== DONE && index < (this.#low[state] ?? 0)) this.#low[state] = index;
  }

  #close(state: number, visit: (members: Int32Array, component: number) => void): void {
    this.#path.pop();
    this.#starts.pop();
    const low = this.#low[state] ?? 0;
    if (this.#path.length > 0) this.#lower(this.#path.at(this.#path.length - 1), low);
    if (low !== this.#index[state]) return;
    this.#count += 1;
    let start = this.#stack.length;
    let member: number;
    do {
      start -= 1;
      member = this.#stack.at(start);
      this.#index[member] = DONE;
      this.#component[member] = this.#count;
    } while (member !== state);
    visit(this.#stack.tail(start), this.#count);
    this.#stack.length = start;
  }
}
