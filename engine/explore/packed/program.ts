import { overlaps } from '../../learn/bits.ts';
import type { Relation } from '../../learn/relation.ts';
import { YES } from '../../learn/tries.ts';
import type { System } from '../../system/system.ts';
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

/** Claims by step: those that look at a field that the step writes. */
export function judgedOf(relation: Relation, wanted: readonly Wanted[]): Int32Array {
  const { system, tries, writes } = relation;
  const array: number[] = new Array(system.steps.length).fill(0);
  for (const { index } of system.steps) {
    const written = writes[index] ?? new Int32Array(0);
    const touched = wanted.filter(({ claim }) =>
      overlaps(written, tries.looksAt(relation.claimTrie(claim))),
    );
    const own = relation.orbits ? withNamesakes(relation, wanted, touched) : touched;
    array[index] = array.length;
    array.push(own.length, ...own.flatMap(({ claim, answer }) => [claim, answer]));
  }
  return Int32Array.from(array);
}

/**
 * With symmetry a state is renamed after the step: what the step did to one id may have become what
 * is said of another. So what is said alike of all ids is judged together.
 */
function withNamesakes(
  { claims }: Relation,
  wanted: readonly Wanted[],
  touched: readonly Wanted[],
): Wanted[] {
  const nameOf = ({ claim }: Wanted) => `${claims[claim]?.property}/${claims[claim]?.conjunct}`;
  const names = new Set(touched.map(nameOf));
  return wanted.filter((each) => names.has(nameOf(each)));
}

/** A claim, and the answer (`YES` or `NO`) that is looked for. */
export interface Wanted {
  readonly claim: number;
  readonly answer: number;
}

/** What it takes to bring states into the form of their orbits; null without symmetry. */
export const formsOf = ({ layout, orbits }: Relation): Forms | null =>
  orbits && { layout, tables: orbits.tables };
