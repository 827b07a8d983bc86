import { hasBit } from '../learn/bits.ts';
import type { Relation } from '../learn/relation.ts';
import { YES } from '../learn/tries.ts';
import type { Step } from '../system/system.ts';
import { type Given, writesOf } from './cubes.ts';
import { Finder } from './find.ts';
import { metOf } from './known.ts';
import type { Order } from './order.ts';
import { type Part, Parts } from './parts.ts';
import { placesOf } from './places.ts';
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
  readonly #grown: (name: string, trie: number) => void;
  /** Properties that are learned no more: they have too many cases. */
  readonly #dropped: ReadonlySet<string>;
  readonly #parts: Parts;

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
    this.#parts = new Parts(sets, order);
  }

  /** Learns every step for every state of a set, which is held; whether there was news. */
  steps(set: number): boolean {
    let news = false;
    for (const { given, steps } of placesOf(this.relation)) {
      this.#parts.turnTo(set, given);
      for (const step of steps) if (this.#step(step, given)) news = true;
    }
    this.#parts.letGo();
    return news;
  }

  #step(step: Step, given: Given): boolean {
    const learn = (codes: Int32Array) => {
      if (codes.includes(-1)) return false;
      this.relation.learnStep(step, codes);
      return true;
    };
    return this.#everywhere(step.name, { trie: step.index, learn }, given);
  }

  /** Learns every claim, those of steps too, for every state of a set; steps are known. */
  claims(set: number): void {
    this.#parts.turnTo(set, []);
    const { relation } = this;
    const met = metOf(relation);
    for (const [claim, body] of relation.claims.entries()) {
      const { property } = body;
      // Of a goal one state is enough.
      if (this.#dropped.has(property) || met.has(body)) continue;
      const learn = (codes: Int32Array) => relation.learnClaim(claim, codes);
      this.#everywhere(property, { trie: relation.claimTrie(claim), learn }, []);
    }
    for (const { given, steps } of placesOf(this.relation)) {
      this.#parts.turnTo(set, given);
      for (const step of steps) this.#claimsAcross(step, given);
    }
    this.#parts.letGo();
  }

  /** Learns what every step property says of a step. */
  #claimsAcross(step: Step, given: Given): void {
    const { relation } = this;
    const claims = [...relation.system.step.entries()].filter(
      ([, { property }]) => !this.#dropped.has(property),
    );
    const tries = claims.map(([claim]) => relation.stepClaimTrie(claim, step.index));
    // Made once for all of them, which are parts of it.
    this.#partOf(
      given,
      [step.index, ...tries].flatMap((trie) => this.#looks(trie)),
    );
    for (const [claim, { property }] of claims) this.#across(claim, property, step, given);
  }

  /** Learns what a step property says of each case of a step. */
  #across(claim: number, property: string, step: Step, given: Given): void {
    const { relation } = this;
    const { length } = relation.structure.paths;
    const trie = relation.stepClaimTrie(claim, step.index);
    const looks = [...this.#looks(step.index), ...this.#looks(trie)];
    const subject = { trie: step.index, learn: () => true };
    const onLeaf = (leaf: number, set: number, walk: Walk) => {
      if (leaf >= YES) return true;
      const written = new Map(writesOf(relation, leaf));
      const learn = (before: Int32Array) => {
        const after = before.slice();
        for (const [field, code] of written) after[field] = code;
        return relation.learnStepClaim(claim, step, before, after);
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
      const part = this.#partOf(given, asked);
      // It is as it was last time.
      if (this.#done.get(key)?.set === part.set) break;
      this.#remember(key, part.set);
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

  #partOf(given: Given, asked: readonly number[]): Part {
    return this.#parts.with(new Set([...given.map(([field]) => field), ...asked]));
  }

  #remember(key: string, set: number): void {
    this.#forget(key);
    const now = { set };
    this.#sets.diagrams.held.add(now);
    this.#done.set(key, now);
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
    const codes = this.#finder.find(this.#parts.whole, asked);
    if (!codes) throw new Error('a projection has what its set has not');
    return Int32Array.from(levelOf, (level) => codes[level] ?? 0);
  }
}
