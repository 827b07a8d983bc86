import type { State, Step } from '../system/system.ts';
import type { Terrain, Walk } from './walk.ts';

/** States that one look around a walk may expand: a fraction of a second. */
const BUDGET = 400;
/** Most replacements that lead elsewhere: each of them is a walk that the caller judges. */
const MOST = 600;
/** Longest stretch of a walk that is replaced by steps that lead elsewhere. */
const WIDEST = 5;

interface Place {
  readonly state: State;
  readonly way: readonly Step[];
}

/** Breadth-first search around the states of a walk, within a budget. */
class Surroundings {
  readonly #terrain: Terrain;
  readonly #next = new Map<number, readonly { readonly step: Step; readonly after: State }[]>();
  #left = BUDGET;

  constructor(terrain: Terrain) {
    this.#terrain = terrain;
  }

  /** Each state within `depth` steps of one, that one first, with a shortest way there. */
  *near(state: State, depth: number): Generator<Place> {
    const { codes } = this.#terrain;
    const seen = new Set([codes.code(state)]);
    let level: Place[] = [{ state, way: [] }];
    for (let far = 0; level.length > 0; far++) {
      yield* level;
      if (far === depth) return;
      const next: Place[] = [];
      for (const place of level) {
        for (const { step, after } of this.#successors(place.state)) {
          if (seen.has(codes.code(after))) continue;
          seen.add(codes.code(after));
          next.push({ state: after, way: [...place.way, step] });
        }
      }
      level = next;
    }
  }

  #successors(state: State) {
    const { places, codes } = this.#terrain;
    const known = this.#next.get(codes.code(state));
    if (known || this.#left === 0) return known ?? [];
    this.#left -= 1;
    const { enabled } = places.choice(state);
    const found = enabled.map((step) => ({ step, after: places.after(state, step) }));
    this.#next.set(codes.code(state), found);
    return found;
  }
}

/** A walk without its loops: where it comes back to a state, what it did in between is left out. */
export function* loops({ codes }: Terrain, { steps, states }: Walk): Generator<readonly Step[]> {
  const last = new Map(states.map((state, at) => [codes.code(state), at]));
  const kept: Step[] = [];
  for (let at = 0; at < steps.length; at++) {
    const state = states[at];
    at = state ? (last.get(codes.code(state)) ?? at) : at;
    kept.push(...steps.slice(at, at + 1));
  }
  if (kept.length < steps.length) yield kept;
}

/**
 * A walk with a stretch of it replaced by fewer steps: first where they lead to the same state,
 * as far as the search gets; then short stretches by steps that lead anywhere, as long as the rest
 * of the walk still runs from there. Deleting steps cannot find these: other steps are needed.
 */
export function* detours(terrain: Terrain, walk: Walk): Generator<readonly Step[]> {
  yield* shortcuts(terrain, walk);
  const { steps, states } = walk;
  const surroundings = new Surroundings(terrain);
  const tried = new Set<string>();
  for (let width = 2; width <= Math.min(WIDEST, steps.length); width++) {
    for (let end = steps.length; end >= width; end--) {
      const state = states[end - width];
      if (!state) continue;
      for (const place of surroundings.near(state, width - 1)) {
        const key = `${terrain.codes.code(place.state)} ${end}`;
        if (tried.has(key)) continue;
        tried.add(key);
        if (tried.size > MOST) return;
        yield [...steps.slice(0, end - width), ...place.way, ...steps.slice(end)];
      }
    }
  }
}

function* shortcuts(terrain: Terrain, { steps, states }: Walk): Generator<readonly Step[]> {
  const { codes } = terrain;
  const surroundings = new Surroundings(terrain);
  const last = new Map(states.map((state, at) => [codes.code(state), at]));
  for (const [at, state] of states.entries()) {
    for (const { state: reached, way } of surroundings.near(state, steps.length - at - 1)) {
      const to = last.get(codes.code(reached)) ?? -1;
      if (to - at > way.length) yield [...steps.slice(0, at), ...way, ...steps.slice(to)];
    }
  }
}
