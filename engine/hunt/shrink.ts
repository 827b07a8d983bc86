import type { Step } from '../system/system.ts';
import { confined } from './confined.ts';
import { deletions } from './deletions.ts';
import { detours, loops } from './detours.ts';
import { gatherings } from './gatherings.ts';
import { renames } from './renames.ts';
import { isSmaller } from './size.ts';
import { rewalk, type Terrain, type Walk } from './walk.ts';

/**
 * Smaller walks near a walk, the boldest first. Each is an edit of its steps that was run again:
 * steps that are refused after the edit are left out too, so that taking away what let a thread
 * into a routine takes away the rest of the routine. Nothing is known of the property here; the
 * caller takes the first walk that still fails and comes back with it.
 */
export function* smaller(terrain: Terrain, walk: Walk): Generator<Walk> {
  const seen = new Set([keyOf(walk.steps)]);
  for (const plan of plans(terrain, walk)) {
    const planned = keyOf(plan);
    if (seen.has(planned)) continue;
    seen.add(planned);
    const again = rewalk(terrain, walk, plan);
    const ran = keyOf(again.steps);
    if (ran !== planned && seen.has(ran)) continue;
    seen.add(ran);
    if (isSmaller(again.steps, walk.steps)) yield again;
  }
}

function* plans(terrain: Terrain, walk: Walk): Generator<readonly Step[]> {
  yield* loops(terrain, walk);
  yield* deletions(terrain.system, walk);
  yield* renames(terrain.system, walk);
  yield* confined(terrain, walk);
  yield* detours(terrain, walk);
  yield* gatherings(walk);
}

const keyOf = (steps: readonly Step[]): string => steps.map(({ index }) => index).join(' ');
