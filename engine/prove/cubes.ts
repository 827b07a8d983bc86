import { eachCase, type Reads } from '../learn/cases.ts';
import type { Relation } from '../learn/relation.ts';
import { NO, YES } from '../learn/tries.ts';
import type { Step } from '../system/system.ts';
import type { Order } from './order.ts';
import { ANY, type Change, type Transitions } from './transitions.ts';

/** A case in which a step runs, or a claim says no, as changes by ascending levels. */
type Cube = readonly Change[];

/** Codes that fields have to have. */
export type Given = readonly (readonly [field: number, code: number])[];

/**
 * What a step does, as nodes of the transitions: one for the cases that touch the same fields in
 * the same way, since only such go together in one node.
 * @param given where the step's thread has to stand
 */
export function movesOf(
  relation: Relation,
  transitions: Transitions,
  order: Order,
  step: Step,
  given: Given,
): number[] {
  const cubes: Cube[] = [];
  eachCase(relation.tries, step.index, (leaf, reads) => {
    if (leaf < YES) cubes.push(cubeOf(order, [...given, ...reads], writesOf(relation, leaf)));
  });
  return nodesOf(transitions, cubes);
}

/** The cases in which a claim has an answer, as nodes that change nothing. */
export function casesOf(
  relation: Relation,
  transitions: Transitions,
  order: Order,
  trie: number,
  answer: typeof NO | typeof YES,
): number[] {
  const cubes: Cube[] = [];
  eachCase(relation.tries, trie, (leaf, reads) => {
    if (leaf === answer) cubes.push(cubeOf(order, [...reads], []));
  });
  return nodesOf(transitions, cubes);
}

/** The states from which a step breaks a step property, as nodes that change nothing. */
export function breachesOf(
  relation: Relation,
  transitions: Transitions,
  order: Order,
  claim: number,
  step: Step,
  given: Given,
): number[] {
  const { tries, structure } = relation;
  const { length } = structure.paths;
  const broken: Reads[] = [];
  eachCase(tries, relation.stepClaimTrie(claim, step.index), (leaf, reads) => {
    if (leaf === NO) broken.push(new Map(reads));
  });
  const cubes: Cube[] = [];
  if (broken.length === 0) return [];
  eachCase(tries, step.index, (leaf, reads) => {
    if (leaf >= YES) return;
    const written = new Map(writesOf(relation, leaf));
    for (const said of broken) {
      // What the claim read of the later state was written, or is as it was before.
      const before = new Map([...given, ...reads]);
      const fits = [...said].every(([at, code]) => {
        const field = at % length;
        const after = at >= length ? written.get(field) : undefined;
        if (after !== undefined) return after === code;
        const known = before.get(field);
        before.set(field, code);
        return known === undefined || known === code;
      });
      if (fits) cubes.push(cubeOf(order, [...before], []));
    }
  });
  return nodesOf(transitions, cubes);
}

/** What a leaf writes: fields and their new codes. */
export function writesOf({ tries }: Relation, leaf: number): [field: number, code: number][] {
  const { fields, codes } = tries.leaves.writes(tries.leaves.array[-1 - leaf] ?? 0);
  return fields.map((field, i) => [field, codes[i] ?? 0]);
}

function cubeOf({ levelOf }: Order, reads: Given, writes: Given): Cube {
  const changes = new Map<number, { was: number; becomes: number }>();
  for (const [field, code] of reads) changes.set(field, { was: code, becomes: code });
  for (const [field, becomes] of writes) {
    changes.set(field, { was: changes.get(field)?.was ?? ANY, becomes });
  }
  return [...changes]
    .map(([field, change]) => ({ level: levelOf[field] ?? 0, ...change }))
    .sort((a, b) => a.level - b.level);
}

function nodesOf(transitions: Transitions, cubes: readonly Cube[]): number[] {
  const groups = new Map<string, Cube[]>();
  for (const cube of cubes) {
    const key = cube.map(({ level, was }) => `${level}${was === ANY ? 'w' : 'r'}`).join();
    const group = groups.get(key);
    if (group) group.push(cube);
    else groups.set(key, [cube]);
  }
  return [...groups.values()].map((group) => transitions.of(group));
}
