import type { Sort } from '../system/system.ts';
import { permutations } from './permutations.ts';

/** What it takes to rename the ids of packed states, as plain data that any thread can use. */
export interface OrbitTables {
  readonly renamings: number;
  /** Ids are numbered through all sorts; sort `s` has those from `starts[s]` to `starts[s + 1]`. */
  readonly starts: Int32Array;
  /** By renaming and place of an id: the id that comes to this place. */
  readonly comes: Int32Array;
  /**
   * For each sort where its part of `orders` is, and what a step of its order adds to the number of
   * the renaming. In `orders`, by the ids in the order in which they come, read as digits, the
   * number of that order.
   */
  readonly strides: Int32Array;
  readonly orders: Int32Array;
  readonly fields: number;
  /** By renaming and field: the field that its value comes from, and the one it goes to. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** For each field: where its codes begin in `codes`. */
  readonly first: Int32Array;
  /** By code and renaming: the code of the renamed value. */
  readonly codes: Int32Array;
  /**
   * What a value says of ids, whatever they are called: for each field where its codes begin in
   * `says`; there, for each code, where in `said` the list is: its length, then pairs of an id and
   * a number that says in which way, and with which value, it is spoken of.
   */
  readonly sayFirst: Int32Array;
  readonly says: Int32Array;
  readonly said: Int32Array;
}

/** What of them grows with the dictionaries. */
export type Growing = Pick<OrbitTables, 'first' | 'codes' | 'sayFirst' | 'says' | 'said'>;

/** How the orders of each sort are numbered. */
export function ordersOf(sorts: readonly Sort[]): Pick<OrbitTables, 'strides' | 'orders'> {
  const strides: number[] = [];
  const orders: number[] = [];
  const own = sorts.map(({ ids }) => permutations([...ids.keys()]));
  for (const [sort, list] of own.entries()) {
    const size = sorts[sort]?.ids.length ?? 0;
    // The first sort is the slowest to change; see `renamings`.
    const stride = own.slice(sort + 1).reduce((product, { length }) => product * length, 1);
    strides.push(orders.length, stride);
    const part: number[] = new Array(size ** size).fill(0);
    for (const [number, order] of list.entries()) {
      // A renaming takes the id at a place to what is at that place of the order.
      const comes = [...order.keys()].map((place) => order.indexOf(place));
      part[comes.reduce((key, id) => key * size + id, 0)] = number;
    }
    for (const number of part) orders.push(number);
  }
  return { strides: Int32Array.from(strides), orders: Int32Array.from(orders) };
}

/** Every string in a value, keys included, in order. */
export function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    Array.isArray(value) ? idsIn(part) : [key, ...idsIn(part)],
  );
}

/** A number for a text. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** Spreads a number over all bits, so that sums of such numbers differ. */
export function mixed(value: number): number {
  const product = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return product ^ (product >>> 13);
}

/** The strings of a value, each with its places there. */
export function placesIn(value: unknown): [string, string][] {
  const found = new Map<string, string>();
  for (const [place, text] of idsIn(value).entries()) {
    found.set(text, `${found.get(text) ?? ''} ${place}`);
  }
  return [...found];
}
