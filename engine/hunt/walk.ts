import type { Witness } from '../explore/verdict.ts';
import { type Interner, RememberingInterner } from '../system/intern.ts';
import type { State, Step, System } from '../system/system.ts';
import { Places } from './places.ts';
import { type Judge, judgeOf } from './safety.ts';

/** What walking and shrinking share: a system, keys for its states, and who ends a walk early. */
export interface Terrain {
  readonly system: System;
  readonly codes: Interner;
  /** Without a judge, walks run on whatever they violate. */
  readonly judge: Judge | null;
  /** What is known of states, for whoever walks through them. */
  readonly places: Places;
}

/** The terrain of a system; `stopAt` as in the limits of a search. */
export function terrainOf(system: System, stopAt: string | 'any' | 'never'): Terrain {
  const codes = new RememberingInterner();
  const judge = stopAt === 'never' ? null : judgeOf(system, stopAt);
  return { system, codes, judge, places: new Places(system, codes, judge) };
}

/** Steps that run one after the other from the initial state. */
export interface Walk {
  readonly steps: readonly Step[];
  /** The initial state, then one after each step. */
  readonly states: readonly State[];
  /** What the judge found at the end of the walk. A walk goes no further than a violation. */
  readonly violation: Witness | null;
}

/** A walk that is being made. */
export class Walker {
  readonly #terrain: Terrain;
  readonly steps: Step[] = [];
  readonly states: State[];
  #violation: Witness | null = null;

  /** Starts in the initial state, or goes on after the first `length` steps of another walk. */
  constructor(terrain: Terrain, from: Walk | null = null, length = 0) {
    this.#terrain = terrain;
    const { system, places } = terrain;
    this.steps = from ? from.steps.slice(0, length) : [];
    this.states = from ? from.states.slice(0, length + 1) : [system.initial];
    // Only the last state of a walk is in violation, so the start of one is not, unless empty.
    if (this.steps.length === 0) this.#found(places.brokenAt(system.initial));
  }

  get state(): State {
    return this.states.at(-1) ?? this.#terrain.system.initial;
  }

  /** The walk has come to a violation. */
  get over(): boolean {
    return this.#violation !== null;
  }

  /** Runs a step that is enabled here. */
  take(step: Step): void {
    const { places } = this.#terrain;
    const before = this.state;
    this.steps.push(step);
    this.states.push(places.after(before, step));
    this.#found(places.brokenBy(before, step));
  }

  /** Takes back the last step. */
  back(): void {
    this.steps.pop();
    this.states.pop();
  }

  /** Runs a step if it can run here; says whether it did. */
  attempt(step: Step): boolean {
    const enabled = this.#terrain.places.choice(this.state).enabled.includes(step);
    if (enabled) this.take(step);
    return enabled;
  }

  /** The walk so far, its end judged too. */
  end(): Walk {
    if (!this.over) this.#found(this.#terrain.places.brokenAfter(this.state));
    return { steps: this.steps, states: this.states, violation: this.#violation };
  }

  #found(broken: Omit<Witness, 'steps' | 'loop'> | null): void {
    if (broken) this.#violation = { ...broken, steps: this.steps, loop: null };
  }
}

/**
 * Runs the steps that can run and leaves out the others: what is left of a plan after an edit.
 * The states of the part that is unchanged are taken from the walk that was edited.
 */
export function rewalk(terrain: Terrain, edited: Walk, plan: readonly Step[]): Walk {
  let same = 0;
  // A walk goes no further than its violation, so its last step is never taken over unjudged.
  const most = Math.min(plan.length, edited.steps.length - 1);
  while (same < most && plan[same] === edited.steps[same]) same += 1;
  const walker = new Walker(terrain, edited, Math.max(0, same));
  for (const step of plan.slice(walker.steps.length)) {
    if (walker.over) break;
    walker.attempt(step);
  }
  return walker.end();
}
