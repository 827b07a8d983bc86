import type { State } from '../system/system.ts';
import { isTree } from './reads.ts';
import { showValue } from './show.ts';

/** A field whose value differs between two states. */
export interface Change {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What differs between two states, field by field; arrays are values. Recomputed from the states:
 * the patches of a recipe need not be minimal, and a trace from a file has none.
 */
export function diff(before: State, after: State): Change[] {
  const changes: Change[] = [];
  compare(before, after, '', changes);
  return changes;
}

function compare(before: unknown, after: unknown, path: string, changes: Change[]): void {
  if (before === after) return;
  if (isTree(before) && isTree(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(before[key], after[key], path === '' ? key : `${path}.${key}`, changes);
    }
  } else if (JSON.stringify(before) !== JSON.stringify(after)) {
    changes.push({ path, before, after });
  }
}

/** A change as text: `path old→new`; of a list of records, only what came and what went. */
export function showChange({ path, before, after }: Change): string {
  const plain = `${path} ${showValue(before)}→${showValue(after)}`;
  if (!areRecords(before, after)) return plain;
  const came = missing(after, before).map((item) => `+${showValue(item)}`);
  const went = missing(before, after).map((item) => `−${showValue(item)}`);
  return came.length + went.length > 0 ? `${path} ${[...came, ...went].join(' ')}` : plain;
}

/** Whether two values are lists, with a record in one of them. */
const areRecords = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b) && [...a, ...b].some((item) => typeof item === 'object');

/** A value as it differs from another: of a list of records, only what the other has not. */
export function showBeside(value: unknown, other: unknown, width: number): string {
  const own = areRecords(value, other) ? missing(value, other) : [];
  return own.length > 0
    ? `with ${own.map((item) => showValue(item)).join(' ')}`
    : showValue(value, width);
}

/** The items that `from` has more often than `other`. */
function missing(from: unknown, other: unknown): unknown[] {
  if (!Array.isArray(from) || !Array.isArray(other)) return [];
  const left = other.map((item) => JSON.stringify(item));
  return from.filter((item) => {
    const at = left.indexOf(JSON.stringify(item));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
