import type { Way } from './cycle.ts';
import type { Graph } from './graph.ts';

/** `#before` of a state that was not come to, and of one that is owed itself. */
const UNSEEN = -2;
const OWED = -1;

/**
 * Shortest ways from the initial state through a state that owes a response, and on through states
 * without it: breadth first, from every such state at once, each as far out as it is.
 */
export class Prefixes {
  readonly #graph: Graph;
  readonly #isOwed: (state: number) => boolean;
  readonly #to: (state: number) => boolean;
  readonly #depth: Int32Array;
  readonly #before: Int32Array;
  /** The first state that is not on a level yet. */
  #next = 0;

  constructor(graph: Graph, isOwed: (state: number) => boolean, to: (state: number) => boolean) {
    this.#graph = graph;
    this.#isOwed = isOwed;
    this.#to = to;
    this.#depth = new Int32Array(graph.size);
    for (let state = 1; state < graph.size; state++) {
      this.#depth[state] = (this.#depth[graph.parent(state)] ?? 0) + 1;
    }
    this.#before = new Int32Array(graph.size).fill(UNSEEN);
  }

  /** The nearest states with `isGoal`, all equally near, `most` at most. */
  into(isGoal: (state: number) => boolean, most: number): number[] {
    let level: number[] = [];
    for (let depth = 0; this.#next < this.#graph.size || level.length > 0; depth++) {
      const reached = [...this.#owedAt(depth), ...level];
      const goals = reached.filter(isGoal);
      if (goals.length > 0) return goals.slice(0, most);
      level = this.#onFrom(reached);
    }
    return [];
  }

  /** A shortest way to a state that `into` came to. */
  to(end: number): Way {
    const states = [end];
    let state = end;
    // A way may pass the initial state again before it comes to a state that is owed.
    for (let owed = false; ; ) {
      owed ||= this.#before[state] === OWED;
      if (owed && state === 0) break;
      state = owed ? this.#graph.parent(state) : (this.#before[state] ?? OWED);
      states.push(state);
    }
    states.reverse();
    return {
      states,
      steps: states.slice(1).map((target, i) => this.#step(states[i] ?? 0, target)),
    };
  }

  #owedAt(depth: number): number[] {
    const found: number[] = [];
    // States are in the order of discovery, so in the order of their depths.
    while (this.#next < this.#graph.size && this.#depth[this.#next] === depth) {
      const state = this.#next++;
      if (this.#before[state] !== UNSEEN || !this.#isOwed(state)) continue;
      this.#before[state] = OWED;
      found.push(state);
    }
    return found;
  }

  #onFrom(level: readonly number[]): number[] {
    const found: number[] = [];
    const out: number[] = [];
    for (const state of level) {
      out.length = 0;
      this.#graph.successors(state, out);
      for (let i = 1; i < out.length; i += 2) {
        const target = out[i] ?? 0;
        if (this.#before[target] !== UNSEEN || this.#to(target)) continue;
        this.#before[target] = state;
        found.push(target);
      }
    }
    return found;
  }

  #step(from: number, target: number): number {
    const out: number[] = [];
    this.#graph.successors(from, out);
    for (let i = 0; i < out.length; i += 2) if (out[i + 1] === target) return out[i] ?? 0;
    throw new Error(`no step leads from state ${from} to state ${target}`);
  }
}
