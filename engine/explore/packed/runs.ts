import { PRESENT } from '../../learn/layout.ts';
import type { Forms } from './forms.ts';

/** Most bits that are looked up together; a field with more of them is looked up alone. */
const BITS = 8;
/** Integers that the renamed values of a run may take. */
const ROOM = 1 << 16;
/** What comes before the marks of a value: whether they are worked out. */
const HEAD = 1;

/** Fields side by side in one word of a packed state. */
interface Run {
  readonly fields: readonly number[];
  readonly word: number;
  readonly shift: number;
  readonly bits: number;
}

/**
 * What stretches of a packed state come to, so that a state can be renamed by a few look-ups and
 * not field by field: for each value of a run of bits what it says of the ids, and what becomes of
 * it under each renaming. Worked out when it is first asked for: few of the values occur.
 */
export class Runs {
  readonly count: number;
  /** For each run: where its bits are, and where its values begin. */
  readonly word: Int32Array;
  readonly shift: Int32Array;
  readonly mask: Int32Array;
  readonly first: Int32Array;
  /** What fields that have had one value only say of the ids. */
  readonly constant: Int32Array;
  /** By value: whether it is worked out, then what it adds to the mark of each id. */
  readonly marks: Int32Array;
  /** By value and renaming: the words of a state that has nothing else. */
  readonly moved: Int32Array;
  readonly #forms: Forms;
  readonly #runs: readonly Run[];
  readonly #ids: number;

  constructor(forms: Forms) {
    this.#forms = forms;
    this.#ids = forms.tables.starts.at(-1) ?? 0;
    this.#runs = runsOf(forms);
    this.count = this.#runs.length;
    this.word = Int32Array.from(this.#runs, ({ word }) => word);
    this.shift = Int32Array.from(this.#runs, ({ shift }) => shift);
    this.mask = Int32Array.from(this.#runs, ({ bits }) => (bits === 32 ? -1 : 2 ** bits - 1));
    this.first = new Int32Array(this.count);
    let values = 0;
    for (const [i, run] of this.#runs.entries()) {
      this.first[i] = values;
      values += valuesOf(run, forms);
    }
    const { renamings } = forms.tables;
    this.constant = new Int32Array(this.#ids);
    for (const [field, mask] of forms.layout.mask.entries()) {
      if (mask === 0) this.#say(field, 0, this.constant, 0);
    }
    this.marks = new Int32Array(values * (HEAD + this.#ids));
    this.moved = new Int32Array(values * renamings * forms.layout.words);
  }

  /** Where the marks of a value of a run begin. @param at its place among those of all runs */
  row(run: number, at: number): number {
    const row = at * (HEAD + this.#ids);
    if (this.marks[row] === 0) this.#fill(run, at, row);
    return row + HEAD;
  }

  /** A function of its own: one that holds a closure makes room for it whenever it is called. */
  #fill(run: number, at: number, row: number): void {
    this.marks[row] = 1;
    this.#each(run, at - (this.first[run] ?? 0), (field, code) =>
      this.#say(field, code, this.marks, row + HEAD),
    );
  }

  /** Works out what becomes of a value of a run under a renaming. */
  move(run: number, value: number, renaming: number): void {
    const { layout, tables } = this.#forms;
    const { renamings, fields, to, first, codes } = tables;
    const at = ((value + (this.first[run] ?? 0)) * renamings + renaming) * layout.words;
    this.moved[at] = PRESENT;
    this.#each(run, value, (field, code) => {
      const target = to[renaming * fields + field] ?? 0;
      const renamed = codes[((first[field] ?? 0) + code) * renamings + renaming] ?? 0;
      const place = at + (layout.word[target] ?? 0);
      this.moved[place] = (this.moved[place] ?? 0) | (renamed << (layout.shift[target] ?? 0));
    });
  }

  /** Adds what a code says of the ids to their marks, which begin at `from`. */
  #say(field: number, code: number, marks: Int32Array, from: number): void {
    const { sayFirst, says, said } = this.#forms.tables;
    const list = says[(sayFirst[field] ?? 0) + code] ?? 0;
    const end = list + 1 + 2 * (said[list] ?? 0);
    for (let i = list + 1; i < end; i += 2) {
      const at = from + (said[i] ?? 0);
      marks[at] = ((marks[at] ?? 0) + (said[i + 1] ?? 0)) | 0;
    }
  }

  #each(run: number, value: number, take: (field: number, code: number) => void): void {
    const { shift, mask } = this.#forms.layout;
    const { fields = [], shift: start = 0 } = this.#runs[run] ?? {};
    for (const field of fields) {
      take(field, (value >>> ((shift[field] ?? 0) - start)) & (mask[field] ?? 0));
    }
  }
}

/** Cuts the words of a layout into runs. */
function runsOf({ layout, tables }: Forms): Run[] {
  const runs: Run[] = [];
  const most = Math.min(BITS, Math.floor(Math.log2(ROOM / (tables.renamings * layout.words))));
  for (let word = 0; word < layout.words; word++) {
    const own = Array.from({ length: tables.fields }, (_, field) => field)
      .filter((field) => layout.word[field] === word && layout.mask[field] !== 0)
      .sort((a, b) => (layout.shift[a] ?? 0) - (layout.shift[b] ?? 0));
    for (const field of own) {
      const shift = layout.shift[field] ?? 0;
      const end = shift + 32 - Math.clz32(layout.mask[field] ?? 0);
      const last = runs.at(-1);
      if (last?.word === word && end - last.shift <= most) {
        runs[runs.length - 1] = {
          fields: [...last.fields, field],
          word,
          shift: last.shift,
          bits: end - last.shift,
        };
      } else runs.push({ fields: [field], word, shift, bits: end - shift });
    }
  }
  return runs;
}

/** How many values a run has: a field alone has no more than its dictionary. */
function valuesOf({ fields, bits }: Run, { tables }: Forms): number {
  const [field, ...others] = fields;
  if (field === undefined || others.length > 0) return 2 ** bits;
  return (tables.sayFirst[field + 1] ?? tables.says.length) - (tables.sayFirst[field] ?? 0);
}
