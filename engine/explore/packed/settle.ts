import { UNKNOWN, YES } from '../../learn/tries.ts';
import type { Claim } from '../../system/system.ts';
import type { Found } from '../found.ts';
import type { Owed } from '../owed.ts';
import type { Cut } from '../verdict.ts';
import { type Learn, PackedGraph } from './packed-graph.ts';
import type { Store } from './store.ts';
import { firstStuck } from './stuck.ts';

/** Goals that are searched for at a time: one bit each of a 32-bit integer. */
const GOALS = 31;

/** After so many states looked at it is asked whether to go on. */
const EVERY = 4096;

/** The settling was ended from outside. */
class Ended extends Error {
  readonly cut: Cut;
  constructor(cut: Cut) {
    super(`ended: ${cut}`);
    this.cut = cut;
  }
}

/** What is left to settle when every state has been seen: everything that speaks of whole runs. */
export class Settler {
  readonly #store: Store;
  readonly #interrupted: () => Cut | null;
  #asked = 0;
  /** By claim: its place among the claims of the relation. */
  readonly #places: ReadonlyMap<Claim, number>;

  /** @param interrupted asked now and then: why to end, or null */
  constructor(store: Store, interrupted: () => Cut | null) {
    this.#store = store;
    this.#interrupted = interrupted;
    this.#places = new Map(store.relation.claims.map((claim, i) => [claim, i]));
  }

  /** Settles `recoverable` and `leadsTo` properties; why it was ended before that, or null. */
  settle(learn: Learn, violated: Map<string, Found>, owed: Owed): Cut | null {
    try {
      this.#settle(learn, violated, owed);
      return null;
    } catch (error) {
      if (error instanceof Ended) return error.cut;
      throw error;
    }
  }

  #settle(learn: Learn, violated: Map<string, Found>, owed: Owed): void {
    const { recoverable, leadsTo } = this.#store.relation.system;
    if (recoverable.length + leadsTo.length === 0) return;
    // Learned before the graph is made: that may lay out the states anew.
    for (let id = 0; id < this.#store.size; id++) {
      this.#ask();
      for (const claim of recoverable) this.#holds(claim, id);
      if (leadsTo.length > 0) owed.note((claim) => this.#holds(claim, id));
    }
    const graph = new PackedGraph(this.#store, learn, () => this.#ask());
    for (let first = 0; first < recoverable.length; first += GOALS) {
      this.#recover(graph, recoverable.slice(first, first + GOALS), violated);
    }
    owed.settle(graph);
  }

  #ask(): void {
    this.#asked += 1;
    if (this.#asked % EVERY !== 0) return;
    const cut = this.#interrupted();
    if (cut) throw new Ended(cut);
  }

  #recover(graph: PackedGraph, claims: readonly Claim[], violated: Map<string, Found>): void {
    const goals = (id: number) =>
      claims.reduce((bits, claim, i) => (this.#holds(claim, id) ? bits | (1 << i) : bits), 0);
    for (const [i, state] of firstStuck(graph, claims.length, goals).entries()) {
      const claim = claims[i];
      if (state === null || !claim) continue;
      const { property, kind, conjunct, params } = claim;
      const earlier = violated.get(property);
      if (earlier && earlier.state <= state) continue;
      violated.set(property, { property, kind, conjunct, params, state, last: null });
    }
  }

  #holds(claim: Claim, id: number): boolean {
    const { relation } = this.#store;
    const place = this.#places.get(claim);
    if (place === undefined) throw new Error(`${claim.property} is not a claim of this search`);
    const trie = relation.claimTrie(place);
    const known = this.#store.find(trie, id);
    if (known !== UNKNOWN) return known === YES;
    relation.learnClaim(place, this.#store.codes(id));
    return this.#store.find(trie, id) === YES;
  }
}
