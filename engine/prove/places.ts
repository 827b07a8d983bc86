import type { Relation } from '../learn/relation.ts';
import type { Step } from '../system/system.ts';
import type { Given } from './cubes.ts';

/** Where a step's thread has to stand; null while it never stood there. */
export function givenOf({ labels, structure }: Relation, step: Step): Given | null {
  const field = labels[step.index] ?? null;
  if (field === null) return [];
  const code = structure.dictionaries[field]?.find(step.body.point?.label);
  return code === undefined ? null : [[field, code]];
}

/** A place where a thread stands, and the steps from there. */
export interface Place {
  readonly given: Given;
  readonly steps: readonly Step[];
}

/** Every place where a thread ever stood. */
export function placesOf(relation: Relation): Place[] {
  const places = new Map<string, { given: Given; steps: Step[] }>();
  for (const step of relation.system.steps) {
    const given = givenOf(relation, step);
    if (given === null) continue;
    const place = places.get(`${given}`);
    if (place) place.steps.push(step);
    else places.set(`${given}`, { given, steps: [step] });
  }
  return [...places.values()];
}
