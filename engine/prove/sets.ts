import type { Cache } from './cache.ts';
import { type Diagrams, EMPTY, UNIT } from './diagrams.ts';

const UNION = 1;
const INTERSECT = 2;
const MINUS = 3;
/** Above these: picks, one for each field and code. */
const PICK = 4;
/** Codes that a pick can be of. */
export const MAX_CODES = 1 << 16;

/** The operations on sets. What is handed to one has to be held; what it gives back is not. */
export class Sets {
  readonly diagrams: Diagrams;
  readonly #cache: Cache;
  readonly #projections: Cache;

  constructor(diagrams: Diagrams) {
    this.diagrams = diagrams;
    this.#cache = diagrams.cache();
    this.#projections = diagrams.cache();
  }

  /** The set of one vector. */
  single(codes: ArrayLike<number>): number {
    let set: number = UNIT;
    for (let i = codes.length - 1; i >= 0; i--) set = this.diagrams.node(codes[i] ?? 0, EMPTY, set);
    return set;
  }

  union(a: number, b: number): number {
    if (a === b || b === EMPTY) return a;
    if (a === EMPTY) return b;
    const [low, high] = a < b ? [a, b] : [b, a];
    const known = this.#cache.get(UNION, low, high);
    if (known >= 0) return known;
    const { diagrams } = this;
    const base = diagrams.top;
    let x = a;
    let y = b;
    while (x !== EMPTY && y !== EMPTY) {
      const [vx, vy] = [diagrams.value(x), diagrams.value(y)];
      if (vx === vy) {
        diagrams.push(vx, this.union(diagrams.down(x), diagrams.down(y)));
        x = diagrams.right(x);
        y = diagrams.right(y);
      } else if (vx < vy) {
        diagrams.push(vx, diagrams.down(x));
        x = diagrams.right(x);
      } else {
        diagrams.push(vy, diagrams.down(y));
        y = diagrams.right(y);
      }
    }
    const result = diagrams.popList(base, x === EMPTY ? y : x);
    this.#cache.put(UNION, low, high, result);
    return result;
  }

  intersect(a: number, b: number): number {
    if (a === b) return a;
    if (a === EMPTY || b === EMPTY) return EMPTY;
    const [low, high] = a < b ? [a, b] : [b, a];
    const known = this.#cache.get(INTERSECT, low, high);
    if (known >= 0) return known;
    const { diagrams } = this;
    const base = diagrams.top;
    let x = a;
    let y = b;
    while (x !== EMPTY && y !== EMPTY) {
      const [vx, vy] = [diagrams.value(x), diagrams.value(y)];
      if (vx === vy) diagrams.push(vx, this.intersect(diagrams.down(x), diagrams.down(y)));
      if (vx <= vy) x = diagrams.right(x);
      if (vy <= vx) y = diagrams.right(y);
    }
    const result = diagrams.popList(base, EMPTY);
    this.#cache.put(INTERSECT, low, high, result);
    return result;
  }

  /** What is in `a` and not in `b`. */
  minus(a: number, b: number): number {
    if (a === b || a === EMPTY) return EMPTY;
    if (b === EMPTY) return a;
    const known = this.#cache.get(MINUS, a, b);
    if (known >= 0) return known;
    const { diagrams } = this;
    const base = diagrams.top;
    let x = a;
    let y = b;
    while (x !== EMPTY && y !== EMPTY) {
      const [vx, vy] = [diagrams.value(x), diagrams.value(y)];
      if (vx < vy) diagrams.push(vx, diagrams.down(x));
      else if (vx === vy) diagrams.push(vx, this.minus(diagrams.down(x), diagrams.down(y)));
      if (vx <= vy) x = diagrams.right(x);
      if (vy <= vx) y = diagrams.right(y);
    }
    const result = diagrams.popList(base, x);
    this.#cache.put(MINUS, a, b, result);
    return result;
  }

  /** The vectors that have a code at a level. */
  pick(set: number, level: number, code: number): number {
    if (set === EMPTY) return EMPTY;
    const { diagrams } = this;
    if (level === 0) {
      let n = set;
      while (n !== EMPTY && diagrams.value(n) < code) n = diagrams.right(n);
      const is = n !== EMPTY && diagrams.value(n) === code;
      return is ? diagrams.node(code, EMPTY, diagrams.down(n)) : EMPTY;
    }
    const op = PICK + level * MAX_CODES + code;
    const known = this.#cache.get(op, set, EMPTY);
    if (known >= 0) return known;
    const base = diagrams.top;
    for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
      const below = this.pick(diagrams.down(n), level - 1, code);
      if (below !== EMPTY) diagrams.push(diagrams.value(n), below);
    }
    const result = diagrams.popList(base, EMPTY);
    this.#cache.put(op, set, EMPTY, result);
    return result;
  }

  /**
   * The vectors with only the levels that are kept.
   * @param keeps for each level, whether it is kept
   * @param id of these levels, for as long as results are remembered
   */
  project(set: number, keeps: readonly boolean[], id: number, level = 0): number {
    if (set === EMPTY) return EMPTY;
    const last = keeps.lastIndexOf(true);
    return this.#project(set, keeps, last, id, level);
  }

  #project(
    set: number,
    keeps: readonly boolean[],
    last: number,
    id: number,
    level: number,
  ): number {
    if (level > last) return UNIT;
    const known = this.#projections.get(id, set, EMPTY);
    if (known >= 0) return known;
    const { diagrams } = this;
    const base = diagrams.top;
    let result: number = EMPTY;
    if (keeps[level]) {
      for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
        const below = this.#project(diagrams.down(n), keeps, last, id, level + 1);
        diagrams.push(diagrams.value(n), below);
      }
      result = diagrams.popList(base, EMPTY);
    } else {
      for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
        diagrams.push(0, result);
        const below = this.#project(diagrams.down(n), keeps, last, id, level + 1);
        diagrams.push(0, below);
        result = this.union(result, below);
        diagrams.top = base;
      }
    }
    this.#projections.put(id, set, EMPTY, result);
    return result;
  }

  /** How many nodes a set has. */
  size(set: number): number {
    const { diagrams } = this;
    const seen = new Set<number>([EMPTY, UNIT]);
    const visit = (from: number): void => {
      for (let n = from; !seen.has(n); n = diagrams.right(n)) {
        seen.add(n);
        visit(diagrams.down(n));
      }
    };
    visit(set);
    return seen.size - 2;
  }
}
