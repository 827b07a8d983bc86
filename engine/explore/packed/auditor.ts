import { pack } from '../../learn/layout.ts';
import { NO, UNKNOWN, YES } from '../../learn/tries.ts';
import { impure } from '../../system/impure.ts';
import { Interner } from '../../system/intern.ts';
import { holds, type State, type Step } from '../../system/system.ts';
import { Mirror } from './mirror.ts';
import type { Store } from './store.ts';
import { Successors } from './successors.ts';

/** One state in so many is audited, once the search is large. */
export const AUDIT_RATE = 10_000;
/** The first states all are; then, of the states up to any, so many times their octaves. */
const ALL = 32;
const DENSE = 6;
/** While more states than asked for are audited, one in so many steps and claims of each is. */
const THIN = 4;
/** Of the first states whatever was declared symmetric is tested as a whole. */
const WHOLE = 16;

/** Whether it is the turn of the item at a place. */
export type IsDue = (item: unknown, place: number) => boolean;

/**
 * Holds what was learned to the model: takes every step of a state by its recipe, through immer,
 * and judges every property again. What differs is named as impure.
 */
export class Auditor {
  readonly #store: Store;
  readonly #rate: number;
  readonly #successors: Successors;
  readonly #interner = new Interner();
  readonly #mirror: Mirror | null;
  #next = 0;
  audited = 0;

  /** @param rate one state in so many; 0 for none */
  constructor(store: Store, rate: number) {
    this.#store = store;
    this.#rate = rate;
    this.#successors = new Successors(store.relation);
    const { orbits, structure, system } = store.relation;
    this.#mirror = orbits && new Mirror(system, structure, orbits);
    this.#mirror?.initial();
  }

  /** Audits those of the states from one to another whose turn it is. */
  audit(from: number, to: number): void {
    if (this.#rate === 0) return;
    if (this.#next < from) this.#next = from;
    while (this.#next < to) {
      const gap = this.#next < ALL ? 1 : Math.floor(this.#next / DENSE);
      const thin = gap < this.#rate ? THIN : 1;
      this.#state(this.#next, (_, i) => (this.audited + i) % thin === 0);
      this.audited += 1;
      this.#next += Math.min(this.#rate, gap);
    }
  }

  #state(id: number, isDue: IsDue): void {
    const { relation } = this.#store;
    const { system, tries } = relation;
    const codes = this.#store.codes(id);
    const state = relation.structure.decode(codes);
    this.#mirror?.test(codes, id < WHOLE ? () => true : isDue);
    for (const step of system.candidates(state).filter(isDue)) {
      const ref = this.#successors.known(step, codes);
      if (ref === UNKNOWN) continue;
      const enabled = system.enabled(step, state);
      if (enabled !== (ref !== NO)) throw impure(step.name, 'its guard', ref !== NO, enabled);
      if (!enabled) continue;
      const after = system.apply(step, state);
      const real = Int32Array.from(relation.structure.encode(after));
      this.#compare(step, ref, codes, real);
      if (this.#interner.code(relation.structure.decode(real)) !== this.#interner.code(after)) {
        throw new Error(`the state after ${step.name} has codes of other values`);
      }
      this.#across(step, [state, after], [codes, real]);
    }
    for (const [claim, body] of relation.claims.entries()) {
      if (!isDue(body, claim)) continue;
      const ref = tries.find(relation.claimTrie(claim), ...this.#where(id));
      if (ref === UNKNOWN) continue;
      const answer = holds(body, state);
      if (answer !== (ref === YES)) throw impure(body.property, 'its answer', ref === YES, answer);
    }
  }

  /** Judges the step properties again across a step. */
  #across(step: Step, [before, after]: [State, State], codes: readonly Int32Array[]): void {
    const { relation } = this.#store;
    const { words } = relation.layout;
    const pair = new Int32Array(2 * words);
    for (const [end, each] of codes.entries()) pack(relation.layout, each, pair, end * words);
    for (const [claim, { property, holds }] of relation.system.step.entries()) {
      const ref = relation.tries.find(relation.stepClaimTrie(claim, step.index), pair, 0);
      if (ref === UNKNOWN) continue;
      const answer = holds(before, step, after);
      if (answer !== (ref === YES)) throw impure(property, 'its answer', ref === YES, answer);
    }
  }

  #where(id: number): [Int32Array, number] {
    return [this.#store.arena.block(id), this.#store.arena.offset(id)];
  }

  #compare(step: Step, ref: number, codes: Int32Array, real: Int32Array): void {
    const { structure } = this.#store.relation;
    const learned = this.#successors.after(ref, codes);
    const field = real.findIndex((code, i) => code !== learned[i]);
    if (field < 0) return;
    const value = (of: ArrayLike<number>) => structure.value(field, of[field] ?? 0);
    throw impure(step.name, structure.paths[field] ?? null, value(learned), value(real));
  }
}
