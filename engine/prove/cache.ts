import { hash } from './hash.ts';

const OP = 0;
const A = 1;
const B = 2;
const RESULT = 3;

/**
 * A memory of results of bounded size: an entry is where its key hashes to, and the next one with
 * the same place takes it over.
 */
export class Cache {
  /** Bytes of an entry. */
  static readonly ENTRY = 16;
  #entries: Int32Array;
  readonly #fits: (bytes: number) => boolean;
  readonly #isPair: boolean;

  /** Since it was last made larger. */
  #puts = 0;

  /**
   * @param count entries at first, a power of two
   * @param fits whether so many bytes more may be taken
   * @param second what `b` is: a node, which may be collected, or some other number
   */
  constructor(
    count: number,
    fits: (bytes: number) => boolean,
    second: 'node' | 'context' = 'node',
  ) {
    this.#entries = new Int32Array(4 * count);
    this.#fits = fits;
    this.#isPair = second === 'node';
  }

  get bytes(): number {
    return this.#entries.byteLength;
  }

  /** The result of an operation on `a` and `b`; -1 where it is not known. */
  get(op: number, a: number, b: number): number {
    const entries = this.#entries;
    const at = place(op, a, b, entries.length);
    return entries[at + A] === a && entries[at + B] === b && entries[at + OP] === op
      ? (entries[at + RESULT] ?? 0)
      : -1;
  }

  put(op: number, a: number, b: number, result: number): void {
    if (++this.#puts > this.#entries.length / 4) this.growTo(this.#entries.length / 2);
    const entries = this.#entries;
    const at = place(op, a, b, entries.length);
    entries[at + OP] = op;
    entries[at + A] = a;
    entries[at + B] = b;
    entries[at + RESULT] = result;
  }

  /** Forgets results of nodes that are not marked, or that are such a node. */
  forget(marks: Uint8Array): void {
    const entries = this.#entries;
    for (let at = 0; at < entries.length; at += 4) {
      const isLive =
        marks[entries[at + A] ?? 0] &&
        (!this.#isPair || marks[entries[at + B] ?? 0]) &&
        marks[entries[at + RESULT] ?? 0];
      // No operation is asked of the empty set: it is no key.
      if (!isLive) entries.fill(0, at, at + 4);
    }
  }

  clear(): void {
    this.#entries.fill(0);
  }

  /** Makes room for about so many entries, keeping what is known. */
  growTo(wanted: number): void {
    let count = this.#entries.length / 4;
    while (count * 2 <= wanted && count < 1 << 20) count *= 2;
    this.#puts = 0;
    // Both are there for a moment.
    if (count * 4 === this.#entries.length || !this.#fits(count * Cache.ENTRY)) return;
    const old = this.#entries;
    this.#entries = new Int32Array(count * 4);
    for (let at = 0; at < old.length; at += 4) {
      const a = old[at + A] ?? 0;
      if (a !== 0) this.put(old[at + OP] ?? 0, a, old[at + B] ?? 0, old[at + RESULT] ?? 0);
    }
  }
}

const place = (op: number, a: number, b: number, length: number): number =>
  (hash(op, b, a) << 2) & (length - 1);
