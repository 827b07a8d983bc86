import type { Relation } from '../learn/relation.ts';
import { movesOf } from './cubes.ts';
import { force, orderOf } from './order.ts';
import { givenOf } from './places.ts';
import { DONE, Transitions } from './transitions.ts';

/** How the fields can be ordered; `auto` tries what promises most. */
export const FIELD_ORDERS = ['auto', 'force', 'reversed', 'grouped', 'declared'] as const;
export type FieldOrder = (typeof FIELD_ORDERS)[number];

export type FixedOrder = Exclude<FieldOrder, 'auto'>;

/** What `auto` tries. */
export const FIXED_ORDERS = ['force', 'reversed', 'grouped'] as const;

/** An order with its name: the fields from the top down. */
export interface Named {
  readonly name: FixedOrder;
  readonly fieldAt: readonly number[];
}

/**
 * An order of the fields, from what is known of the steps:
 * - `force`: what steps touch together is close together;
 * - `reversed`: the same, the other way round;
 * - `grouped`: where threads are on top, then the fields of each other id together;
 * - `declared`: as the initial state has them.
 * In each of them what never changed is below everything else: it is no way through.
 */
export function orderNamed(relation: Relation, name: FixedOrder): Named {
  const isFixed = (field: number) => Number(relation.structure.dictionaries[field]?.size === 1);
  const fieldAt = fieldsBy(relation, name).toSorted((a, b) => isFixed(a) - isFixed(b));
  return { name, fieldAt };
}

function fieldsBy(relation: Relation, name: FixedOrder): number[] {
  const fields = Array.from(relation.structure.paths.keys());
  if (name === 'declared') return fields;
  if (name === 'grouped') return grouped(relation);
  const forced = force(fields.length, togetherIn(relation));
  return name === 'force' ? forced : forced.toReversed();
}

/** For each way to touch a state the fields that are touched together. */
function togetherIn(relation: Relation): number[][] {
  const asDeclared = orderOf(Array.from(relation.structure.paths.keys()));
  const transitions = new Transitions();
  return relation.system.steps.flatMap((step) => {
    const given = givenOf(relation, step);
    if (given === null) return [];
    return movesOf(relation, transitions, asDeclared, step, given).map((move) => {
      const touched: number[] = [];
      for (let at = move; at !== DONE; at = transitions.rows[transitions.first(at) + 2] ?? DONE) {
        touched.push(transitions.level(at));
      }
      return touched;
    });
  });
}

function grouped({ system, structure }: Relation): number[] {
  const { paths } = structure;
  const tables = new Set(system.threads.map(({ field }) => field));
  const threads = new Set(system.threads.map(({ id }) => id));
  const ids = [...new Set(system.steps.flatMap(({ params }) => Object.values(params)))]
    .map(String)
    .filter((id) => !threads.has(id));
  const rank = (path: string): number => {
    const [first = '', ...rest] = path.split('.');
    if (tables.has(first)) return -2;
    const id = [first, ...rest].find((part) => ids.includes(part));
    return id === undefined ? -1 : ids.indexOf(id);
  };
  const ranks = paths.map(rank);
  const sizes = structure.dictionaries.map(({ size }) => size);
  // The field with most values goes last: a count follows from what is counted.
  const widest = new Map<number, number>();
  for (const [field, id] of ranks.entries()) {
    const known = widest.get(id);
    if (known === undefined || (sizes[field] ?? 0) > (sizes[known] ?? 0)) widest.set(id, field);
  }
  const isLast = (field: number) => (widest.get(ranks[field] ?? 0) === field ? 1 : 0);
  return Array.from(paths.keys()).sort(
    (a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || isLast(a) - isLast(b) || a - b,
  );
}
