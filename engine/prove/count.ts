import { EMPTY, UNIT } from './diagrams.ts';
import type { Knowledge } from './knowledge.ts';
import { ANY, DONE } from './transitions.ts';

const ROW = 3;

/** Counts the vectors of one set exactly. It holds for as long as nothing is collected. */
export class Counter {
  readonly #knowledge: Pick<Knowledge, 'sets' | 'transitions'>;
  readonly #set: number;
  readonly #below = new Map<number, bigint>([
    [EMPTY, 0n],
    [UNIT, 1n],
  ]);
  /** For each level the sets there, and in how many ways each is come to. */
  readonly #levels: Map<number, bigint>[];

  constructor(knowledge: Pick<Knowledge, 'sets' | 'transitions'>, set: number) {
    this.#knowledge = knowledge;
    this.#set = set;
    this.#levels = [new Map([[set, 1n]])];
  }

  /** How many vectors the set has. */
  get all(): bigint {
    return this.#count(this.#set);
  }

  /** How many have a code at a level. */
  having(level: number, code: number): bigint {
    const { diagrams } = this.#knowledge.sets;
    let sum = 0n;
    for (const [set, ways] of this.#at(level)) {
      for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
        if (diagrams.value(n) === code) sum += ways * this.#count(diagrams.down(n));
      }
    }
    return sum;
  }

  /** In how many a step can run. */
  able(move: number): bigint {
    if (move === DONE) return this.all;
    const { transitions } = this.#knowledge;
    const memory = new Map<number, Map<number, bigint>>();
    const level = transitions.level(move);
    let sum = 0n;
    for (const [set, ways] of this.#at(level)) sum += ways * this.#able(set, move, level, memory);
    return sum;
  }

  #count(set: number): bigint {
    const known = this.#below.get(set);
    if (known !== undefined) return known;
    const { diagrams } = this.#knowledge.sets;
    let sum = 0n;
    for (let n = set; n !== EMPTY; n = diagrams.right(n)) sum += this.#count(diagrams.down(n));
    this.#below.set(set, sum);
    return sum;
  }

  #at(level: number): Map<number, bigint> {
    const known = this.#levels[level];
    if (known) return known;
    const { diagrams } = this.#knowledge.sets;
    const ways = new Map<number, bigint>();
    for (const [set, before] of this.#at(level - 1)) {
      for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
        const down = diagrams.down(n);
        ways.set(down, (ways.get(down) ?? 0n) + before);
      }
    }
    this.#levels[level] = ways;
    return ways;
  }

  #able(set: number, move: number, level: number, memory: Map<number, Map<number, bigint>>) {
    if (move === DONE) return this.#count(set);
    const { transitions, sets } = this.#knowledge;
    const { diagrams } = sets;
    let known = memory.get(move);
    if (!known) {
      known = new Map();
      memory.set(move, known);
    }
    const before = known.get(set);
    if (before !== undefined) return before;
    let sum = 0n;
    const isHere = transitions.level(move) === level;
    for (let n = set; n !== EMPTY; n = diagrams.right(n)) {
      const down = diagrams.down(n);
      if (!isHere) sum += this.#able(down, move, level + 1, memory);
      else
        for (let i = transitions.first(move); i < transitions.end(move); i += ROW) {
          const was = transitions.rows[i] ?? 0;
          if (was !== ANY && was !== diagrams.value(n)) continue;
          // Cases differ in what they read, so that no state is in two of them.
          sum += this.#able(down, transitions.rows[i + 2] ?? 0, level + 1, memory);
        }
    }
    known.set(set, sum);
    return sum;
  }
}
