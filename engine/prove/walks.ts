import { pack } from '../learn/layout.ts';
import type { Relation } from '../learn/relation.ts';
import { NO, UNKNOWN } from '../learn/tries.ts';
import type { Step } from '../system/system.ts';
import { writesOf } from './cubes.ts';

/** A walk begins anew after so many steps. */
const LENGTH = 400;
/** Walks end when so many steps in a row taught nothing. */
const PATIENCE = 8_000;
/** And after so many in any case. */
const MOST = 100_000;
/** And when so many taught something: a field that grows for ever would never be done. */
const LESSONS = 2_000;

/**
 * Learns most of what steps do from random walks, the same ones each time. What walks do not meet
 * is learned later; this saves passes, and is what an order of the fields is made from.
 * @returns false where there was always more to learn: the model may have no last state
 */
export function learnByWalks(relation: Relation): boolean {
  const { system, structure } = relation;
  const initial = Int32Array.from(structure.encode(system.initial));
  const candidates = candidatesOf(relation);
  let seed = 1;
  const random = (below: number) => {
    // Numbers as in D. Knuth's MMIX, but of 32 bits (W. Press et al., Numerical Recipes, 7.1).
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  let codes: Int32Array = initial;
  let length = 0;
  let lessons = 0;
  for (let steps = 0, idle = 0; idle < PATIENCE && steps < MOST; steps++, idle++) {
    if (lessons > LESSONS) return false;
    const { next, learned } = some(relation, candidates(codes), codes, random);
    if (learned) {
      idle = 0;
      lessons += 1;
    }
    length += 1;
    if (next === null || length > LENGTH) {
      codes = initial;
      length = 0;
    } else codes = next;
  }
  return true;
}

/** A successor that is another state; null where there is none. */
function some(
  relation: Relation,
  steps: readonly Step[],
  codes: Int32Array,
  random: (below: number) => number,
): { readonly next: Int32Array | null; readonly learned: boolean } {
  const { tries } = relation;
  let packed = packedOf(relation, codes);
  let learned = false;
  const able: Step[] = [];
  for (const step of steps) {
    let ref = tries.find(step.index, packed, 0);
    if (ref === UNKNOWN) {
      relation.learnStep(step, codes);
      // Learning may lay states out anew.
      packed = packedOf(relation, codes);
      ref = tries.find(step.index, packed, 0);
      learned = true;
    }
    if (ref !== NO) able.push(step);
  }
  const step = able[random(able.length)];
  if (!step) return { next: null, learned };
  const next = codes.slice();
  for (const [field, code] of writesOf(relation, tries.find(step.index, packed, 0))) {
    next[field] = code;
  }
  return { next, learned };
}

function packedOf({ layout }: Relation, codes: Int32Array): Int32Array {
  const packed = new Int32Array(layout.words);
  pack(layout, codes, packed);
  return packed;
}

/** The steps whose thread stands at their label, and those of no thread. */
function candidatesOf({ system, structure, labels }: Relation) {
  const free = system.steps.filter(({ index }) => labels[index] === null);
  const fields = [...new Set(labels)].filter((field) => field !== null);
  const known = new Map<number, Map<number, Step[]>>(fields.map((field) => [field, new Map()]));
  return (codes: Int32Array): Step[] => {
    const found = [...free];
    for (const [field, byCode] of known) {
      const code = codes[field] ?? 0;
      const label = structure.value(field, code);
      const here =
        byCode.get(code) ??
        system.steps.filter(
          ({ index, body: { point } }) => labels[index] === field && point?.label === label,
        );
      byCode.set(code, here);
      found.push(...here);
    }
    return found;
  };
}
