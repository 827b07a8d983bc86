import { pack } from '../../learn/layout.ts';
import type { Relation } from '../../learn/relation.ts';
import type { Step } from '../../system/system.ts';
import { Canon } from './canon.ts';
import type { Store } from './store.ts';
import { Successors } from './successors.ts';

/** A way from the initial state: its steps, and the state it ends in as ids are called along it. */
export interface Path {
  readonly steps: readonly Step[];
  readonly codes: Int32Array;
}

/**
 * The way by which a state was discovered: of each state on it the first step that leads on. With
 * symmetry the states of the store stand for their orbits; the ids of the path are those of one
 * run from its beginning to its end.
 */
export function pathTo(store: Store, state: number): Path {
  const ids: number[] = [];
  for (let id = state; id > 0; id = store.arena.parent(id)) ids.unshift(id);
  const { relation } = store;
  const successors = new Successors(relation);
  const steps: Step[] = [];
  let codes = store.codes(0);
  for (const id of ids) {
    // Asked anew for each: what is learned on the way may lay out states anew.
    const isNext = (after: Int32Array | null) =>
      after !== null && formOf(relation, after) === formOf(relation, store.codes(id));
    const from = codes;
    const step = successors.candidates(from).find((each) => isNext(successors.take(each, from)));
    const after = step && successors.take(step, from);
    if (!step || !after) throw new Error(`no step leads to state ${id} from the one before`);
    steps.push(step);
    codes = after;
  }
  return { steps, codes };
}

/** A text that states of one orbit share, and no others. */
function formOf({ layout, orbits }: Relation, codes: Int32Array): string {
  const packed = new Int32Array(layout.words);
  pack(layout, codes, packed);
  if (orbits) new Canon(layout, orbits.tables).apply(packed, 0);
  return packed.join();
}
