/** Integers that are remembered at most: what stays in a processor's own cache. */
const SIZE = 1 << 15;

/**
 * The states that one thread has found lately. Most successors are found several times within a
 * short while, by steps taken in another order; what is remembered here need not be looked up in
 * the table, which is a wait for memory.
 */
export class Recent {
  readonly words: number;
  readonly #states: Int32Array;
  readonly #mask: number;

  constructor(words: number) {
    this.words = words;
    const slots = 2 ** Math.floor(Math.log2(SIZE / words));
    this.#states = new Int32Array(slots * words);
    this.#mask = slots - 1;
  }

  /** Begins again. */
  forget(): void {
    this.#states.fill(0);
  }

  /** Whether the state at `at` was found lately; it is remembered from now on. */
  has(states: Int32Array, at: number, hash: number): boolean {
    const { words } = this;
    const recent = this.#states;
    const slot = ((hash >>> 8) & this.#mask) * words;
    let same = 0;
    for (let i = 0; i < words; i++) {
      const word = states[at + i] ?? 0;
      same |= (recent[slot + i] ?? 0) ^ word;
      recent[slot + i] = word;
    }
    return same === 0;
  }
}
