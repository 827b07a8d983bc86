import { overlaps } from '../../learn/bits.ts';
import type { Orbits } from '../../learn/orbits.ts';
import type { Relation } from '../../learn/relation.ts';
import { YES } from '../../learn/tries.ts';
import type { Claim, System } from '../../system/system.ts';
import type { Forms } from './forms.ts';

/** What has been learned, as plain data that any thread can run. */
export interface Program {
  /** Words of a packed state. */
  readonly words: number;
  /** With symmetry, what it takes to bring states into one form for each orbit. */
  readonly orbits: Forms | null;
  readonly steps: number;
  /** Tries: what step `s` does is trie `s`, what claim `c` says is trie `steps + c`. */
  readonly nodes: Int32Array;
  readonly leaves: Int32Array;
  /**
   * Which steps to try. For the steps of no thread and then for each thread five integers: word,
   * shift and mask of its label, how many labels there are, where their lists are. A list is its
   * length, whether the label is outside every routine, and the steps.
   */
  readonly groups: Int32Array;
  readonly groupCount: number;
  /** For each step where its list is: its length, and the step properties to judge across it. */
  readonly across: Int32Array;
  /** Step property `c` across step `s` is trie `acrossTries + c * steps + s`. */
  readonly acrossTries: number;
  /**
   * For each step where its list is: its length, then pairs of a claim to judge of a state that the
   * step leads to and the answer that is looked for. What the step leaves alone needs no judging:
   * the answer is that of the state before.
   */
  readonly judged: Int32Array;
}

/** A list of steps by label, for a group of the program. */
interface Group {
  readonly field: number | null;
  readonly lists: readonly { readonly home: boolean; readonly steps: readonly number[] }[];
}

/** Integers that say where the label of a group is, and its lists. */
export const GROUP = 5;

export function groupsOf(relation: Relation): Pick<Program, 'groups' | 'groupCount'> {
  const groups = [freeGroup(relation.system), ...threadGroups(relation)];
  const array: number[] = new Array(groups.length * GROUP).fill(0);
  for (const [i, { field, lists }] of groups.entries()) {
    const { word, shift, mask } = relation.layout;
    const where = field === null ? [0, 0, 0] : [word[field], shift[field], mask[field]];
    const first = array.length;
    for (const [at, value] of [...where, lists.length, first].entries()) {
      array[i * GROUP + at] = value ?? 0;
    }
    for (const _ of lists) array.push(0);
    for (const [code, { home, steps }] of lists.entries()) {
      array[first + code] = array.length;
      array.push(steps.length, home ? 1 : 0, ...steps);
    }
  }
  return { groups: Int32Array.from(array), groupCount: groups.length };
}

const freeGroup = ({ steps }: System): Group => {
  const free = steps.filter(({ thread }) => thread === null).map(({ index }) => index);
  return { field: null, lists: [{ home: true, steps: free }] };
};

function threadGroups(relation: Relation): Group[] {
  const { system, structure } = relation;
  return system.threads.flatMap(({ field: table, id, homes }) => {
    const field = relation.labelField(table, id);
    if (field === null) return [];
    const labels = structure.dictionaries[field]?.values ?? [];
    const own = system.steps.filter(
      ({ thread, body }) => thread === id && body.point?.field === table,
    );
    const lists = labels.map((label) => ({
      home: homes.has(String(label)),
      steps: own.filter(({ body }) => body.point?.label === label).map(({ index }) => index),
    }));
    return [{ field, lists }];
  });
}

/** Step properties by step, without those that always hold of it and those not `wanted`. */
export function acrossOf(relation: Relation, wanted: (claim: number) => boolean): Int32Array {
  const { system, tries } = relation;
  const array: number[] = new Array(system.steps.length).fill(0);
  for (const { index } of system.steps) {
    const list = [...system.step.keys()].filter(
      (claim) => wanted(claim) && tries.nodes[relation.stepClaimTrie(claim, index) + 1] !== YES,
    );
    array[index] = array.length;
    array.push(list.length, ...list);
  }
  return Int32Array.from(array);
}

/**
 * Claims by step: those that look at a field that the step writes. With symmetry a new state has
 * its ids renamed, so that what the step did to one id may be what a claim says of another: then it
 * is all claims of a kind that are judged, by all fields of a kind.
 */
export function judgedOf(relation: Relation, wanted: readonly Wanted[]): Int32Array {
  const { system, writes, orbits } = relation;
  const looks = orbits ? looksByKind(relation, orbits) : looksOf(relation);
  const array: number[] = new Array(system.steps.length).fill(0);
  for (const { index } of system.steps) {
    const written = orbits ? orbits.alike(writes[index] ?? new Int32Array(0)) : writes[index];
    const own = wanted.filter(({ claim }) =>
      overlaps(written ?? new Int32Array(0), looks[claim] ?? new Int32Array(0)),
    );
    array[index] = array.length;
    array.push(own.length, ...own.flatMap(({ claim, answer }) => [claim, answer]));
  }
  return Int32Array.from(array);
}

/** For each claim the fields that it has looked at, as bits. */
const looksOf = (relation: Relation): Int32Array[] =>
  relation.claims.map((_, claim) => relation.tries.looksAt(relation.claimTrie(claim)));

/** The same, together for all claims that may say the same of other ids. */
function looksByKind(relation: Relation, orbits: Orbits): Int32Array[] {
  const own = looksOf(relation).map((bits) => orbits.alike(bits));
  const kindOf = ({ property, conjunct }: Claim) => JSON.stringify([property, conjunct]);
  const kinds = new Map<string, Int32Array>();
  for (const [i, claim] of relation.claims.entries()) {
    const bits = own[i] ?? new Int32Array(0);
    const all = kinds.get(kindOf(claim)) ?? bits.map(() => 0);
    kinds.set(
      kindOf(claim),
      all.map((word, at) => word | (bits[at] ?? 0)),
    );
  }
  return relation.claims.map((claim) => kinds.get(kindOf(claim)) ?? new Int32Array(0));
}

/** A claim, and the answer (`YES` or `NO`) that is looked for. */
export interface Wanted {
  readonly claim: number;
  readonly answer: number;
}

/** What it takes to bring states into the form of their orbits; null without symmetry. */
export const formsOf = ({ layout, orbits }: Relation): Forms | null =>
  orbits && { layout, tables: orbits.tables };
