import { type Layout, PRESENT } from './layout.ts';

/** Integers of a group: its word, the mask of its bits there, the word it goes to, how far up. */
const GROUP = 4;

/**
 * Takes packed states from one layout to another. Fields that stay side by side move together,
 * as one group of bits.
 */
export class Moves {
  readonly #words: number;
  readonly #groups: Int32Array;

  constructor(before: Layout, after: Layout) {
    const groups = new Map<string, number[]>();
    for (const [field, mask] of before.mask.entries()) {
      if (mask === 0) continue;
      const [from = 0, to = 0] = [before.word[field], after.word[field]];
      const shift = before.shift[field] ?? 0;
      const up = (after.shift[field] ?? 0) - shift;
      const key = [from, to, up].join();
      const group = groups.get(key) ?? [from, 0, to, up];
      group[1] = (group[1] ?? 0) | (mask << shift);
      groups.set(key, group);
    }
    this.#words = after.words;
    this.#groups = Int32Array.from([...groups.values()].flat());
  }

  /** Writes the state that is at `at` of `states` to `out`, from `to` on. */
  move(states: Int32Array, at: number, out: Int32Array, to: number): void {
    const groups = this.#groups;
    for (let i = 0; i < this.#words; i++) out[to + i] = 0;
    out[to] = PRESENT;
    for (let group = 0; group < groups.length; group += GROUP) {
      const bits = (states[at + (groups[group] ?? 0)] ?? 0) & (groups[group + 1] ?? 0);
      const place = to + (groups[group + 2] ?? 0);
      const up = groups[group + 3] ?? 0;
      out[place] = (out[place] ?? 0) | (up < 0 ? bits >>> -up : bits << up);
    }
  }
}
