import { InputError } from '../../errors.ts';
import { type Layout, pack, unpack } from '../../learn/layout.ts';
import type { OrbitTables } from '../../learn/orbit-tables.ts';
import type { Relation } from '../../learn/relation.ts';
import type { Step } from '../../system/system.ts';
import { Canon } from './canon.ts';
import { formsOf } from './program.ts';
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
  const kept = keptAlong(store, ids);
  let codes = initialCodes(relation);
  for (const [i, id] of ids.entries()) {
    // Asked anew for each: what is learned on the way may lay out states anew.
    const isNext = (after: Int32Array | null) =>
      after !== null && formOf(relation, after) === formOf(relation, kept[i] ?? after);
    const from = codes;
    const step = successors.candidates(from).find((each) => isNext(successors.take(each, from)));
    const after = step && successors.take(step, from);
    if (!step || !after) throw lost(relation, id);
    steps.push(step);
    codes = after;
  }
  return { steps, codes };
}

/** The states as the search has them; of those that it gave up, found again by their ranks. */
function keptAlong(store: Store, ids: readonly number[]): Int32Array[] {
  if (!store.arena.isCompact) return ids.map((id) => store.codes(id));
  const { relation } = store;
  const successors = new Successors(relation);
  let codes = initialCodes(relation);
  return ids.map((id) => {
    const from = codes;
    const taken = successors
      .candidates(from)
      .map((step) => successors.take(step, from))
      .filter((after) => after !== null)[store.arena.rank(id)];
    if (!taken) throw lost(relation, id);
    codes = inForm(relation, taken);
    return codes;
  });
}

const initialCodes = ({ structure, system }: Relation): Int32Array =>
  Int32Array.from(structure.encode(system.initial));

/** The state that stands for its orbit. */
function inForm(relation: Relation, codes: Int32Array): Int32Array {
  const { layout, structure } = relation;
  const canon = canonOf(relation);
  if (!canon) return codes;
  const packed = new Int32Array(layout.words);
  pack(layout, codes, packed);
  canon.apply(packed, 0);
  const form = new Int32Array(structure.paths.length);
  unpack(layout, packed, 0, form);
  return form;
}

/** A text that states of one orbit share, and no others. */
function formOf(relation: Relation, codes: Int32Array): string {
  const { layout } = relation;
  const packed = new Int32Array(layout.words);
  pack(layout, codes, packed);
  canonOf(relation)?.apply(packed, 0);
  return packed.join();
}

const canons = new WeakMap<OrbitTables, { readonly layout: Layout; readonly canon: Canon }>();

/** What brings states into form, made once for all that has been learned so far. */
function canonOf(relation: Relation): Canon | null {
  const forms = formsOf(relation);
  if (!forms) return null;
  const known = canons.get(forms.tables);
  if (known?.layout === forms.layout) return known.canon;
  const canon = new Canon(forms);
  canons.set(forms.tables, { layout: forms.layout, canon });
  return canon;
}

/** With symmetry a way is found again only where ids are as interchangeable as was said. */
function lost({ orbits }: Relation, id: number): Error {
  if (!orbits) return new Error(`no step leads to state ${id} from the one before`);
  const names = orbits.sorts.map(({ name }) => name).join(' and ');
  return new InputError(`the ids of ${names} are declared interchangeable and are not`, {
    cause: 'an id that is named, or ids that are compared or kept sorted',
    fix: 'treat all ids alike, or leave out symmetric: true of their count; --audit 1 says where',
  });
}
