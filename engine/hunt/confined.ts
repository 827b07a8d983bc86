import type { State, Step } from '../system/system.ts';
import { sameState } from './safety.ts';
import type { Terrain, Walk } from './walk.ts';

/** Most states that one confined search may look at: a second or so. */
const BUDGET = 6000;

/**
 * A shortest way to a violation, breadth-first over few of the system's steps: those of the walk,
 * then all of its threads, then those with one thread exchanged for one that took no part. So the
 * walk that is left is not only one from which nothing can be deleted: as far as the budget goes,
 * no order of the same steps is shorter. Needs a judge, and nothing is yielded without one.
 */
export function* confined(terrain: Terrain, walk: Walk): Generator<readonly Step[]> {
  if (!terrain.judge || !walk.violation) return;
  for (const steps of confinements(terrain, walk)) {
    const found = shortest(terrain, steps, walk.steps.length - 1);
    if (found) yield found;
  }
}

function* confinements({ system }: Terrain, walk: Walk): Generator<ReadonlySet<Step>> {
  yield new Set(walk.steps);
  const threads = new Set(walk.steps.map(({ thread }) => thread));
  const among = (ids: ReadonlySet<string | null>) =>
    new Set(system.steps.filter(({ thread }) => thread === null || ids.has(thread)));
  yield among(threads);
  const others = system.threads.filter(({ id }) => !threads.has(id));
  for (const out of threads) {
    for (const { id } of others)
      yield among(new Set([...threads].map((t) => (t === out ? id : t))));
  }
}

interface Node {
  readonly state: State;
  readonly via: { readonly from: Node; readonly step: Step } | null;
}

function shortest(terrain: Terrain, steps: ReadonlySet<Step>, most: number): Step[] | null {
  const { system, codes, judge } = terrain;
  const seen = new Set([codes.code(system.initial)]);
  let level: Node[] = [{ state: system.initial, via: null }];
  for (let depth = 0; depth < most && level.length > 0; depth++) {
    const next: Node[] = [];
    for (const from of level) {
      for (const step of system.candidates(from.state)) {
        if (!steps.has(step) || !system.enabled(step, from.state)) continue;
        const state = system.apply(step, from.state);
        const node = { state, via: { from, step } };
        if (judge?.step(from.state, step, state)) return wayTo(node);
        if (sameState(codes, from.state, state) || seen.has(codes.code(state))) continue;
        seen.add(codes.code(state));
        if (judge?.state(state) || judge?.end(state)) return wayTo(node);
        if (seen.size > BUDGET) return null;
        next.push(node);
      }
    }
    level = next;
  }
  return null;
}

function wayTo(node: Node): Step[] {
  const steps: Step[] = [];
  for (let { via } = node; via; via = via.from.via) steps.unshift(via.step);
  return steps;
}
