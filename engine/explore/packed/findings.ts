import type { Relation } from '../../learn/relation.ts';
import { NO, YES } from '../../learn/tries.ts';
import { type Claim, labelOf } from '../../system/system.ts';
import type { Found } from '../found.ts';
import type { Wanted } from './program.ts';
import { type Across, type Expanded, NEVER, type Order, type Placed, RANKS } from './slice.ts';
import type { SnapshotHead } from './snapshot.ts';
import type { Store } from './store.ts';
import { alike } from './witness.ts';

/** A finding of one slice, and when a sequential search would have come upon it. */
interface Dated {
  readonly order: Order;
  readonly found: Found;
}

/** What a search has found so far: the first violation of each property, the goals reached. */
export class Findings {
  readonly violated = new Map<string, Found>();
  /** For each goal that was reached, the first state that shows it. */
  readonly met = new Map<Claim, number>();
  readonly #store: Store;
  readonly #stopAt: string;

  /** @param stopAt the property whose violation ends a search, `any` or `never` */
  constructor(store: Store, stopAt: string) {
    this.#store = store;
    this.#stopAt = stopAt;
  }

  /** How much is settled. */
  get count(): number {
    return this.violated.size + this.met.size;
  }

  /** Begins again. */
  clear(): void {
    this.violated.clear();
    this.met.clear();
  }

  /** What a snapshot keeps. */
  get numbers(): Pick<SnapshotHead, 'violated' | 'met'> {
    const { claims } = this.#store.relation;
    return {
      violated: [...this.violated.values()].map((found) => ({
        ...found,
        params: { ...found.params },
        last: found.last?.index ?? null,
      })),
      met: [...this.met].map(([claim, state]) => [claims.indexOf(claim), state]),
    };
  }
  restore({ violated, met }: Pick<SnapshotHead, 'violated' | 'met'>): void {
    const { claims, system } = this.#store.relation;
    for (const { last, ...found } of violated) {
      const step = last === null ? null : (system.steps[last] ?? null);
      this.violated.set(found.property, { ...found, last: step });
    }
    for (const [place, state] of met) {
      const claim = claims[place];
      if (claim) this.met.set(claim, state);
    }
  }

  /** Judges the initial state; whether that ends the search. */
  initial(): boolean {
    const { relation } = this.#store;
    const hits = this.wanted(relation).flatMap(({ claim, answer }) => {
      const says = this.#store.find(relation.claimTrie(claim), 0);
      return says === answer ? [{ claim, id: 0, order: 0 }] : [];
    });
    return this.take(0, [], [{ misses: [], found: hits }]) !== null;
  }

  /** Claims that are still worth judging, each with the answer that is looked for. */
  wanted({ claims }: Relation): Wanted[] {
    const open = (claim: Claim) =>
      claim.kind === 'reachable'
        ? !this.met.has(claim)
        : claim.kind === 'always' && this.#isOpen(claim.property);
    return claims.flatMap((body, claim) =>
      open(body) ? [{ claim, answer: body.kind === 'reachable' ? YES : NO }] : [],
    );
  }

  /** Whether a step property is still worth judging. */
  isOpen(claim: number): boolean {
    const { step } = this.#store.relation.system;
    return this.#isOpen(step[claim]?.property ?? '');
  }

  #isOpen(property: string): boolean {
    return !this.violated.has(property);
  }

  /**
   * Takes in what a slice that begins at `from` gave, up to `until`; when a violation of it ends
   * the search, the order of that violation, and nothing later is taken in.
   */
  take(
    from: number,
    expanded: readonly Expanded[],
    placed: readonly Placed[],
    until: Order = NEVER,
  ): Order | null {
    const dated = [
      ...placed.flatMap(({ found }) => found).flatMap((each) => this.#ofState(each)),
      ...expanded.flatMap(({ across }) => across).flatMap((each) => this.#ofStep(each, from)),
      ...this.#deadlock(Math.min(NEVER, ...expanded.map(({ deadlock }) => deadlock)), from),
    ].sort((a, b) => a.order - b.order);
    let stop: Order | null = null;
    for (const { order, found } of dated) {
      if (order > (stop ?? until)) break;
      if (this.violated.has(found.property)) continue;
      this.violated.set(found.property, found);
      if (this.#stopAt === 'any' || this.#stopAt === found.property) stop = order;
    }
    this.#meet(placed, stop ?? until);
    return stop;
  }

  #meet(placed: readonly Placed[], until: Order): void {
    const found = placed.flatMap((each) => each.found).sort((a, b) => a.id - b.id);
    for (const { claim, id, order } of found) {
      const goal = this.#store.relation.claims[claim];
      if (goal?.kind !== 'reachable' || this.met.has(goal) || order > until) continue;
      for (const each of alike(this.#store, goal)) this.met.set(each, id);
    }
  }

  #ofState({ claim, id, order }: Placed['found'][number]): Dated[] {
    const body = this.#store.relation.claims[claim];
    if (body?.kind !== 'always') return [];
    const { property, kind, conjunct, params } = body;
    return [{ order, found: { property, kind, conjunct, params, state: id, last: null } }];
  }

  #ofStep({ claim, step, order }: Across, from: number): Dated[] {
    const { system } = this.#store.relation;
    const body = system.step[claim];
    if (!body) return [];
    const { property, params } = body;
    const state = from + Math.floor(order / RANKS);
    const last = system.steps[step] ?? null;
    return [{ order, found: { property, kind: 'step', conjunct: null, params, state, last } }];
  }

  #deadlock(place: number, from: number): Dated[] {
    if (place === NEVER || !this.#isOpen('deadlock')) return [];
    const id = from + place;
    const state = this.#store.state(id);
    const inside = this.#store.relation.system.threads.find(
      (thread) => !thread.homes.has(labelOf(state, thread.field, thread.id) ?? ''),
    );
    if (!inside) return [];
    const found: Found = {
      property: 'deadlock',
      kind: 'deadlock',
      conjunct: null,
      params: { [inside.field]: inside.id },
      state: id,
      last: null,
    };
    // After every step out of the state.
    return [{ order: place * RANKS + RANKS - 1, found }];
  }
}
