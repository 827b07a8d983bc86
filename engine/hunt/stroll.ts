import type * as fc from 'fast-check';
import type { State, Step } from '../system/system.ts';
import { Swarm } from './swarm.ts';
import { type Terrain, type Walk, Walker } from './walk.ts';

/** A random walk, and the steps that were refused on it: one entry for each attempt. */
export interface Stroll {
  readonly walk: Walk;
  readonly refused: readonly Step[];
}

/**
 * Walks at random over enabled steps until the judge objects, nothing moves, or `maxSteps` ran.
 *
 * In each state, every step whose thread stands at it is attempted, and a refused attempt changes
 * nothing. So attempts are counted beside the walk and are not steps of it: a trace holds only
 * steps that ran, any trace can be replayed step by step, and no draw is spent on a refusal.
 */
export function stroll(terrain: Terrain, mrng: fc.Random, maxSteps: number): Stroll {
  const { system, places } = terrain;
  const actions = [...new Set(system.steps.map(({ action }) => action))];
  const swarm = new Swarm(mrng, actions);
  const walker = new Walker(terrain);
  const refused: Step[] = [];
  while (!walker.over && walker.steps.length < maxSteps) {
    const before: State = walker.state;
    const choice = places.choice(before);
    refused.push(...choice.refused);
    const { enabled } = choice;
    const step = enabled.length > 0 ? swarm.choose(enabled) : undefined;
    if (!step) break;
    walker.take(step);
    // A thread that ends, or rests for good, only takes away what can still happen. It is put off.
    if (!walker.over && hasEnded(system, step, walker.state) && swarm.putOff(step)) {
      walker.back();
      continue;
    }
    // Looked into only after a step that changed nothing, since it costs a run of every step.
    if (places.same(before, walker.state) && !places.canMove(before)) break;
  }
  return { walk: walker.end(), refused };
}

/** Whether no step is left to the thread that ran last, wherever others go. */
const hasEnded = ({ candidates }: Terrain['system'], { thread }: Step, state: State): boolean =>
  thread !== null && !candidates(state).some((step) => step.thread === thread);
