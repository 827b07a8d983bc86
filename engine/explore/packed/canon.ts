import { unpack } from '../../learn/layout.ts';
import type { OrbitTables } from '../../learn/orbit-tables.ts';
import type { Forms } from './forms.ts';
import { Runs } from './runs.ts';

/** The first renaming changes nothing. */
const NONE = 0;
/** There are several to choose from. */
const TIED = -1;

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
  readonly #tables: OrbitTables;
  readonly #runs: Runs;
  /** The code of each field, where marks are equal. */
  readonly #codes: Int32Array;
  readonly #order: Int32Array;
  /** The marks of the state that the next ones come from, and of the one at hand. */
  readonly #before: Int32Array;
  readonly #marks: Int32Array;
  /** The state at hand, renamed; and the best form of it so far. */
  readonly #out: Int32Array;
  readonly #best: Int32Array;

  constructor(forms: Forms) {
    this.#forms = forms;
    this.#tables = forms.tables;
    this.#runs = new Runs(forms);
    this.#codes = new Int32Array(forms.tables.fields);
    this.#order = new Int32Array(this.#runs.constant.length);
    this.#marks = new Int32Array(this.#runs.constant.length);
    this.#before = new Int32Array(this.#runs.constant.length);
    this.#out = new Int32Array(forms.layout.words);
    this.#best = new Int32Array(forms.layout.words);
  }

  /** Puts a state into its form; whether that changed it. */
  apply(states: Int32Array, at: number): boolean {
    this.begin(states, at);
    return this.applyNext(states, at, at);
  }

  /** Marks the ids by what a state says of them: those of its successors differ in little. */
  begin(states: Int32Array, at: number): void {
    const { count, word, shift, mask, first, constant } = this.#runs;
    const marks = this.#before;
    marks.set(constant);
    for (let run = 0; run < count; run++) {
      const bits = states[at + (word[run] ?? 0)] ?? 0;
      const value = (bits >>> (shift[run] ?? 0)) & (mask[run] ?? 0);
      const row = this.#runs.row(run, value + (first[run] ?? 0));
      const { marks: own } = this.#runs;
      for (let id = 0; id < marks.length; id++) {
        marks[id] = ((marks[id] ?? 0) + (own[row + id] ?? 0)) | 0;
      }
    }
  }

  /** The same for a successor of the state at `before`, with which `begin` was called. */
  applyNext(states: Int32Array, at: number, before: number): boolean {
    this.#mark(states, at, before);
    const renaming = this.#choose();
    if (renaming === TIED) return this.#chooseAmong(states, at);
    if (renaming === NONE) return false;
    const { words } = this.#forms.layout;
    this.#move(renaming, states, at);
    for (let i = 0; i < words; i++) states[at + i] = this.#out[i] ?? 0;
    return true;
  }

  /** Marks the ids of a successor: where it is as the state before, so is what it says. */
  #mark(states: Int32Array, at: number, before: number): void {
    const { count, word, shift, mask, first } = this.#runs;
    const marks = this.#marks;
    const ids = marks.length;
    for (let id = 0; id < ids; id++) marks[id] = this.#before[id] ?? 0;
    for (let run = 0; run < count; run++) {
      const own = word[run] ?? 0;
      const bits = states[at + own] ?? 0;
      const old = states[before + own] ?? 0;
      if ((((bits ^ old) >>> (shift[run] ?? 0)) & (mask[run] ?? 0)) === 0) continue;
      const base = first[run] ?? 0;
      const value = base + ((bits >>> (shift[run] ?? 0)) & (mask[run] ?? 0));
      const gone = base + ((old >>> (shift[run] ?? 0)) & (mask[run] ?? 0));
      const row = this.#runs.row(run, value);
      const other = this.#runs.row(run, gone);
      const all = this.#runs.marks;
      for (let id = 0; id < ids; id++) {
        marks[id] = ((marks[id] ?? 0) + (all[row + id] ?? 0) - (all[other + id] ?? 0)) | 0;
      }
    }
  }

  /** Renames the ids of a state; the result is in `out`. */
  #move(renaming: number, states: Int32Array, at: number): void {
    const { renamings } = this.#tables;
    const { count, word, shift, mask, first, moved } = this.#runs;
    const { words } = this.#forms.layout;
    const out = this.#out;
    for (let i = 0; i < words; i++) out[i] = 0;
    for (let run = 0; run < count; run++) {
      const bits = states[at + (word[run] ?? 0)] ?? 0;
      const value = (bits >>> (shift[run] ?? 0)) & (mask[run] ?? 0);
      const row = ((value + (first[run] ?? 0)) * renamings + renaming) * words;
      if (moved[row] === 0) this.#runs.move(run, value, renaming);
      for (let i = 0; i < words; i++) out[i] = (out[i] ?? 0) | (moved[row + i] ?? 0);
    }
  }

  /** The renaming that leads to the form, or that marks are equal. */
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
        if (at > 0 && marks[first + (order[at - 1] ?? 0)] === mark) return TIED;
        order[at] = i;
      }
      let key = 0;
      for (let i = 0; i < size; i++) key = key * size + (order[i] ?? 0);
      renaming += (orders[(strides[2 * sort] ?? 0) + key] ?? 0) * (strides[2 * sort + 1] ?? 0);
    }
    return renaming;
  }

  /** The same where marks are equal: of all renamings after which they ascend. */
  #chooseAmong(states: Int32Array, at: number): boolean {
    const { renamings, comes } = this.#tables;
    const { words } = this.#forms.layout;
    const ids = this.#marks.length;
    let best = -1;
    for (let renaming = 0; renaming < renamings; renaming++) {
      if (!this.#ascends(comes, renaming * ids)) continue;
      this.#move(renaming, states, at);
      // Mostly ids are marked alike because they are alike: then nothing is left to choose.
      if (best >= 0 && isSame(this.#out, 0, this.#best, 0, words)) continue;
      if (best < 0) unpack(this.#forms.layout, states, at, this.#codes);
      else if (!this.#isLess(renaming, best)) continue;
      best = renaming;
      for (let i = 0; i < words; i++) this.#best[i] = this.#out[i] ?? 0;
    }
    const isForm = isSame(this.#best, 0, states, at, words);
    for (let i = 0; i < words; i++) states[at + i] = this.#best[i] ?? 0;
    return !isForm;
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
}

function isSame(a: Int32Array, i: number, b: Int32Array, j: number, length: number): boolean {
  for (let k = 0; k < length; k++) if (a[i + k] !== b[j + k]) return false;
  return true;
}
