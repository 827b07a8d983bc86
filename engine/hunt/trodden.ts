import type * as fc from 'fast-check';
import type { State, Step } from '../system/system.ts';
import type { Terrain, Walk } from './walk.ts';

/** Most states that are kept: the first that a hunt comes by. */
const MOST = 1 << 16;
/** How often a state is drawn again where the one that was drawn is of no use. */
const DRAWS = 16;

/** A way that runs of the hunt went, and a step at its end that none of them took there. */
export interface Untried {
  readonly walk: Walk;
  readonly step: Step;
}

interface Known {
  readonly state: State;
  /** How often each step was taken from here. */
  readonly taken: Map<Step, number>;
  /** The last step of the shortest way here that is known; null for the initial state. */
  via: { readonly from: Known; readonly step: Step } | null;
  /** No less than the length of that way. */
  depth: number;
}

/**
 * Where the runs of a hunt have been, and which steps they took there: the memory by which a later
 * run goes on from where an earlier one left something untried. It makes a run depend on those
 * before it, which is why `hunt` makes them again when it follows a path.
 */
export class Trodden {
  readonly #terrain: Terrain;
  readonly #known = new Map<number, Known>();
  /** States of which some step may be untried. */
  readonly #open: Known[] = [];

  constructor(terrain: Terrain) {
    this.#terrain = terrain;
    this.#meet(terrain.system.initial, null);
  }

  /** Notes a step of a run. */
  add(before: State, step: Step, after: State): void {
    const from = this.#find(before);
    if (!from) return;
    from.taken.set(step, (from.taken.get(step) ?? 0) + 1);
    const to = this.#find(after);
    if (!to) this.#meet(after, { from, step });
    else if (from.depth + 1 < to.depth) {
      to.via = { from, step };
      to.depth = from.depth + 1;
    }
  }

  /** How often each step was taken in a state. */
  takenFrom(state: State): ReadonlyMap<Step, number> {
    return this.#find(state)?.taken ?? NONE;
  }

  /** An untried step after fewer than `most` others; null where none was come by. */
  draw(mrng: fc.Random, most: number): Untried | null {
    for (let i = 0; i < DRAWS && this.#open.length > 0; i++) {
      const at = mrng.nextInt(0, this.#open.length - 1);
      const known = this.#open[at];
      if (!known || known.depth >= most) continue;
      const { enabled } = this.#terrain.places.choice(known.state);
      const untried = enabled.filter((step) => !known.taken.has(step));
      const step = untried[mrng.nextInt(0, Math.max(0, untried.length - 1))];
      if (step) return { walk: walkTo(known), step };
      this.#close(at);
    }
    return null;
  }

  #find(state: State): Known | undefined {
    return this.#known.get(this.#terrain.codes.code(state));
  }

  #meet(state: State, via: Known['via']): void {
    if (this.#known.size === MOST) return;
    const known = { state, taken: new Map(), via, depth: via ? via.from.depth + 1 : 0 };
    this.#known.set(this.#terrain.codes.code(state), known);
    this.#open.push(known);
  }

  #close(at: number): void {
    const last = this.#open.pop();
    if (last && at < this.#open.length) this.#open[at] = last;
  }
}

const NONE: ReadonlyMap<Step, number> = new Map();

/** The way is no longer than `depth`: each state on it was reached sooner than the next one. */
function walkTo(known: Known): Walk {
  const steps: Step[] = [];
  const states = [known.state];
  for (let { via } = known; via; via = via.from.via) {
    steps.push(via.step);
    states.push(via.from.state);
  }
  return { steps: steps.reverse(), states: states.reverse(), violation: null };
}
