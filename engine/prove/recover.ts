import { YES } from '../learn/tries.ts';
import { casesOf } from './cubes.ts';
import { EMPTY } from './diagrams.ts';
import type { Held, Knowledge } from './knowledge.ts';

/**
 * The states of a closed set from which no state can be reached where a claim holds (AG EF, the
 * other way round): backwards from where it holds, until nothing comes in any more.
 * @param claim by its place among the claims of the relation
 */
export function stuckIn(knowledge: Knowledge, set: number, claim: number): Held {
  const { relation, sets, select, transitions, order } = knowledge;
  const reaches = knowledge.hold(EMPTY);
  const part = knowledge.hold(EMPTY);
  for (const each of casesOf(relation, transitions, order, relation.claimTrie(claim), YES)) {
    part.set = select.able(set, each);
    reaches.set = sets.union(reaches.set, part.set);
  }
  const backwards = knowledge.backwards();
  reaches.set = backwards.close(reaches.set, set);
  backwards.end();
  const left = knowledge.hold(sets.minus(set, reaches.set));
  knowledge.letGo(reaches, part);
  return left;
}
