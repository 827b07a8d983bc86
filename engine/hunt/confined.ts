import type { State, Step } from '../system/system.ts';
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
  const { system, codes, places } = terrain;
  const seen = new Set([codes.code(system.initial)]);
  let level: Node[] = [{ state: system.initial, via: null }];
  for (let depth = 0; depth < most && level.length > 0; depth++) {
    const next: Node[] = [];
    for (const from of level) {
      for (const step of places.choice(from.state).enabled) {
        if (!steps.has(step)) continue;
        const state = places.after(from.state, step);
        const node = { state, via: { from, step } };
        if (places.brokenBy(from.state, step)) return wayTo(node);
        if (seen.has(codes.code(state))) continue;
        seen.add(codes.code(state));
        if (places.brokenAfter(state)) return wayTo(node);
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
