import type { Cache } from './cache.ts';
import { EMPTY } from './diagrams.ts';
import type { Sets } from './sets.ts';
import { ANY, DONE, type Transitions } from './transitions.ts';

const ROW = 3;
const ALL = 0;
const STILL = 1;

/** What steps do with sets, one step at a time. Sets that are handed in have to be held. */
export class Select {
  readonly #sets: Sets;
  readonly #transitions: Transitions;
  readonly #cache: Cache;

  constructor(sets: Sets, transitions: Transitions) {
    this.#sets = sets;
    this.#transitions = transitions;
    this.#cache = sets.diagrams.cache();
  }

  /** The states in which a step can run. */
  able(set: number, move: number): number {
    return this.#able(set, move, 0, ALL);
  }

  /** The states that a step leaves as they are. */
  still(set: number, move: number): number {
    return this.#able(set, move, 0, STILL);
  }

  #able(set: number, move: number, level: number, what: number): number {
    if (move === DONE || set === EMPTY) return set;
    const op = 2 * move + what;
    const known = this.#cache.get(op, set, EMPTY);
    if (known >= 0) return known;
    const { diagrams } = this.#sets;
    const base = diagrams.top;
    const isHere = this.#transitions.level(move) === level;
    for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
      const [value, down] = [diagrams.value(n), diagrams.down(n)];
      let part: number = EMPTY;
      if (!isHere) part = this.#able(down, move, level + 1, what);
      else
        this.#rows(move, value, (becomes, below) => {
          if (what === STILL && becomes !== value) return;
          part = this.#with(part, () => this.#able(down, below, level + 1, what));
        });
      if (part !== EMPTY) diagrams.push(value, part);
    }
    const result = diagrams.popList(base, EMPTY);
    this.#cache.put(op, set, EMPTY, result);
    return result;
  }

  /** A set and what is made while it is held, together. */
  #with(set: number, make: () => number): number {
    const { diagrams } = this.#sets;
    const base = diagrams.top;
    diagrams.push(0, set);
    const more = make();
    diagrams.push(0, more);
    const both = this.#sets.union(set, more);
    diagrams.top = base;
    return both;
  }

  #rows(move: number, value: number, row: (becomes: number, below: number) => void): void {
    const { rows } = this.#transitions;
    const end = this.#transitions.end(move);
    for (let at = this.#transitions.first(move); at < end; at += ROW) {
      const was = rows[at] ?? 0;
      if (was === ANY || was === value) row(rows[at + 1] ?? 0, rows[at + 2] ?? 0);
    }
  }
}
