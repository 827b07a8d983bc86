import type * as fc from 'fast-check';
import type { State, Step } from '../system/system.ts';
import { Swarm } from './swarm.ts';
import type { Trodden } from './trodden.ts';
import { type Terrain, type Walk, Walker } from './walk.ts';

/** One in so many runs of a hunt goes its own way, whatever the others did. */
const PLAIN = 10;
/** Steps in a row that other runs took too, after which a run goes on from elsewhere. */
const STALE = 8;

/** A random walk, and what was run and refused on it: one entry for each attempt. */
export interface Stroll {
  readonly walk: Walk;
  /** The states that it came by and the steps that it ran, those it gave up for others included. */
  readonly states: readonly State[];
  readonly steps: readonly Step[];
  readonly refused: readonly Step[];
}

/**
 * Walks at random over enabled steps until the judge objects, nothing moves, or `maxSteps` ran.
 *
 * In each state, every step whose thread stands at it is attempted, and a refused attempt changes
 * nothing. So attempts are counted beside the walk and are not steps of it: a trace holds only
 * steps that ran, any trace can be replayed step by step, and no draw is spent on a refusal.
 *
 * With what earlier runs did at hand, most walks begin with a step that none of them took, at the
 * end of a way that one of them went. They prefer steps that were taken less often; and a walk that
 * has run where others have been for a while is given up for one that begins like that.
 */
export function stroll(
  terrain: Terrain,
  mrng: fc.Random,
  maxSteps: number,
  trodden: Trodden | null,
): Stroll {
  const memory = trodden && mrng.nextInt(0, PLAIN - 1) > 0 ? trodden : null;
  const swarm = new Swarm(mrng, actionsOf(terrain), memory);
  const outing = new Outing(terrain, trodden);
  const goElsewhere = (): boolean => {
    const untried = memory?.draw(mrng, maxSteps);
    if (untried) outing.begin(untried.walk, untried.step);
    return Boolean(untried);
  };
  if (memory) goElsewhere();
  let canGoOn = true;
  while (!outing.walker.over && outing.steps.length < maxSteps) {
    if (!canGoOn || outing.stale >= STALE) {
      // A walk whose end is what is wrong is the one that was looked for.
      if (!canGoOn && terrain.places.brokenAfter(outing.walker.state)) break;
      if (goElsewhere()) {
        canGoOn = true;
        continue;
      }
      if (!canGoOn) break;
    }
    canGoOn = outing.walker.steps.length < maxSteps && outing.goOn(swarm);
  }
  const { walker, states, steps, refused } = outing;
  return { walk: walker.end(), states, steps, refused };
}

/** What is done in one run: a walk, perhaps given up for another one, and so on. */
class Outing {
  readonly #terrain: Terrain;
  readonly #trodden: Trodden | null;
  readonly states: State[];
  readonly steps: Step[] = [];
  readonly refused: Step[] = [];
  walker: Walker;
  /** How many steps in a row were known. */
  stale = 0;

  constructor(terrain: Terrain, trodden: Trodden | null) {
    this.#terrain = terrain;
    this.#trodden = trodden;
    this.walker = new Walker(terrain);
    this.states = [this.walker.state];
  }

  /** Goes on after the steps of a walk. */
  begin(walk: Walk, step: Step): void {
    this.walker = new Walker(this.#terrain, walk, walk.steps.length);
    this.#take(step);
  }

  /** One more step, as the swarm chooses; false where nothing moves. */
  goOn(swarm: Swarm): boolean {
    const { system, places } = this.#terrain;
    const before = this.walker.state;
    const { enabled, refused } = places.choice(before);
    this.refused.push(...refused);
    const step = enabled.length > 0 ? swarm.choose(enabled, before) : undefined;
    if (!step) return false;
    this.#take(step);
    const { over, state } = this.walker;
    // A thread that ends, or rests for good, only takes away what can still happen. It is put off.
    if (!over && hasEnded(system, step, state) && swarm.putOff(step)) {
      this.walker.back();
      this.steps.pop();
      this.states.pop();
      return true;
    }
    // Looked into only after a step that changed nothing, since it costs a run of every step.
    return !places.same(before, state) || places.canMove(before);
  }

  #take(step: Step): void {
    const before = this.walker.state;
    const isKnown = this.#trodden?.takenFrom(before).has(step) ?? false;
    this.stale = isKnown ? this.stale + 1 : 0;
    this.walker.take(step);
    this.steps.push(step);
    this.states.push(this.walker.state);
    this.#trodden?.add(before, step, this.walker.state);
  }
}

const actionsOf = ({ system }: Terrain) => [...new Set(system.steps.map(({ action }) => action))];

/** Whether no step is left to the thread that ran last, wherever others go. */
const hasEnded = ({ candidates }: Terrain['system'], { thread }: Step, state: State): boolean =>
  thread !== null && !candidates(state).some((step) => step.thread === thread);
