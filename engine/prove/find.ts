import { type Diagrams, EMPTY, UNIT } from './diagrams.ts';

/**
 * Finds vectors in sets. Looks first where it found the last one: cases that are learned one after
 * the other have most codes in common.
 */
export class Finder {
  readonly #diagrams: Diagrams;
  /** The vector that was found last. */
  #last: number[] = [];
  /** For each node the search in which it was found to lead nowhere. */
  #failed = new Int32Array(1024);
  #turn = 0;
  #wanted: ArrayLike<number> = [];
  #path: number[] = [];

  constructor(diagrams: Diagrams) {
    this.#diagrams = diagrams;
  }

  /**
   * A vector of a set that has the wanted codes; with nothing found before, the least one by its
   * codes in order.
   * @param wanted for each level the code, or -1 for any
   */
  find(set: number, wanted: ArrayLike<number>): number[] | null {
    const { length } = this.#diagrams.nodes;
    if (this.#failed.length < length) this.#failed = new Int32Array(length);
    this.#turn += 1;
    this.#wanted = wanted;
    this.#path = [];
    if (!this.#search(set, 0)) return null;
    this.#last = this.#path;
    return this.#path;
  }

  #search(from: number, level: number): boolean {
    if (from === UNIT) return true;
    if (from === EMPTY || this.#failed[from] === this.#turn) return false;
    const want = this.#wanted[level] ?? -1;
    const first = want >= 0 ? want : (this.#last[level] ?? -1);
    const isFound =
      (first >= 0 && this.#below(from, level, first)) ||
      (want < 0 && this.#others(from, level, first));
    if (!isFound) this.#failed[from] = this.#turn;
    return isFound;
  }

  /** Goes on with one code. */
  #below(from: number, level: number, code: number): boolean {
    const diagrams = this.#diagrams;
    let n = from;
    while (n !== EMPTY && diagrams.value(n) < code) n = diagrams.right(n);
    if (n === EMPTY || diagrams.value(n) !== code) return false;
    this.#path[level] = code;
    return this.#search(diagrams.down(n), level + 1);
  }

  #others(from: number, level: number, tried: number): boolean {
    const diagrams = this.#diagrams;
    for (let n = from; n !== EMPTY; n = diagrams.right(n)) {
      if (diagrams.value(n) === tried) continue;
      this.#path[level] = diagrams.value(n);
      if (this.#search(diagrams.down(n), level + 1)) return true;
    }
    return false;
  }
}
