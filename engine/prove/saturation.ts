import type { Cache } from './cache.ts';
import { Contexts } from './contexts.ts';
import { EMPTY, UNIT } from './diagrams.ts';
import type { Sets } from './sets.ts';
import { ANY, DONE, type Transitions } from './transitions.ts';

const ROW = 3;
/** The operation that closes a set; images are above it, one for each node of a step. */
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
  /** What is to be taken where. */
  readonly #contexts: Contexts;
  /** For each level, by code: what is known below so far. One at a time is in use of each. */
  readonly #rows: readonly Int32Array[];
  /** For each level, by code: whether the steps are to be taken (again) from there. */
  readonly #dirty: readonly Uint8Array[];

  /**
   * @param tops the node of each step
   * @param sizes how many codes each level has
   * @param contexts how many of a level are told apart; see `Contexts`
   */
  constructor(
    sets: Sets,
    transitions: Transitions,
    tops: readonly number[],
    sizes: readonly number[],
    contexts?: number,
  ) {
    this.#sets = sets;
    this.#transitions = transitions;
    this.#cache = sets.diagrams.cache('context');
    this.#contexts = new Contexts(transitions, tops, sizes, contexts);
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
  close(set: number): number {
    return this.#close(set, 0, this.#contexts.whole);
  }

  #close(set: number, level: number, context: number): number {
    if (set === UNIT) return UNIT;
    const known = this.#cache.get(CLOSE, set, context);
    if (known >= 0) return known;
    const { diagrams } = this.#sets;
    const row = this.#row(level);
    for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
      const code = diagrams.value(n);
      row[code] = this.#close(diagrams.down(n), level + 1, this.#contexts.below(context, code));
    }
    const closed = this.#fix(level, context);
    this.#cache.put(CLOSE, set, context, closed);
    return closed;
  }

  #row(level: number): Int32Array {
    return this.#rows[level] ?? new Int32Array(0);
  }

  /** A row, whose parts are closed, closed as a whole. */
  #known(level: number, context: number): number {
    const { diagrams } = this.#sets;
    const row = this.#row(level);
    const raw = this.#nodeOf(row);
    const known = this.#cache.get(CLOSE, raw, context);
    if (known >= 0) {
      row.fill(EMPTY);
      return known;
    }
    diagrams.push(0, raw);
    const closed = this.#fix(level, context);
    diagrams.top -= 2;
    this.#cache.put(CLOSE, raw, context, closed);
    return closed;
  }

  /** Takes the steps that begin at a level until its row grows no more; the node of the row. */
  #fix(level: number, context: number): number {
    const row = this.#row(level);
    const dirty = this.#dirty[level] ?? new Uint8Array(0);
    for (let code = 0; code < row.length; code++) dirty[code] = row[code] === EMPTY ? 0 : 1;
    for (let again = true; again; ) {
      again = false;
      for (let code = 0; code < row.length; code++) {
        if (dirty[code] === 0) continue;
        dirty[code] = 0;
        if (this.#fire(code, level, context, row, dirty)) again = true;
      }
    }
    const node = this.#nodeOf(row);
    row.fill(EMPTY);
    this.#cache.put(CLOSE, node, context, node);
    return node;
  }

  #nodeOf(row: Int32Array): number {
    let node: number = EMPTY;
    for (let code = row.length - 1; code >= 0; code--) {
      const below = row[code] ?? 0;
      if (below !== EMPTY) node = this.#sets.diagrams.node(code, node, below);
    }
    return node;
  }

  /** Takes the steps that begin with one code; whether the row grew. */
  #fire(code: number, level: number, context: number, row: Int32Array, dirty: Uint8Array): boolean {
    const moves = this.#contexts.fires(context, code);
    const from = this.#contexts.below(context, code);
    let grew = false;
    for (let i = 0; i < moves.length; i += 2) {
      const becomes = moves[i] ?? 0;
      const to = this.#contexts.below(context, becomes);
      const image = this.#image(row[code] ?? 0, moves[i + 1] ?? 0, level + 1, from, to);
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

  /** What a step makes of a set that is closed in a context, closed in another one. */
  #image(set: number, move: number, level: number, from: number, to: number): number {
    if (move === DONE) {
      return this.#contexts.covers(from, to) ? set : this.#close(set, level, to);
    }
    const known = this.#cache.get(CLOSE + move, set, to);
    if (known >= 0) return known;
    const row = this.#row(level);
    const isEmpty =
      this.#transitions.level(move) > level
        ? this.#untouched(set, move, level, row, from, to)
        : this.#touched(set, move, level, row, from, to);
    const image = isEmpty ? EMPTY : this.#known(level, to);
    this.#cache.put(CLOSE + move, set, to, image);
    return image;
  }

  #untouched(
    set: number,
    move: number,
    level: number,
    row: Int32Array,
    from: number,
    to: number,
  ): boolean {
    const { diagrams } = this.#sets;
    const contexts = this.#contexts;
    let isEmpty = true;
    for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
      const code = diagrams.value(n);
      const [inside, outside] = [contexts.below(from, code), contexts.below(to, code)];
      const image = this.#image(diagrams.down(n), move, level + 1, inside, outside);
      if (image === EMPTY) continue;
      row[code] = image;
      isEmpty = false;
    }
    return isEmpty;
  }

  #touched(
    set: number,
    move: number,
    level: number,
    row: Int32Array,
    from: number,
    to: number,
  ): boolean {
    const { diagrams } = this.#sets;
    const contexts = this.#contexts;
    const { rows } = this.#transitions;
    const end = this.#transitions.end(move);
    let isEmpty = true;
    let at = this.#transitions.first(move);
    for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
      const value = diagrams.value(n);
      const inside = contexts.below(from, value);
      const isAny = rows[at] === ANY;
      while (!isAny && at < end && (rows[at] ?? 0) < value) at += ROW;
      for (let i = at; i < end && (isAny || rows[i] === value); i += ROW) {
        const becomes = rows[i + 1] ?? 0;
        const outside = contexts.below(to, becomes);
        const rest = rows[i + 2] ?? 0;
        const image = this.#image(diagrams.down(n), rest, level + 1, inside, outside);
        if (image === EMPTY) continue;
        this.#join(row, becomes, image);
        isEmpty = false;
      }
    }
    return isEmpty;
  }
}
