import { childOf, fieldOf, rootOf } from '../learn/cases.ts';
import type { Relation } from '../learn/relation.ts';
import { NO, UNKNOWN } from '../learn/tries.ts';
import type { Given } from './cubes.ts';
import { EMPTY } from './diagrams.ts';
import type { Sets } from './sets.ts';

/** Something that is learned case by case: a trie, and how to learn what it says of a state. */
export interface Subject {
  readonly trie: number;
  /** @param codes -1 for fields that are not known; false where one of those is needed */
  readonly learn: (codes: Int32Array) => boolean;
  /** The field of the set that a node asks for; its own if not said. */
  readonly fieldIn?: (field: number) => number;
  /** The only code that it can have, where that is known. */
  readonly codeIn?: (field: number) => number | undefined;
  /** Told of each leaf that a part of the set comes to; false where a field was missing. */
  readonly onLeaf?: (leaf: number, set: number, walk: Walk) => boolean;
}

/** One walk of tries with a set: every part of it goes where its codes lead. */
export class Walk {
  readonly #relation: Relation;
  readonly #sets: Sets;
  readonly #levels: ReadonlyMap<number, number>;
  readonly #stateOf: (wanted: Int32Array) => Int32Array;
  /** For each field the code that the part of the set has there, or -1. */
  readonly #wanted: Int32Array;

  /**
   * @param levels where each field is in the set
   * @param stateOf a state that has the wanted codes
   */
  constructor(
    relation: Relation,
    sets: Sets,
    levels: ReadonlyMap<number, number>,
    stateOf: (wanted: Int32Array) => Int32Array,
  ) {
    this.#relation = relation;
    this.#sets = sets;
    this.#levels = levels;
    this.#stateOf = stateOf;
    this.#wanted = new Int32Array(relation.structure.paths.length).fill(-1);
  }

  /** Whether no field was asked for that the set does not have. */
  from(set: number, subject: Subject, given: Given): boolean {
    const { diagrams } = this.#sets;
    const base = diagrams.top;
    let part = set;
    for (const [field, code] of given) {
      part = this.#sets.pick(part, this.#levels.get(field) ?? 0, code);
      diagrams.push(0, part);
      this.#wanted[field] = code;
    }
    const isDone = part === EMPTY || this.on(part, subject);
    diagrams.top = base;
    return isDone;
  }

  /** Goes on with a part of the set at the root of a trie. */
  on(set: number, subject: Subject): boolean {
    return this.#visit(set, rootOf(this.#relation.tries, subject.trie), subject);
  }

  #visit(set: number, ref: number, subject: Subject): boolean {
    if (ref === UNKNOWN) {
      // The fields that the set has are mostly enough; the others take a search.
      if (!subject.learn(this.#someOf(set))) subject.learn(this.#stateOf(this.#wanted));
      const now = this.#refOf(subject);
      if (now === UNKNOWN) throw new Error('what was learned is unknown still');
      return this.#visit(set, now, subject);
    }
    if (ref <= NO) return subject.onLeaf?.(ref, set, this) ?? true;
    const asked = fieldOf(this.#relation.tries, ref);
    const only = this.#codeOf(subject, asked);
    if (only >= 0) return this.#visit(set, childOf(this.#relation.tries, ref, only), subject);
    return this.#branch(set, ref, subject.fieldIn?.(asked) ?? asked, subject);
  }

  /** The codes of one of a set: -1 for fields that it does not have. */
  #someOf(set: number): Int32Array {
    const { diagrams } = this.#sets;
    const codes = new Int32Array(this.#wanted.length).fill(-1);
    let at = set;
    for (const field of this.#levels.keys()) {
      codes[field] = diagrams.value(at);
      at = diagrams.down(at);
    }
    return codes;
  }

  /** Each part of the set with one code of a field. */
  #branch(set: number, ref: number, field: number, subject: Subject): boolean {
    const { tries, structure } = this.#relation;
    const level = this.#levels.get(field);
    if (level === undefined) return false;
    const { diagrams } = this.#sets;
    let isDone = true;
    // Learning may give the field more values; none that a state of this set has.
    const size = structure.dictionaries[field]?.size ?? 0;
    for (let code = 0; code < size; code++) {
      const part = this.#sets.pick(set, level, code);
      if (part === EMPTY) continue;
      diagrams.push(code, part);
      this.#wanted[field] = code;
      if (!this.#visit(part, childOf(tries, ref, code), subject)) isDone = false;
      diagrams.top -= 2;
    }
    this.#wanted[field] = -1;
    return isDone;
  }

  /** The code that a field is known to have; -1 where it has not been asked yet. */
  #codeOf(subject: Subject, asked: number): number {
    const field = subject.fieldIn?.(asked) ?? asked;
    return subject.codeIn?.(asked) ?? this.#wanted[field] ?? -1;
  }

  /** How far the codes that are known lead in a trie. */
  #refOf(subject: Subject): number {
    const { tries } = this.#relation;
    let ref = rootOf(tries, subject.trie);
    while (ref > 0) {
      const code = this.#codeOf(subject, fieldOf(tries, ref));
      if (code < 0) return ref;
      ref = childOf(tries, ref, code);
    }
    return ref;
  }
}
