import { EMPTY, UNIT } from './diagrams.ts';
import type { Knowledge } from './knowledge.ts';
import { ANY, DONE } from './transitions.ts';

const ROW = 3;

/** Counts vectors exactly. */
export class Counter {
  readonly #knowledge: Pick<Knowledge, 'sets' | 'transitions'>;
  readonly #known = new Map<number, bigint>();
  /** Collections when the counts were made: a node that is collected may come back as another. */
  #collections = -1;

  constructor(knowledge: Pick<Knowledge, 'sets' | 'transitions'>) {
    this.#knowledge = knowledge;
  }

  /** How many vectors a set has. */
  count(set: number): bigint {
    const { collections } = this.#knowledge.sets.diagrams;
    if (this.#collections !== collections) {
      this.#collections = collections;
      this.#known.clear();
      this.#known.set(EMPTY, 0n).set(UNIT, 1n);
    }
    const known = this.#known.get(set);
    if (known !== undefined) return known;
    const { diagrams } = this.#knowledge.sets;
    let sum = 0n;
    for (let n = set; n !== EMPTY; n = diagrams.right(n)) sum += this.count(diagrams.down(n));
    this.#known.set(set, sum);
    return sum;
  }

  /** How many vectors of a set have a code at a level. */
  having(set: number, level: number, code: number): bigint {
    const { diagrams } = this.#knowledge.sets;
    const memory = new Map<number, bigint>();
    const count = (from: number, above: number): bigint => {
      const before = memory.get(from);
      if (before !== undefined) return before;
      let sum = 0n;
      for (let n = from; n !== EMPTY; n = diagrams.right(n)) {
        if (above > 0) sum += count(diagrams.down(n), above - 1);
        else if (diagrams.value(n) === code) sum += this.count(diagrams.down(n));
      }
      memory.set(from, sum);
      return sum;
    };
    return count(set, level);
  }

  /** In how many vectors of a set a step can run. */
  able(set: number, move: number): bigint {
    const { transitions, sets } = this.#knowledge;
    const { diagrams } = sets;
    const memory = new Map<number, Map<number, bigint>>();
    const count = (from: number, at: number, level: number): bigint => {
      if (at === DONE) return this.count(from);
      let known = memory.get(at);
      if (!known) {
        known = new Map();
        memory.set(at, known);
      }
      const before = known.get(from);
      if (before !== undefined) return before;
      let sum = 0n;
      const isHere = transitions.level(at) === level;
      for (let n = from; n !== EMPTY; n = diagrams.right(n)) {
        const down = diagrams.down(n);
        if (!isHere) sum += count(down, at, level + 1);
        else
          for (let i = transitions.first(at); i < transitions.end(at); i += ROW) {
            const was = transitions.rows[i] ?? 0;
            if (was !== ANY && was !== diagrams.value(n)) continue;
            // Cases differ in what they read, so that no state is in two of them.
            sum += count(down, transitions.rows[i + 2] ?? 0, level + 1);
          }
      }
      known.set(from, sum);
      return sum;
    };
    return count(set, move, 0);
  }
}
