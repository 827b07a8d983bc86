import { hasBit } from '../learn/bits.ts';
import type { Relation } from '../learn/relation.ts';
import { YES } from '../learn/tries.ts';
import type { Step } from '../system/system.ts';
import { type Given, writesOf } from './cubes.ts';
import { EMPTY } from './diagrams.ts';
import { Finder } from './find.ts';
import type { Order } from './order.ts';
import type { Sets } from './sets.ts';
import { type Subject, Walk } from './walk.ts';

/**
 * Learns what steps and claims do in every state of a set: tries are walked with the set, and where
 * one does not know how to go on, a state of the set that comes there is tried. So nothing is
 * asked of a state that cannot be reached, and afterwards nothing is unknown.
 */
export class Learner {
  readonly relation: Relation;
  readonly #sets: Sets;
  readonly #finder: Finder;
  readonly #order: Order;
  /** For each subject the set that it was last learned for, with only the fields that it asks. */
  readonly #done = new Map<string, { set: number }>();
  readonly #projections = new Map<string, number>();
  readonly #grown: (name: string, trie: number) => void;
  /** Properties that are learned no more: they have too many cases. */
  readonly #dropped: ReadonlySet<string>;
  #set: number = EMPTY;

  /**
   * @param grown told of every trie that grew; throws where that is too much
   * @param dropped properties that are learned no more
   */
  constructor(
    relation: Relation,
    sets: Sets,
    order: Order,
    grown: (name: string, trie: number) => void,
    dropped: ReadonlySet<string>,
  ) {
    this.relation = relation;
    this.#sets = sets;
    this.#finder = new Finder(sets.diagrams);
    this.#order = order;
    this.#grown = grown;
    this.#dropped = dropped;
  }

  /** Where a step's thread has to stand. Null while it never stood there. */
  given(step: Step): Given | null {
    const { labels, structure } = this.relation;
    const field = labels[step.index] ?? null;
    if (field === null) return [];
    const code = structure.dictionaries[field]?.find(step.body.point?.label);
    return code === undefined ? null : [[field, code]];
  }

  /** Learns every step for every state of a set, which is held; whether there was news. */
  steps(set: number): boolean {
    this.#set = set;
    const { system } = this.relation;
    return system.steps.filter((step) => this.#step(step)).length > 0;
  }

  #step(step: Step): boolean {
    const given = this.given(step);
    if (given === null) return false;
    const learn = (codes: Int32Array) => this.relation.learnStep(step, codes);
    return this.#everywhere(step.name, { trie: step.index, learn }, given);
  }

  /** Learns every claim, those of steps too, for every state of a set; steps are known. */
  claims(set: number): void {
    this.#set = set;
    const { relation } = this;
    for (const [claim, { property }] of relation.claims.entries()) {
      if (this.#dropped.has(property)) continue;
      const learn = (codes: Int32Array) => relation.learnClaim(claim, codes);
      this.#everywhere(property, { trie: relation.claimTrie(claim), learn }, []);
    }
    for (const [claim, { property }] of relation.system.step.entries()) {
      for (const step of relation.system.steps) {
        if (!this.#dropped.has(property)) this.#across(claim, property, step);
      }
    }
  }

  /** Learns what a step property says of each case of a step. */
  #across(claim: number, property: string, step: Step): void {
    const given = this.given(step);
    if (given === null) return;
    const { relation } = this;
    const { length } = relation.structure.paths;
    const trie = relation.stepClaimTrie(claim, step.index);
    const looks = [...this.#looks(step.index), ...this.#looks(trie)];
    const subject = { trie: step.index, learn: () => {} };
    const onLeaf = (leaf: number, set: number, walk: Walk) => {
      if (leaf >= YES) return true;
      const written = new Map(writesOf(relation, leaf));
      const learn = (before: Int32Array) => {
        const after = before.slice();
        for (const [field, code] of written) after[field] = code;
        relation.learnStepClaim(claim, step, before, after);
      };
      // What was written is known of the later state; the rest of it is as it was before.
      const fieldIn = (field: number) => field % length;
      const codeIn = (field: number) => (field >= length ? written.get(field - length) : undefined);
      return walk.on(set, { trie, learn, fieldIn, codeIn });
    };
    this.#everywhere(property, { ...subject, onLeaf }, given, `${trie}`, trie, looks);
  }

  /** Walks a trie with every state of the set that has the codes; whether there was news. */
  #everywhere(
    name: string,
    subject: Subject,
    given: Given,
    key = `${subject.trie}`,
    grows = subject.trie,
    known?: readonly number[],
  ): boolean {
    const { tries } = this.relation;
    const before = tries.size(grows);
    for (let looks = known; ; looks = undefined) {
      const asked = looks ?? [...this.#looks(subject.trie), ...this.#looks(grows)];
      const part = this.#project(key, new Set([...given.map(([field]) => field), ...asked]), given);
      if (part === null) break;
      const stateOf = (wanted: Int32Array) => this.#stateWith(wanted);
      const walk = new Walk(this.relation, this.#sets, part.levels, stateOf);
      const isDone = walk.from(part.set, subject, given);
      // What is known is the same for the next set only if nothing is left to be asked.
      if (isDone) break;
      this.#forget(key);
    }
    if (tries.size(grows) === before) return false;
    this.#grown(name, grows);
    return true;
  }

  /** The fields that a trie asks, of either end of a step. */
  #looks(trie: number): number[] {
    const { tries, structure } = this.relation;
    const bits = tries.looksAt(trie);
    const { length } = structure.paths;
    return Array.from({ length }, (_, field) => field).filter(
      (field) => hasBit(bits, field) || hasBit(bits, field + length),
    );
  }

  /**
   * The states that have the codes, with these fields only, and the level of each field in them;
   * null where they are as last time.
   */
  #project(key: string, fields: ReadonlySet<number>, given: Given) {
    const { fieldAt, levelOf } = this.#order;
    const { diagrams } = this.#sets;
    const keeps = fieldAt.map((field) => fields.has(field));
    const name = keeps.map(Number).join('');
    const id = this.#projections.get(name) ?? this.#projections.size + 1;
    this.#projections.set(name, id);
    // Few of all states are at one place: they are taken out before fields are left out.
    const base = diagrams.top;
    let from = this.#set;
    for (const [field, code] of given) {
      from = this.#sets.pick(from, levelOf[field] ?? 0, code);
      diagrams.push(0, from);
    }
    const set = this.#sets.project(from, keeps, id);
    diagrams.top = base;
    if (this.#done.get(key)?.set === set) return null;
    this.#forget(key);
    const now = { set };
    this.#sets.diagrams.held.add(now);
    this.#done.set(key, now);
    const kept = fieldAt.filter((field) => fields.has(field));
    return { set, levels: new Map(kept.map((field, level) => [field, level])) };
  }

  #forget(key: string): void {
    const last = this.#done.get(key);
    if (last) this.#sets.diagrams.held.delete(last);
    this.#done.delete(key);
  }

  /** A state of the set with these codes, -1 for any. */
  #stateWith(wanted: Int32Array): Int32Array {
    const { fieldAt, levelOf } = this.#order;
    const asked = fieldAt.map((field) => wanted[field] ?? -1);
    const codes = this.#finder.find(this.#set, asked);
    if (!codes) throw new Error('a projection has what its set has not');
    return Int32Array.from(levelOf, (level) => codes[level] ?? 0);
  }
}
