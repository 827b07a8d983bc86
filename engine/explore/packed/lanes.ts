import { EXTRA } from './slice.ts';

/**
 * Where one thread puts the successors that it finds: a lane for each thread that owns a part of
 * the table, in the order of finding.
 */
export class Lanes {
  arrays: Int32Array[] = [];
  /** For each lane: how much of it is used. */
  lengths: Int32Array;
  overflow = false;
  readonly #marked: Int32Array;
  #words = 0;

  constructor(owners: number) {
    this.lengths = new Int32Array(owners);
    this.#marked = new Int32Array(owners);
  }

  /** @param goesOn what is in the lanes stays */
  begin(words: number, arrays: Int32Array[], goesOn = false): void {
    this.#words = words;
    this.arrays = arrays;
    this.overflow = false;
    if (!goesOn) this.lengths.fill(0);
  }

  /** Notes how far the lanes are used; `reset` goes back to that. */
  mark(): void {
    this.#marked.set(this.lengths);
  }
  reset(): void {
    this.lengths.set(this.#marked);
  }

  /** Puts a record: the state at `at`, its hash, when it was found, by which step. */
  put(shard: number, states: Int32Array, at: number, hash: number, order: number, step: number) {
    const words = this.#words;
    const owner = shard % this.arrays.length;
    const lane = this.arrays[owner] as Int32Array;
    const start = this.lengths[owner] ?? 0;
    if (start + words + EXTRA > lane.length) {
      this.overflow = true;
      return;
    }
    for (let i = 0; i < words; i++) lane[start + i] = states[at + i] ?? 0;
    lane[start + words] = hash;
    lane[start + words + 1] = order;
    lane[start + words + 2] = step;
    this.lengths[owner] = start + words + EXTRA;
  }
}
