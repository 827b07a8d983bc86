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
  const left = knowledge.hold(set);
  const add = () => {
    reaches.set = sets.union(reaches.set, part.set);
    left.set = sets.minus(left.set, part.set);
  };
  for (const each of casesOf(relation, transitions, order, relation.claimTrie(claim), YES)) {
    part.set = select.able(set, each);
    add();
  }
  const moves = relation.system.steps.flatMap((step) => knowledge.movesOf(step));
  for (let grew = true; grew && left.set !== EMPTY; ) {
    grew = false;
    for (const move of moves) {
      part.set = select.before(left.set, reaches.set, move);
      if (part.set === EMPTY) continue;
      grew = true;
      add();
    }
  }
  knowledge.letGo(reaches, part);
  return left;
}
