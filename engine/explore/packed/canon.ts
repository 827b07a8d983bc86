import { PRESENT } from '../../learn/layout.ts';
import type { OrbitTables } from '../../learn/orbit-tables.ts';
import { type Forms, placesOf } from './forms.ts';

/** The first renaming changes nothing. */
const NONE = 0;

/**
 * Brings packed states into a form that is the same for all that differ in nothing but who is who.
 *
 * Each id gets a number, its mark, from what is said of it, whatever ids are called. The ids of a
 * sort are renamed so that their marks ascend; where some are equal, every way to order them is
 * tried, and the one with the smallest codes is taken. So the form is exact: one for each orbit,
 * wherever the codes are laid out.
 */
export class Canon {
  readonly #forms: Forms;
  readonly #codes: Int32Array;
  readonly #tables: OrbitTables;
  readonly #places: Int32Array;
  readonly #order: Int32Array;
  readonly #marks: Int32Array;

  constructor(forms: Forms) {
    this.#forms = forms;
    const { starts, fields } = forms.tables;
    this.#codes = new Int32Array(fields);
    this.#tables = forms.tables;
    this.#places = placesOf(forms);
    this.#order = new Int32Array(forms.tables.starts.at(-1) ?? 0);
    this.#marks = new Int32Array(starts.at(-1) ?? 0);
  }

  /** Puts a state into its form. */
  apply(states: Int32Array, at: number): void {
    const { word, shift, mask } = this.#forms.layout;
    const { sayFirst, says, said } = this.#tables;
    const marks = this.#marks;
    marks.fill(0);
    for (let field = 0; field < this.#codes.length; field++) {
      const bits = states[at + (word[field] ?? 0)] ?? 0;
      const code = (bits >>> (shift[field] ?? 0)) & (mask[field] ?? 0);
      this.#codes[field] = code;
      const list = says[(sayFirst[field] ?? 0) + code] ?? 0;
      const end = list + 1 + 2 * (said[list] ?? 0);
      for (let i = list + 1; i < end; i += 2) {
        const id = said[i] ?? 0;
        marks[id] = ((marks[id] ?? 0) + (said[i + 1] ?? 0)) | 0;
      }
    }
    this.#put(this.#choose(), states, at);
  }

  /** The renaming that leads to the form. */
  #choose(): number {
    const { starts, orders, strides } = this.#tables;
    const marks = this.#marks;
    const order = this.#order;
    let renaming = 0;
    for (let sort = 0; sort + 1 < starts.length; sort++) {
      const first = starts[sort] ?? 0;
      const size = (starts[sort + 1] ?? 0) - first;
      // By insertion: sorts are small.
      for (let i = 0; i < size; i++) {
        const mark = marks[first + i] ?? 0;
        let at = i;
        while (at > 0 && (marks[first + (order[at - 1] ?? 0)] ?? 0) > mark) {
          order[at] = order[at - 1] ?? 0;
          at -= 1;
        }
        if (at > 0 && marks[first + (order[at - 1] ?? 0)] === mark) return this.#chooseAmong();
        order[at] = i;
      }
      let key = 0;
      for (let i = 0; i < size; i++) key = key * size + (order[i] ?? 0);
      renaming += (orders[(strides[2 * sort] ?? 0) + key] ?? 0) * (strides[2 * sort + 1] ?? 0);
    }
    return renaming;
  }

  /** The same where marks are equal: of all renamings after which they ascend. */
  #chooseAmong(): number {
    const { renamings, comes } = this.#tables;
    const ids = this.#marks.length;
    let best = -1;
    for (let renaming = 0; renaming < renamings; renaming++) {
      if (!this.#ascends(comes, renaming * ids)) continue;
      if (best < 0 || this.#isLess(renaming, best)) best = renaming;
    }
    return best;
  }

  /** Whether the marks ascend within each sort once a renaming has been made. */
  #ascends(comes: Int32Array, from: number): boolean {
    const { starts } = this.#tables;
    const marks = this.#marks;
    for (let sort = 0; sort + 1 < starts.length; sort++) {
      const end = from + (starts[sort + 1] ?? 0);
      for (let i = from + (starts[sort] ?? 0) + 1; i < end; i++) {
        if ((marks[comes[i - 1] ?? 0] ?? 0) > (marks[comes[i] ?? 0] ?? 0)) return false;
      }
    }
    return true;
  }

  /** Whether the first field in which two renamings of the state differ is smaller in the first. */
  #isLess(a: number, b: number): boolean {
    for (let field = 0; field < this.#codes.length; field++) {
      const difference = this.#code(a, field) - this.#code(b, field);
      if (difference !== 0) return difference < 0;
    }
    return false;
  }

  /** The code of a field once a renaming has been made. */
  #code(renaming: number, field: number): number {
    const { fields, renamings, from, first, codes } = this.#tables;
    const source = from[renaming * fields + field] ?? 0;
    const code = (first[source] ?? 0) + (this.#codes[source] ?? 0);
    return codes[code * renamings + renaming] ?? 0;
  }

  #put(renaming: number, states: Int32Array, at: number): void {
    if (renaming === NONE) return;
    const { fields, renamings, first, codes } = this.#tables;
    const { words } = this.#forms.layout;
    const places = this.#places;
    states[at] = PRESENT;
    for (let word = 1; word < words; word++) states[at + word] = 0;
    let place = 2 * renaming * fields;
    for (let field = 0; field < fields; field++, place += 2) {
      const code = (first[field] ?? 0) + (this.#codes[field] ?? 0);
      const to = at + (places[place] ?? 0);
      const bits = (codes[code * renamings + renaming] ?? 0) << (places[place + 1] ?? 0);
      states[to] = (states[to] ?? 0) | bits;
    }
  }
}
