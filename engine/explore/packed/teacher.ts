import { pack } from '../../learn/layout.ts';
import type { Relation } from '../../learn/relation.ts';
import { UNKNOWN } from '../../learn/tries.ts';
import type { Step } from '../../system/system.ts';
import type { Miss, Placed } from './slice.ts';
import type { Store } from './store.ts';
import { Successors } from './successors.ts';

/** Learns what a slice did not know, in the order of the slice. */
export class Teacher {
  readonly #relation: Relation;
  readonly #store: Store;
  readonly #successors: Successors;

  constructor(store: Store) {
    this.#relation = store.relation;
    this.#store = store;
    this.#successors = new Successors(store.relation);
  }

  /** Learns what steps do, and what step properties say of them; the slice begins at `from`. */
  steps(misses: readonly Miss[], from: number): void {
    const inOrder = misses.toSorted(
      (a, b) => a.place - b.place || a.step - b.step || a.claim - b.claim,
    );
    for (const { place, step: index, claim } of inOrder) {
      const step = this.#relation.system.steps[index];
      if (!step) continue;
      if (claim >= 0) this.#across(from + place, step, claim);
      else if (this.#store.find(index, from + place) === UNKNOWN) {
        this.#relation.learnStep(step, this.#store.codes(from + place));
        if (this.#store.find(index, from + place) === UNKNOWN) throw lost(step.name);
      }
    }
  }

  /** Learns what claims say of states. */
  claims(misses: Placed['misses']): void {
    for (const { claim, id } of misses.toSorted((a, b) => a.id - b.id || a.claim - b.claim)) {
      if (this.#store.find(this.#relation.claimTrie(claim), id) !== UNKNOWN) continue;
      this.#relation.learnClaim(claim, this.#store.codes(id));
      if (this.#store.find(this.#relation.claimTrie(claim), id) === UNKNOWN) {
        throw lost(this.#relation.claims[claim]?.property);
      }
    }
  }

  #across(id: number, step: Step, claim: number): void {
    const before = this.#store.codes(id);
    const after = this.#successors.take(step, before);
    if (!after) return;
    const { layout, tries } = this.#relation;
    const pair = new Int32Array(2 * layout.words);
    pack(layout, before, pair);
    pack(layout, after, pair, layout.words);
    const trie = this.#relation.stepClaimTrie(claim, step.index);
    if (tries.find(trie, pair, 0) !== UNKNOWN) return;
    this.#relation.learnStepClaim(claim, step, before, after);
  }
}

/** What was learned is not there: without an error the search would learn it for ever. */
const lost = (name = '') => new Error(`${name} was learned and is unknown still`);
