import type { Cache } from './cache.ts';
import { EMPTY } from './diagrams.ts';
import { firstMoves } from './first-moves.ts';
import type { Select } from './select.ts';
import type { Sets } from './sets.ts';
import type { Transitions } from './transitions.ts';

/** What is to be done with what is known below a code: nothing, */
const NOTHING = 0;
/** the steps are to be taken back (again) from there, */
const FIRE = 1;
/** or it has to be closed before that. */
const CLOSE = 2;

/**
 * The vectors of a set from which others of it are reached: saturation as in `Saturation`, with
 * steps taken back, and never out of the set.
 */
export class Backwards {
  readonly #sets: Sets;
  readonly #select: Select;
  readonly #cache: Cache;
  /** For each level and code: where steps come from that begin there, with what they do below. */
  readonly #moves: readonly (readonly Int32Array[])[];
  /** The last level where a step begins. */
  readonly #last: number;
  /** For each level, by code: what is known below so far. */
  readonly #rows: readonly Int32Array[];
  /** For each level, by code: all that may be below. */
  readonly #alls: readonly Int32Array[];
  readonly #tasks: readonly Uint8Array[];

  /**
   * @param tops the node of each step
   * @param sizes how many codes each level has
   */
  constructor(
    sets: Sets,
    transitions: Transitions,
    select: Select,
    tops: readonly number[],
    sizes: readonly number[],
  ) {
    this.#sets = sets;
    this.#select = select;
    this.#cache = sets.diagrams.cache();
    this.#moves = firstMoves(transitions, tops, sizes).map(turned);
    this.#last = this.#moves.findLastIndex((level) => level.some(({ length }) => length > 0));
    this.#rows = sizes.map((size) => new Int32Array(size));
    this.#alls = sizes.map((size) => new Int32Array(size));
    this.#tasks = sizes.map((size) => new Uint8Array(size));
    sets.diagrams.rows.push(...this.#rows);
  }

  /** Gives back what it holds. */
  end(): void {
    const { diagrams } = this.#sets;
    diagrams.rows.length = 0;
    diagrams.caches.splice(diagrams.caches.indexOf(this.#cache), 1);
  }

  /**
   * What of `all` leads into `to`, with `to` itself.
   * @param all a set that no step leads out of, held
   * @param to a part of it, held
   */
  close(all: number, to: number, level = 0): number {
    if (to === EMPTY || to === all || level > this.#last) return to;
    const known = this.#cache.get(0, all, to);
    if (known >= 0) return known;
    const { diagrams } = this.#sets;
    const row = this.#rows[level] ?? NONE;
    const whole = (this.#alls[level] ?? NONE).fill(EMPTY);
    for (let n = all; n !== EMPTY; n = diagrams.right(n))
      whole[diagrams.value(n)] = diagrams.down(n);
    for (let n = to; n !== EMPTY; n = diagrams.right(n)) {
      const code = diagrams.value(n);
      row[code] = this.close(whole[code] ?? 0, diagrams.down(n), level + 1);
    }
    const closed = this.#fix(level, row, whole);
    this.#cache.put(0, all, to, closed);
    this.#cache.put(0, all, closed, closed);
    return closed;
  }

  /** Takes the steps back that begin at a level until its row grows no more. */
  #fix(level: number, row: Int32Array, whole: Int32Array): number {
    const { diagrams } = this.#sets;
    const tasks = this.#tasks[level] ?? new Uint8Array(0);
    const moves = this.#moves[level] ?? [];
    for (let code = 0; code < row.length; code++) {
      tasks[code] = row[code] === EMPTY ? NOTHING : FIRE;
    }
    for (let again = true; again; ) {
      for (let code = 0; code < row.length; code++) {
        if (tasks[code] !== FIRE) continue;
        tasks[code] = NOTHING;
        this.#fire(moves[code] ?? NONE, code, level, tasks);
      }
      again = false;
      for (let code = 0; code < row.length; code++) {
        if (tasks[code] !== CLOSE) continue;
        row[code] = this.close(whole[code] ?? 0, row[code] ?? 0, level + 1);
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

  /** Takes the steps back that lead to one code. */
  #fire(moves: Int32Array, code: number, level: number, tasks: Uint8Array): void {
    const row = this.#rows[level] ?? NONE;
    const whole = this.#alls[level] ?? NONE;
    const { diagrams } = this.#sets;
    for (let i = 0; i < moves.length; i += 2) {
      const from = moves[i] ?? 0;
      const known = row[from] ?? 0;
      const all = whole[from] ?? 0;
      if (known === all) continue;
      const more = this.#select.before(all, row[code] ?? 0, moves[i + 1] ?? 0, level + 1);
      diagrams.push(from, more);
      const both = this.#sets.union(known, more);
      diagrams.top -= 2;
      if (both === known) continue;
      row[from] = both;
      tasks[from] = CLOSE;
    }
  }
}

/** Steps of a level by the code that they lead to, as pairs of where from and what is below. */
function turned(level: readonly Int32Array[]): Int32Array[] {
  const lists = level.map((): number[] => []);
  for (const [from, list] of level.entries()) {
    for (let i = 0; i < list.length; i += 2) lists[list[i] ?? 0]?.push(from, list[i + 1] ?? 0);
  }
  return lists.map((list) => Int32Array.from(list));
}

const NONE = new Int32Array(0);
