import type { Cache } from './cache.ts';
import { EMPTY } from './diagrams.ts';
import type { Direction } from './direction.ts';
import type { Sets } from './sets.ts';
import { ANY, DONE, type Transitions } from './transitions.ts';

const ROW = 3;

/**
 * What steps lead to. What is remembered stays right when more of a step is learned, since that is
 * another node: it is kept from one closure to the next.
 */
export class Images implements Direction {
  readonly sets: Sets;
  readonly transitions: Transitions;
  readonly isBack = false;
  readonly #cache: Cache;

  constructor(sets: Sets, transitions: Transitions) {
    this.sets = sets;
    this.transitions = transitions;
    this.#cache = sets.diagrams.cache();
  }

  /** The vectors that a step leads to from those of a set, which is held; both from a level on. */
  image(set: number, move: number, level = 0): number {
    if (move === DONE || set === EMPTY) return set;
    const known = this.#cache.get(move, set, EMPTY);
    if (known >= 0) return known;
    const isHere = this.transitions.level(move) === level;
    const image = isHere ? this.#touched(set, move, level) : this.#untouched(set, move, level);
    this.#cache.put(move, set, EMPTY, image);
    return image;
  }

  #untouched(set: number, move: number, level: number): number {
    const { diagrams } = this.sets;
    const base = diagrams.top;
    for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
      const image = this.image(diagrams.down(n), move, level + 1);
      if (image !== EMPTY) diagrams.push(diagrams.value(n), image);
    }
    return diagrams.popList(base, EMPTY);
  }

  #touched(set: number, move: number, level: number): number {
    const { diagrams } = this.sets;
    const { rows } = this.transitions;
    const end = this.transitions.end(move);
    const first = this.transitions.first(move);
    let at = first;
    while (at < end && rows[at] === ANY) at += ROW;
    const sure = at;
    let result: number = EMPTY;
    const take = (i: number, below: number) => {
      diagrams.push(0, result);
      const image = this.image(below, rows[i + 2] ?? 0, level + 1);
      diagrams.top -= 2;
      if (image !== EMPTY) result = this.#add(result, rows[i + 1] ?? 0, image);
    };
    for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
      const [value, down] = [diagrams.value(n), diagrams.down(n)];
      for (let i = first; i < sure; i += ROW) take(i, down);
      while (at < end && (rows[at] ?? 0) < value) at += ROW;
      for (let i = at; i < end && rows[i] === value; i += ROW) take(i, down);
    }
    return result;
  }

  /** A set, and the vectors with a code and then one of `below`. Neither needs to be held. */
  #add(set: number, code: number, below: number): number {
    const { diagrams } = this.sets;
    const base = diagrams.top;
    diagrams.push(0, set);
    diagrams.push(0, below);
    const more = diagrams.node(code, EMPTY, below);
    diagrams.push(0, more);
    const both = this.sets.union(set, more);
    diagrams.top = base;
    return both;
  }
}
