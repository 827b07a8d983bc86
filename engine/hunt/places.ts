import type { Interner } from '../system/intern.ts';
import type { State, Step, System } from '../system/system.ts';
import type { Broken, Judge } from './safety.ts';

/**
 * Most states that are remembered at a time, then all are forgotten. Where there are fewer, walks
 * come by the same ones again and again; where there are many more, few are met twice.
 */
const MOST = 1 << 15;

/** What can be done in a state. */
export interface Choice {
  readonly enabled: readonly Step[];
  /** The steps whose thread stands at them, and whose guard says no. */
  readonly refused: readonly Step[];
}

interface Place {
  readonly state: State;
  readonly edges: Map<Step, Edge>;
  choice: Choice | null;
  canMove: boolean | null;
  broken: Broken | null | undefined;
}

interface Edge {
  readonly after: State;
  broken: Broken | null | undefined;
}

/**
 * The states that walks came by, with what the model said of them: guards, recipes and properties
 * are called once for a state, however many walks come by it. Equal states are one object here.
 */
export class Places {
  readonly #system: System;
  readonly #codes: Interner;
  readonly #judge: Judge | null;
  readonly #places = new Map<number, Place>();

  constructor(system: System, codes: Interner, judge: Judge | null) {
    this.#system = system;
    this.#codes = codes;
    this.#judge = judge;
  }

  choice(state: State): Choice {
    const place = this.#at(state);
    place.choice ??= this.#choose(state);
    return place.choice;
  }

  /** The state after a step that is enabled. */
  after(state: State, step: Step): State {
    return this.#edge(state, step).after;
  }

  /** What is violated by a state that walks begin in. */
  brokenAt(state: State): Broken | null {
    if (!this.#judge) return null;
    const place = this.#at(state);
    if (place.broken === undefined) place.broken = this.#judge.state(state);
    return place.broken;
  }

  /** What a step that is enabled violates: by the state after it, or by what it did. */
  brokenBy(state: State, step: Step): Broken | null {
    if (!this.#judge) return null;
    const edge = this.#edge(state, step);
    if (edge.broken === undefined) {
      edge.broken = this.brokenAt(edge.after) ?? this.#judge.step(state, step, edge.after);
    }
    return edge.broken;
  }

  /** What is violated by a walk that ends in a state. */
  brokenAfter(state: State): Broken | null {
    return this.#judge?.end(state, () => this.canMove(state)) ?? null;
  }

  /** Whether some step leads to another state. */
  canMove(state: State): boolean {
    const place = this.#at(state);
    place.canMove ??= this.choice(state).enabled.some(
      (step) => !this.same(state, this.after(state, step)),
    );
    return place.canMove;
  }

  same(a: State, b: State): boolean {
    return a === b || this.#codes.code(a) === this.#codes.code(b);
  }

  #choose(state: State): Choice {
    const enabled: Step[] = [];
    const refused: Step[] = [];
    for (const step of this.#system.candidates(state)) {
      (this.#system.enabled(step, state) ? enabled : refused).push(step);
    }
    return { enabled, refused };
  }

  #edge(state: State, step: Step): Edge {
    const { edges } = this.#at(state);
    let edge = edges.get(step);
    if (!edge) {
      edge = { after: this.#at(this.#system.apply(step, state)).state, broken: undefined };
      edges.set(step, edge);
    }
    return edge;
  }

  #at(state: State): Place {
    const code = this.#codes.code(state);
    let place = this.#places.get(code);
    if (!place) {
      if (this.#places.size === MOST) this.#places.clear();
      place = { state, edges: new Map(), choice: null, canMove: null, broken: undefined };
      this.#places.set(code, place);
    }
    return place;
  }
}
