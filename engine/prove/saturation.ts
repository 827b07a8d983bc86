import type { Cache } from './cache.ts';
import { EMPTY, UNIT } from './diagrams.ts';
import { firstMoves } from './first-moves.ts';
import type { Sets } from './sets.ts';
import { ANY, DONE, type Transitions } from './transitions.ts';

const ROW = 3;
/** The operation that closes a set under all steps; images are above it, one for each node. */
const CLOSE = 1;

/**
 * Every set that is reached from a set: each node is closed under the steps that touch its level
 * and those below before anything above is, so that what is kept is small and already final.
 *
 * Source: G. Ciardo, G. Lüttgen, R. Siminiceanu, "Saturation: an efficient iteration strategy for
 * symbolic state-space generation", TACAS 2001.
 */
export class Saturation {
  readonly #sets: Sets;
  readonly #transitions: Transitions;
  readonly #cache: Cache;
  /** For each level and code: the rows of the steps that touch nothing above and begin there. */
  readonly #moves: readonly (readonly Int32Array[])[];
  /** For each level, by code: what is known below so far. One at a time is in use of each. */
  readonly #rows: readonly Int32Array[];
  /** For each level, by code: whether the steps are to be taken (again) from there. */
  readonly #dirty: readonly Uint8Array[];

  /**
   * @param tops the node of each step
   * @param sizes how many codes each level has
   */
  constructor(
    sets: Sets,
    transitions: Transitions,
    tops: readonly number[],
    sizes: readonly number[],
  ) {
    this.#sets = sets;
    this.#transitions = transitions;
    this.#cache = sets.diagrams.cache();
    this.#moves = firstMoves(transitions, tops, sizes);
    this.#rows = sizes.map((size) => new Int32Array(size));
    this.#dirty = sizes.map((size) => new Uint8Array(size));
    sets.diagrams.rows.push(...this.#rows);
  }

  /** Gives back what it holds. */
  end(): void {
    const { diagrams } = this.#sets;
    diagrams.rows.length = 0;
    diagrams.caches.splice(diagrams.caches.indexOf(this.#cache), 1);
  }

  /** Everything that is reached from a set, which has to be held. */
  close(set: number, level = 0): number {
    if (set === UNIT) return UNIT;
    const known = this.#cache.get(CLOSE, set, EMPTY);
    if (known >= 0) return known;
    const { diagrams } = this.#sets;
    const row = this.#row(level);
    for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
      row[diagrams.value(n)] = this.close(diagrams.down(n), level + 1);
    }
    const closed = this.#fix(level);
    this.#cache.put(CLOSE, set, EMPTY, closed);
    return closed;
  }

  #row(level: number): Int32Array {
    return this.#rows[level] ?? new Int32Array(0);
  }

  #known(level: number): number {
    const { diagrams } = this.#sets;
    const row = this.#row(level);
    let raw: number = EMPTY;
    for (let code = row.length - 1; code >= 0; code--) {
      const below = row[code] ?? 0;
      if (below !== EMPTY) raw = diagrams.node(code, raw, below);
    }
    const known = this.#cache.get(0, raw, EMPTY);
    if (known >= 0) {
      row.fill(EMPTY);
      return known;
    }
    diagrams.push(0, raw);
    const closed = this.#fix(level);
    diagrams.top -= 2;
    this.#cache.put(0, raw, EMPTY, closed);
    this.#cache.put(0, closed, EMPTY, closed);
    return closed;
  }

  /** Takes the steps that begin at a level until its row grows no more; the node of the row. */
  #fix(level: number): number {
    const { diagrams } = this.#sets;
    const row = this.#row(level);
    const dirty = this.#dirty[level] ?? new Uint8Array(0);
    const moves = this.#moves[level] ?? [];
    for (let code = 0; code < row.length; code++) dirty[code] = row[code] === EMPTY ? 0 : 1;
    for (let again = true; again; ) {
      again = false;
      for (let code = 0; code < row.length; code++) {
        if (dirty[code] === 0) continue;
        dirty[code] = 0;
        if (this.#fire(moves[code] ?? NONE, code, level, row, dirty)) again = true;
      }
    }
    let node: number = EMPTY;
    for (let code = row.length - 1; code >= 0; code--) {
      const below = row[code] ?? 0;
      if (below !== EMPTY) node = diagrams.node(code, node, below);
    }
    row.fill(EMPTY);
    return node;
  }

  /** Takes the steps that begin with one code; whether the row grew. */
  #fire(moves: Int32Array, code: number, level: number, row: Int32Array, dirty: Uint8Array) {
    let grew = false;
    for (let i = 0; i < moves.length; i += 2) {
      const becomes = moves[i] ?? 0;
      const image = this.#image(row[code] ?? 0, moves[i + 1] ?? 0, level + 1);
      if (image === EMPTY || !this.#join(row, becomes, image)) continue;
      dirty[becomes] = 1;
      grew = true;
    }
    return grew;
  }

  /** Adds a set to a row; whether that was news. */
  #join(row: Int32Array, code: number, set: number): boolean {
    const before = row[code] ?? 0;
    if (before === set) return false;
    if (before === EMPTY) {
      row[code] = set;
      return true;
    }
    const { diagrams } = this.#sets;
    diagrams.push(code, set);
    const both = this.#sets.union(before, set);
    diagrams.top -= 2;
    if (both === before) return false;
    row[code] = both;
    return true;
  }

  /** What a step makes of a set of closed vectors from a level on, closed. */
  #image(set: number, move: number, level: number): number {
    if (move === DONE) return set;
    const known = this.#cache.get(CLOSE + move, set, EMPTY);
    if (known >= 0) return known;
    const row = this.#row(level);
    const isEmpty =
      this.#transitions.level(move) > level
        ? this.#untouched(set, move, level, row)
        : this.#touched(set, move, level, row);
    const image = isEmpty ? EMPTY : this.#known(level);
    this.#cache.put(CLOSE + move, set, EMPTY, image);
    return image;
  }

  #untouched(set: number, move: number, level: number, row: Int32Array): boolean {
    const { diagrams } = this.#sets;
    let isEmpty = true;
    for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
      const image = this.#image(diagrams.down(n), move, level + 1);
      if (image === EMPTY) continue;
      row[diagrams.value(n)] = image;
      isEmpty = false;
    }
    return isEmpty;
  }

  #touched(set: number, move: number, level: number, row: Int32Array): boolean {
    const { diagrams } = this.#sets;
    const { rows } = this.#transitions;
    const end = this.#transitions.end(move);
    let isEmpty = true;
    let at = this.#transitions.first(move);
    for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
      const value = diagrams.value(n);
      const isAny = rows[at] === ANY;
      while (!isAny && at < end && (rows[at] ?? 0) < value) at += ROW;
      for (let i = at; i < end && (isAny || rows[i] === value); i += ROW) {
        const image = this.#image(diagrams.down(n), rows[i + 2] ?? 0, level + 1);
        if (image === EMPTY) continue;
        this.#join(row, rows[i + 1] ?? 0, image);
        isEmpty = false;
      }
    }
    return isEmpty;
  }
}

const NONE = new Int32Array(0);
