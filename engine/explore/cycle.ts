import type { Constraints } from './constraints.ts';
import type { Graph } from './graph.ts';
import { IntList } from './grow.ts';

/** A way through a graph: `steps[i]` leads to `states[i]`. */
export interface Way {
  readonly states: readonly number[];
  readonly steps: readonly number[];
}

/**
 * Makes fair cycles in a fair component: breadth-first from one thing that a constraint asks for to
 * the nearest next, then back. Short, and the same each time, but not always shortest.
 */
export class CycleMaker {
  readonly #graph: Graph;
  readonly #constraints: Constraints;
  /** How the current search came to a state: the state before, the step, and which search. */
  readonly #from: Int32Array;
  readonly #via: Int32Array;
  readonly #search: Int32Array;
  #searches = 0;

  constructor(graph: Graph, constraints: Constraints) {
    this.#graph = graph;
    this.#constraints = constraints;
    this.#from = new Int32Array(graph.size);
    this.#via = new Int32Array(graph.size);
    this.#search = new Int32Array(graph.size);
  }

  /**
   * A fair cycle through `start`; empty where a run may stay in `start` for ever.
   * @param isMember the states of a component that `Constraints.judge` calls fair
   */
  make(start: number, isMember: (state: number) => boolean): Way {
    const states: number[] = [];
    const steps: number[] = [];
    const met = new Set<number>();
    // A weak constraint has to be met in any case, a strong one once a state lets it run.
    const due = new Set(this.#constraints.weak);
    const visit = (state: number) => {
      const enabled = this.#constraints.enabledIn(state);
      for (const i of this.#constraints.weak) if (!enabled.includes(i)) due.delete(i);
      for (const i of enabled) if (this.#constraints.isStrong(i) && !met.has(i)) due.add(i);
    };
    visit(start);
    for (;;) {
      const here = states.at(-1) ?? start;
      if (due.size === 0 && here === start) return { states, steps };
      const way = this.#way(here, isMember, due, start);
      if (due.size === 0) {
        // The way back may let a strong constraint run that neither it nor the rest ever runs.
        const taken = new Set(way.steps.flatMap((step) => this.#constraints.on(step)));
        for (const i of way.states.flatMap((state) => this.#constraints.enabledIn(state))) {
          if (this.#constraints.isStrong(i) && !met.has(i) && !taken.has(i)) due.add(i);
        }
        if (due.size > 0) continue;
      }
      for (const [i, state] of way.states.entries()) {
        states.push(state);
        steps.push(way.steps[i] ?? 0);
        for (const constraint of this.#constraints.on(way.steps[i] ?? 0)) {
          due.delete(constraint);
          met.add(constraint);
        }
        visit(state);
      }
    }
  }

  /** A shortest way to something that is due; where nothing is, back to `start`. */
  #way(here: number, isMember: (state: number) => boolean, due: Set<number>, start: number): Way {
    this.#searches += 1;
    const queue = new IntList();
    const reach = (state: number, from: number, step: number) => {
      this.#search[state] = this.#searches;
      this.#from[state] = from;
      this.#via[state] = step;
      queue.push(state);
    };
    const weak = this.#constraints.weak.filter((i) => due.has(i));
    const out: number[] = [];
    let levelEnd = 1;
    let found: Way | null = null;
    reach(here, -1, -1);
    for (let head = 0; head < queue.length; head++) {
      if (head === levelEnd) {
        if (found) return found;
        levelEnd = queue.length;
      }
      const state = queue.at(head);
      if (due.size === 0 && state === start) return this.#back(state);
      if (weak.length > 0) {
        const enabled = this.#constraints.enabledIn(state);
        if (weak.some((i) => !enabled.includes(i))) return this.#back(state);
      }
      out.length = 0;
      this.#graph.successors(state, out);
      for (let i = 0; i < out.length; i += 2) {
        const [step, target] = [out[i] ?? 0, out[i + 1] ?? 0];
        if (target === state || !isMember(target)) continue;
        if (!found && this.#constraints.on(step).some((each) => due.has(each))) {
          const { states, steps } = this.#back(state);
          found = { states: [...states, target], steps: [...steps, step] };
        }
        if (this.#search[target] !== this.#searches) reach(target, state, step);
      }
    }
    if (found) return found;
    throw new Error(`no way on from state ${here} in a component that was found fair`);
  }

  /** The way that the current search came to a state. */
  #back(end: number): Way {
    const states: number[] = [];
    const steps: number[] = [];
    for (let state = end; (this.#from[state] ?? -1) >= 0; state = this.#from[state] ?? 0) {
      states.push(state);
      steps.push(this.#via[state] ?? 0);
    }
    return { states: states.reverse(), steps: steps.reverse() };
  }
}
