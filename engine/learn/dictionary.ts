import type { Interner } from '../system/intern.ts';

/**
 * The values that one field has had, numbered from 0 in the order in which they were first seen.
 * Authors declare no ranges: a dictionary grows with what the search meets.
 */
export class Dictionary {
  readonly values: unknown[] = [];
  readonly #scalars = new Map<unknown, number>();
  readonly #lists = new Map<number, number>();
  readonly #interner: Interner;

  /** @param interner shared by all dictionaries of a run: gives equal lists equal numbers */
  constructor(interner: Interner) {
    this.#interner = interner;
  }

  get size(): number {
    return this.values.length;
  }

  /** The code of a value; a new one is given the next code. The value must be frozen. */
  code(value: unknown): number {
    const { codes, key } = this.#place(value);
    const known = codes.get(key);
    if (known !== undefined) return known;
    codes.set(key, this.values.length);
    return this.values.push(value) - 1;
  }

  /** The code of a value that has one. */
  find(value: unknown): number | undefined {
    const { codes, key } = this.#place(value);
    return codes.get(key);
  }

  #place(value: unknown): { readonly codes: Map<unknown, number>; readonly key: unknown } {
    const isList = typeof value === 'object' && value !== null;
    return isList
      ? { codes: this.#lists, key: this.#interner.code(value) }
      : { codes: this.#scalars, key: value };
  }
}
