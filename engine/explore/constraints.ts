import type { Fairness } from '../system/system.ts';
import type { Graph } from './graph.ts';

/** Whether a run may stay in a component for ever, or in which part of it one may. */
export type Judgement = 'fair' | 'unfair' | { readonly part: Int32Array };

const NONE: readonly number[] = [];

/** The fairness constraints of a graph, by the steps that they are on. */
export class Constraints {
  readonly weak: readonly number[];
  readonly #graph: Graph;
  readonly #list: readonly Fairness[];
  readonly #on: (readonly number[])[] = [];
  readonly #out: number[] = [];

  constructor(graph: Graph, list: readonly Fairness[]) {
    this.#graph = graph;
    this.#list = list;
    this.weak = list.flatMap(({ kind }, i) => (kind === 'weak' ? [i] : []));
    for (const [i, { steps }] of list.entries()) {
      for (const step of steps) this.#on[step] = [...(this.#on[step] ?? NONE), i];
    }
  }

  /** The constraints that a step is under, by their place in the list. */
  on(step: number): readonly number[] {
    return this.#on[step] ?? NONE;
  }

  isStrong(constraint: number): boolean {
    return this.#list[constraint]?.kind === 'strong';
  }

  /**
   * Judges a strongly connected set of states. A constraint is met where one of its steps leads
   * from a member to another; or, if it is weak, where some member lets none of them change
   * anything, if it is strong, where no member lets any. A strong one that is not met bans the
   * members that let it run: what is left may hold a smaller set that is fair (Streett).
   */
  judge(members: Int32Array, isMember: (state: number) => boolean): Judgement {
    if (this.#list.length === 0) return 'fair';
    const able = this.#list.map(() => 0);
    const taken = this.#list.map(() => false);
    for (const state of members) {
      for (const i of this.enabledIn(state, (constraint, target) => {
        if (isMember(target)) taken[constraint] = true;
      })) {
        able[i] = (able[i] ?? 0) + 1;
      }
    }
    if (this.weak.some((i) => !taken[i] && able[i] === members.length)) return 'unfair';
    const unmet = new Set(
      this.#list.flatMap(({ kind }, i) => (kind === 'strong' && able[i] && !taken[i] ? [i] : [])),
    );
    if (unmet.size === 0) return 'fair';
    const part = members.filter((state) => !this.enabledIn(state).some((i) => unmet.has(i)));
    return part.length === 0 ? 'unfair' : { part };
  }

  /** The constraints with a step that can run in a state and changes it; each such step is told. */
  enabledIn(
    state: number,
    tell: (constraint: number, target: number) => void = () => {},
  ): readonly number[] {
    this.#out.length = 0;
    this.#graph.successors(state, this.#out);
    const found: number[] = [];
    for (let i = 0; i < this.#out.length; i += 2) {
      const target = this.#out[i + 1] ?? state;
      if (target === state) continue;
      for (const constraint of this.on(this.#out[i] ?? 0)) {
        if (!found.includes(constraint)) found.push(constraint);
        tell(constraint, target);
      }
    }
    return found;
  }
}
