import type { Cache } from './cache.ts';
import { EMPTY } from './diagrams.ts';
import type { Direction } from './direction.ts';
import type { Sets } from './sets.ts';
import { ANY, DONE, type Transitions } from './transitions.ts';

const ROW = 3;

/** Where steps come from, within a set that no step leads out of: against the steps. */
export class Preimages implements Direction {
  readonly sets: Sets;
  readonly transitions: Transitions;
  readonly isBack = true;
  readonly #cache: Cache;

  constructor(sets: Sets, transitions: Transitions) {
    this.sets = sets;
    this.transitions = transitions;
    this.#cache = sets.diagrams.cache();
  }

  /** The vectors of `room` that a step leads from into `set`; both held, both from a level on. */
  image(set: number, move: number, level: number, room: number): number {
    if (set === EMPTY || room === EMPTY) return EMPTY;
    if (move === DONE) return this.sets.intersect(room, set);
    const known = this.#cache.get(move, room, set);
    if (known >= 0) return known;
    const isHere = this.transitions.level(move) === level;
    const image = isHere
      ? this.#touched(set, move, level, room)
      : this.#untouched(set, move, level, room);
    this.#cache.put(move, room, set, image);
    return image;
  }

  #untouched(set: number, move: number, level: number, room: number): number {
    const { diagrams } = this.sets;
    const base = diagrams.top;
    let to = set;
    for (let n = room; n !== EMPTY && to !== EMPTY; n = diagrams.right(n)) {
      const value = diagrams.value(n);
      while (to !== EMPTY && diagrams.value(to) < value) to = diagrams.right(to);
      if (to === EMPTY || diagrams.value(to) !== value) continue;
      const image = this.image(diagrams.down(to), move, level + 1, diagrams.down(n));
      if (image !== EMPTY) diagrams.push(value, image);
    }
    return diagrams.popList(base, EMPTY);
  }

  #touched(set: number, move: number, level: number, room: number): number {
    const { diagrams } = this.sets;
    const { rows } = this.transitions;
    const end = this.transitions.end(move);
    const first = this.transitions.first(move);
    let at = first;
    while (at < end && rows[at] === ANY) at += ROW;
    const sure = at;
    const base = diagrams.top;
    for (let n = room; n !== EMPTY; n = diagrams.right(n)) {
      const [value, down] = [diagrams.value(n), diagrams.down(n)];
      let part: number = EMPTY;
      for (let i = first; i < sure; i += ROW) part = this.#taken(part, set, i, level, down);
      while (at < end && (rows[at] ?? 0) < value) at += ROW;
      for (let i = at; i < end && rows[i] === value; i += ROW) {
        part = this.#taken(part, set, i, level, down);
      }
      if (part !== EMPTY) diagrams.push(value, part);
    }
    return diagrams.popList(base, EMPTY);
  }

  /** A part, and what comes to `set` by one row. */
  #taken(part: number, set: number, row: number, level: number, room: number): number {
    const { diagrams } = this.sets;
    const { rows } = this.transitions;
    const becomes = rows[row + 1] ?? 0;
    let to = set;
    while (to !== EMPTY && diagrams.value(to) < becomes) to = diagrams.right(to);
    if (to === EMPTY || diagrams.value(to) !== becomes) return part;
    diagrams.push(0, part);
    const more = this.image(diagrams.down(to), rows[row + 2] ?? 0, level + 1, room);
    diagrams.push(0, more);
    const both = this.sets.union(part, more);
    diagrams.top -= 4;
    return both;
  }
}
