import type { Structure } from './structure.ts';

/**
 * Where the code of each field is in a packed state of 32-bit words. A field lies within one word
 * and has as many bits as its dictionary needs now; a field that never changed has none.
 */
export interface Layout {
  /** Words of a packed state. */
  readonly words: number;
  /** For each field: its word, and by how many bits its code is shifted up in it. */
  readonly word: Int32Array;
  readonly shift: Int32Array;
  /** For each field: the mask of its code, before it is shifted. */
  readonly mask: Int32Array;
}

/** Bit 0 of word 0 is set in every packed state, so that no state looks like an empty slot. */
export const PRESENT = 1;

/** The bits that codes below `size` need. */
export const bitsFor = (size: number): number => (size <= 1 ? 0 : 32 - Math.clz32(size - 1));

/**
 * For each field the values there is to be room for. What one of several alike came to, the others
 * will: to lay out millions of states anew takes longer than a bit too many.
 */
export function sizesOf({ dictionaries, paths }: Structure): number[] {
  const most = new Map<string, number>();
  const kinds = paths.map((path) => path.replaceAll(/\d+/g, '#'));
  for (const [field, kind] of kinds.entries()) {
    most.set(kind, Math.max(most.get(kind) ?? 0, dictionaries[field]?.size ?? 0));
  }
  return kinds.map((kind) => most.get(kind) ?? 0);
}

/** Fields that share a word, with their bits; what is left of its 32. */
interface Word {
  readonly fields: { readonly field: number; bits: number }[];
  left: number;
}

/**
 * Lays fields out by the sizes of their dictionaries, the wide ones first, each in the first word
 * that has room for it: the fewest words that this simple rule finds. What is left of a word goes
 * to its fields, a bit each, so that the next layout is not needed as soon.
 */
export function layOut(sizes: readonly number[]): Layout {
  const wideFirst = sizes
    .map((size, field) => ({ field, bits: bitsFor(size) }))
    .sort((a, b) => b.bits - a.bits || a.field - b.field);
  const words: Word[] = [{ fields: [], left: 32 - PRESENT }];
  for (const each of wideFirst) {
    let word = words.find(({ left }) => left >= each.bits);
    if (!word) {
      word = { fields: [], left: 32 };
      words.push(word);
    }
    word.fields.push(each);
    word.left -= each.bits;
  }
  for (const { field } of wideFirst) {
    const word = words.find(({ fields }) => fields.some((each) => each.field === field));
    const each = word?.fields.find((one) => one.field === field);
    if (!word || !each || word.left === 0) continue;
    each.bits += 1;
    word.left -= 1;
  }
  return placed(words, sizes.length);
}

function placed(words: readonly Word[], count: number): Layout {
  const word = new Int32Array(count);
  const shift = new Int32Array(count);
  const mask = new Int32Array(count);
  for (const [at, { fields }] of words.entries()) {
    let used = at === 0 ? PRESENT : 0;
    for (const { field, bits } of fields) {
      word[field] = at;
      shift[field] = used;
      mask[field] = bits === 32 ? -1 : 2 ** bits - 1;
      used += bits;
    }
  }
  return { words: words.length, word, shift, mask };
}

/** Writes the packed form of a state, given as one code for each field, to `out` from `at` on. */
export function pack(layout: Layout, codes: ArrayLike<number>, out: Int32Array, at = 0): void {
  out.fill(0, at, at + layout.words);
  out[at] = PRESENT;
  for (let field = 0; field < layout.word.length; field++) {
    const place = at + (layout.word[field] ?? 0);
    out[place] = (out[place] ?? 0) | ((codes[field] ?? 0) << (layout.shift[field] ?? 0));
  }
}

/** The code of each field of the packed state that starts at `at`. */
export function unpack(layout: Layout, packed: Int32Array, at: number, codes: Int32Array): void {
  for (let field = 0; field < layout.word.length; field++) {
    const bits = packed[at + (layout.word[field] ?? 0)] ?? 0;
    codes[field] = (bits >>> (layout.shift[field] ?? 0)) & (layout.mask[field] ?? 0);
  }
}
