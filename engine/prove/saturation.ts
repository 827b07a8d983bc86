import type { Cache } from './cache.ts';
import { Contexts } from './contexts.ts';
import { EMPTY } from './diagrams.ts';
import type { Direction } from './direction.ts';
import type { Sets } from './sets.ts';

/** What is to be done with what is known below a code: */
const NOTHING = 0;
/** the steps are to be taken (again) from there, */
const FIRE = 1;
/** or it has to be closed before that. */
const CLOSE = 2;

/**
 * Every vector that is reached from a set, or going back, that leads to it: each node is closed
 * under the steps that touch its level and those below before anything above is, so that what is
 * kept is small and already final.
 *
 * A step's image is put together with what was known before it is closed, and not closed by itself
 * as in the source: where steps touch fields that are far apart, parts of sets are closed again and
 * again for each level between, and there are many more parts than sets.
 *
 * Source: G. Ciardo, G. Lüttgen, R. Siminiceanu, "Saturation: an efficient iteration strategy for
 * symbolic state-space generation", TACAS 2001.
 */
export class Saturation {
  readonly #sets: Sets;
  readonly #direction: Direction;
  readonly #cache: Cache;
  /** What is to be taken where. */
  readonly #contexts: Contexts;
  /** For each level, by code: what is known below so far. One at a time is in use of each. */
  readonly #rows: readonly Int32Array[];
  /** For each level, by code: all that may be known below, going back. */
  readonly #rooms: readonly Int32Array[];
  /** For each level, by code: what is to be done with it. */
  readonly #tasks: readonly Uint8Array[];

  /**
   * @param tops the node of each step
   * @param sizes how many codes each level has
   * @param contexts how many of a level are told apart; see `Contexts`
   */
  constructor(
    direction: Direction,
    tops: readonly number[],
    sizes: readonly number[],
    contexts?: number,
  ) {
    this.#sets = direction.sets;
    this.#direction = direction;
    this.#cache = direction.sets.diagrams.cache('context');
    this.#contexts = new Contexts(direction, tops, sizes, contexts);
    this.#rows = sizes.map((size) => new Int32Array(size));
    this.#tasks = sizes.map((size) => new Uint8Array(size));
    this.#rooms = sizes.map((size) => new Int32Array(size));
    direction.sets.diagrams.rows.push(...this.#rows);
  }

  /** Gives back what it holds. */
  end(): void {
    const { diagrams } = this.#sets;
    diagrams.rows.length = 0;
    diagrams.caches.splice(diagrams.caches.indexOf(this.#cache), 1);
  }

  /**
   * Everything that is reached from a set, which has to be held.
   * @param room going back, the set that is not left, held: none of its vectors leads out of it
   */
  close(set: number, room: number = EMPTY): number {
    return this.#close(set, 0, this.#contexts.whole, room);
  }

  #close(set: number, level: number, context: number, room: number): number {
    if (set === EMPTY || set === room || this.#contexts.isIdle(context)) return set;
    const known = this.#cache.get(room, set, context);
    if (known >= 0) return known;
    const { diagrams } = this.#sets;
    const row = this.#rows[level] ?? NONE;
    const rooms = this.#roomsOf(room, level);
    for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
      const code = diagrams.value(n);
      const below = this.#contexts.below(context, code);
      row[code] = this.#close(diagrams.down(n), level + 1, below, rooms[code] ?? EMPTY);
    }
    const closed = this.#fix(level, context, row);
    // What is room is never collected: it may be an operation.
    this.#cache.put(room, set, context, closed);
    this.#cache.put(room, closed, context, closed);
    return closed;
  }

  #roomsOf(room: number, level: number): Int32Array {
    const rooms = this.#rooms[level] ?? NONE;
    if (!this.#direction.isBack) return rooms;
    rooms.fill(EMPTY);
    const { diagrams } = this.#sets;
    for (let n = room; n !== EMPTY; n = diagrams.right(n))
      rooms[diagrams.value(n)] = diagrams.down(n);
    return rooms;
  }

  /** Takes the steps that begin at a level until its row grows no more; the node of the row. */
  #fix(level: number, context: number, row: Int32Array): number {
    const { diagrams } = this.#sets;
    const tasks = this.#tasks[level] ?? new Uint8Array(0);
    for (let code = 0; code < row.length; code++) {
      tasks[code] = row[code] === EMPTY ? NOTHING : FIRE;
    }
    for (let again = true; again; ) {
      for (let code = 0; code < row.length; code++) {
        if (tasks[code] !== FIRE) continue;
        tasks[code] = NOTHING;
        this.#fire(this.#contexts.fires(context, code), code, level, tasks);
      }
      again = false;
      for (let code = 0; code < row.length; code++) {
        if (tasks[code] !== CLOSE) continue;
        const below = this.#contexts.below(context, code);
        const room = this.#rooms[level]?.[code] ?? EMPTY;
        row[code] = this.#close(row[code] ?? 0, level + 1, below, room);
        tasks[code] = FIRE;
        again = true;
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

  /** Takes the steps that begin with one code; going back, that end with it. */
  #fire(moves: Int32Array, code: number, level: number, tasks: Uint8Array): void {
    const row = this.#rows[level] ?? NONE;
    const rooms = this.#rooms[level] ?? NONE;
    for (let i = 0; i < moves.length; i += 2) {
      const becomes = moves[i] ?? 0;
      const room = rooms[becomes] ?? 0;
      if (this.#direction.isBack && row[becomes] === room) continue;
      const image = this.#direction.image(row[code] ?? 0, moves[i + 1] ?? 0, level + 1, room);
      if (image !== EMPTY && this.#join(row, becomes, image)) tasks[becomes] = CLOSE;
    }
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
}

const NONE = new Int32Array(0);
