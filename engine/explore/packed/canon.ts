import { type Layout, pack } from '../../learn/layout.ts';
import type { OrbitTables } from '../../learn/orbits.ts';

/**
 * Brings packed states into a form that is the same for all that differ in nothing but who is who.
 *
 * Each id gets a number from what is said of it, whatever ids are called. The ids of a sort are
 * renamed so that these numbers ascend; where some are equal, every way to order them is tried, and
 * the one with the smallest codes is taken. So the form is exact: one for each orbit, wherever the
 * codes are laid out.
 */
export class Canon {
  readonly #layout: Layout;
  readonly #tables: OrbitTables;
  readonly #marks: Int32Array;
  readonly #codes: Int32Array;
  #best: Int32Array;
  #other: Int32Array;

  constructor(layout: Layout, tables: OrbitTables) {
    this.#layout = layout;
    this.#tables = tables;
    this.#marks = new Int32Array(tables.starts.at(-1) ?? 0);
    this.#codes = new Int32Array(tables.fields);
    this.#best = new Int32Array(tables.fields);
    this.#other = new Int32Array(tables.fields);
  }

  /** Puts the state at `at` into its form. */
  apply(states: Int32Array, at: number): void {
    this.#mark(states, at);
    const { renamings, comes } = this.#tables;
    const ids = this.#marks.length;
    let isFirst = true;
    for (let renaming = 0; renaming < renamings; renaming++) {
      if (!this.#ascends(comes, renaming * ids)) continue;
      this.#rename(renaming);
      if (isFirst || isLess(this.#other, this.#best)) {
        const spare = this.#best;
        this.#best = this.#other;
        this.#other = spare;
        isFirst = false;
      }
    }
    pack(this.#layout, this.#best, states, at);
  }

  /** Reads the codes of a state, and what they say of each id. */
  #mark(states: Int32Array, at: number): void {
    const { word, shift, mask } = this.#layout;
    const { fields, first, hints, mentions, owners } = this.#tables;
    const marks = this.#marks;
    marks.fill(0);
    for (let field = 0; field < fields; field++) {
      const bits = states[at + (word[field] ?? 0)] ?? 0;
      const code = (bits >>> (shift[field] ?? 0)) & (mask[field] ?? 0);
      this.#codes[field] = code;
      const place = 2 * ((first[field] ?? 0) + code);
      const hint = hints[place] ?? 0;
      const own = owners[field] ?? 0;
      const end = own + 2 + 2 * (owners[own] ?? 0);
      for (let i = own + 2; i < end; i += 2)
        add(marks, owners[i] ?? 0, hint ^ (owners[i + 1] ?? 0));
      const list = hints[place + 1] ?? 0;
      const last = list + 1 + 2 * (mentions[list] ?? 0);
      for (let i = list + 1; i < last; i += 2) {
        add(marks, mentions[i] ?? 0, (owners[own + 1] ?? 0) ^ (mentions[i + 1] ?? 0));
      }
    }
  }

  /** Whether the marks ascend within each sort once a renaming has been made. */
  #ascends(comes: Int32Array, from: number): boolean {
    const { starts } = this.#tables;
    for (let sort = 0; sort + 1 < starts.length; sort++) {
      const end = from + (starts[sort + 1] ?? 0);
      for (let i = from + (starts[sort] ?? 0) + 1; i < end; i++) {
        if ((this.#marks[comes[i - 1] ?? 0] ?? 0) > (this.#marks[comes[i] ?? 0] ?? 0)) return false;
      }
    }
    return true;
  }

  /** The codes of the state that was read, renamed. */
  #rename(renaming: number): void {
    const { fields, renamings, goes, first, codes } = this.#tables;
    for (let field = 0; field < fields; field++) {
      const code = (first[field] ?? 0) + (this.#codes[field] ?? 0);
      this.#other[goes[renaming * fields + field] ?? 0] = codes[code * renamings + renaming] ?? 0;
    }
  }
}

function add(marks: Int32Array, id: number, value: number): void {
  const mixed = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  marks[id] = (marks[id] ?? 0) + (mixed ^ (mixed >>> 13));
}

function isLess(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
