import { YES } from '../learn/tries.ts';
import { casesOf } from './cubes.ts';
import { EMPTY } from './diagrams.ts';
import type { Held, Knowledge } from './knowledge.ts';
import type { Saturation } from './saturation.ts';

/**
 * The states of a closed set from which no state can be reached where a claim holds (AG EF, the
 * other way round): backwards from where it holds, until nothing comes in any more.
 * @param backwards the closure against the steps: of one set it remembers much for the next claim
 * @param claim by its place among the claims of the relation
 */
export function stuckIn(
  knowledge: Knowledge,
  backwards: Saturation,
  set: number,
  claim: number,
): Held {
  const { relation, sets, select, transitions, order } = knowledge;
  const reaches = knowledge.hold(EMPTY);
  const part = knowledge.hold(EMPTY);
  for (const each of casesOf(relation, transitions, order, relation.claimTrie(claim), YES)) {
    part.set = select.able(set, each);
    reaches.set = sets.union(reaches.set, part.set);
  }
  reaches.set = backwards.close(reaches.set, set);
  const left = knowledge.hold(sets.minus(set, reaches.set));
  knowledge.letGo(reaches, part);
  return left;
}
