import { contradiction, impure } from '../system/impure.ts';
import { type Claim, holds, type Sort, type Step, type System } from '../system/system.ts';
import { setBit } from './bits.ts';
import { bitsFor, type Layout, layOut, sizesOf } from './layout.ts';
import { Orbits } from './orbits.ts';
import { ifKnown, type Rehearsal, readingAll, recorded, rehearse } from './rehearsal.ts';
import { Structure } from './structure.ts';
import { NO, type Read, Tries, YES } from './tries.ts';

type Codes = Int32Array;

/**
 * The transition relation of a system, learned by running each step and each property once for
 * each combination of values that it reads. What is learned answers for every state with the same
 * values, without the model being called.
 */
export class Relation {
  readonly system: System;
  readonly structure: Structure;
  readonly tries: Tries;
  /** The claims that have a trie each, in this order. */
  readonly claims: readonly Claim[];
  layout: Layout;
  /** How ids can be renamed; null without symmetry. */
  readonly orbits: Orbits | null;
  /** Steps whose reads could not be followed, so that they are taken to read every field. */
  readonly whole = new Set<Step>();
  /** Steps and properties that had too many cases to keep all of them: they were run again. */
  readonly rerun = new Set<string>();
  /** For each step: the field that holds the label of its thread. */
  readonly labels: readonly (number | null)[];
  /** For each step: the fields that it has written, as bits. */
  readonly writes: readonly Int32Array[];
  readonly #onLayout: (before: Layout) => void;

  /**
   * @param sorts ids of which states are to be told apart no more
   * @param onLayout told that packed states are laid out anew, and how they were before
   */
  constructor(
    system: System,
    claims: readonly Claim[],
    sorts: readonly Sort[],
    onLayout: (before: Layout) => void,
  ) {
    this.system = system;
    this.claims = claims;
    this.structure = new Structure(system.initial, sorts);
    this.structure.encode(system.initial);
    this.orbits = sorts.length > 0 ? new Orbits(this.structure, sorts) : null;
    this.layout = layOut(sizesOf(this.structure));
    const { steps, step } = system;
    this.tries = new Tries(steps.length * (1 + step.length) + claims.length, this.layout);
    this.#onLayout = onLayout;
    this.writes = steps.map(() => this.tries.looksAt(0).map(() => 0));
    this.labels = steps.map(({ thread, body: { point } }) =>
      point && thread !== null ? this.labelField(point.field, thread) : null,
    );
  }

  /** The trie of a claim, by its place in `claims`. */
  claimTrie(claim: number): number {
    return this.system.steps.length + claim;
  }
  /** The trie of what a step property, by its place in `System.step`, says of one step. */
  stepClaimTrie(claim: number, step: number): number {
    return this.system.steps.length * (1 + claim) + this.claims.length + step;
  }

  /** The field that holds the label of a thread. */
  labelField(table: string, id: string): number | null {
    return this.structure.fieldAt(table, id) ?? this.structure.fieldAt(table, id, 'at');
  }

  /** How many labels have been seen, of all threads. */
  get labelCount(): number {
    const { threads } = this.system;
    const sizes = threads.map(({ field, id }) => {
      const at = this.labelField(field, id);
      return at === null ? 0 : (this.structure.dictionaries[at]?.size ?? 0);
    });
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** Learns what a step does in a state: refuses, or writes something. */
  learnStep(step: Step, codes: Codes): void {
    const { system, structure } = this;
    const given = this.labels[step.index] ?? null;
    const rehearsal = (this.whole.has(step) ? readingAll : rehearse)(
      system,
      structure,
      step,
      codes,
      given,
    );
    const state = structure.decode(codes);
    const enabled = system.enabled(step, state);
    if (rehearsal?.enabled !== enabled) this.#readAll(step, codes);
    else if (!enabled) this.#add(step.index, rehearsal.reads, NO, step.name);
    else {
      const after = structure.encode(system.apply(step, state));
      if (rehearsal.endsAs(after)) this.#addLeaf(step, rehearsal, codes, after);
      else this.#readAll(step, codes);
    }
  }

  /**
   * Learns whether a claim holds in a state.
   * @returns false where a field was read whose code is not known (-1): nothing is learned
   */
  learnClaim(claim: number, codes: Codes): boolean {
    const body = this.claims[claim];
    if (!body) return true;
    const reads: Read[] = [];
    const answer = ifKnown(reads, () => holds(body, recorded(this.structure, codes, reads)));
    if (answer === null) return false;
    const again = holds(body, this.structure.decode(codes));
    if (answer !== again) throw impure(body.property, 'its answer', answer, again);
    this.#add(this.claimTrie(claim), reads, answer ? YES : NO, body.property);
    return true;
  }

  /** Learns whether a step property holds across a step; the rest as for a claim. */
  learnStepClaim(claim: number, step: Step, before: Codes, after: Codes): boolean {
    const body = this.system.step[claim];
    if (!body) return true;
    const { structure } = this;
    const reads: Read[] = [];
    const later = recorded(structure, after, reads, structure.paths.length);
    const answer = ifKnown(reads, () =>
      body.holds(recorded(structure, before, reads), step, later),
    );
    if (answer === null) return false;
    const again = body.holds(structure.decode(before), step, structure.decode(after));
    if (answer !== again) throw impure(body.property, 'its answer', answer, again);
    this.#add(this.stepClaimTrie(claim, step.index), reads, answer ? YES : NO, body.property);
    return true;
  }

  /** Lays states out anew if a field has more values than its bits can tell apart. */
  makeRoom(): void {
    this.orbits?.close();
    const sizes = sizesOf(this.structure);
    const { mask } = this.layout;
    const fits = (size: number, field: number) => bitsFor(size) <= bitsFor((mask[field] ?? 0) + 1);
    if (sizes.every(fits)) return;
    const before = this.layout;
    this.layout = layOut(sizes);
    this.tries.moveTo(this.layout);
    this.#onLayout(before);
  }

  #addLeaf(step: Step, { reads, written }: Rehearsal, codes: Codes, after: readonly number[]) {
    const seen = new Set(reads.map(({ field }) => field));
    // What was read and stays needs no write; what was not read may be something else elsewhere.
    const fields = [...after.keys()].filter(
      (field) => after[field] !== codes[field] || (written.has(field) && !seen.has(field)),
    );
    const ever = this.writes[step.index] ?? new Int32Array(0);
    for (const field of fields) if (setBit(ever, field)) this.tries.version += 1;
    this.makeRoom();
    const writes = { fields, codes: fields.map((field) => after[field] ?? 0) };
    this.#add(step.index, reads, this.tries.leaves.refOf(writes), step.name);
  }

  /**
   * The recording was no good stand-in: a draft shared by two places, say, or code that asks what
   * it is handed. From now on the step counts as reading every field: true of every pure one.
   */
  #readAll(step: Step, codes: Codes): void {
    const { system, structure } = this;
    const state = structure.decode(codes);
    const results = [0, 1].map(() =>
      system.enabled(step, state) ? structure.encode(system.apply(step, state)) : [],
    );
    const [first = [], second = []] = results;
    const field = first.findIndex((code, i) => code !== second[i]);
    if (this.whole.has(step) || first.length !== second.length || field >= 0) {
      const value = (codes: readonly number[]) => structure.value(field, codes[field] ?? 0);
      throw impure(step.name, structure.paths[field] ?? null, value(first), value(second));
    }
    this.whole.add(step);
    this.tries.clear(step.index);
    this.learnStep(step, codes);
  }

  #add(trie: number, reads: readonly Read[], leaf: number, name: string): void {
    if (this.tries.add(trie, reads, leaf)) return;
    const last = reads.at(-1)?.field ?? -1;
    throw contradiction(name, this.structure.paths[last] ?? null);
  }
}
