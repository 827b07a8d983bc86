import { NO } from '../../learn/tries.ts';
import type { System } from '../../system/system.ts';
import { type Expanded, type Order, RANKS } from './slice.ts';
import type { SnapshotHead } from './snapshot.ts';
import type { Store } from './store.ts';
import { Successors } from './successors.ts';

/** How often each step ran and how often its guard refused. */
export class Tally {
  /** Transitions in all. */
  steps = 0;
  readonly fired: number[];
  readonly refused: number[];

  constructor(system: System) {
    this.fired = system.steps.map(() => 0);
    this.refused = system.steps.map(() => 0);
  }

  /** Begins again. */
  clear(): void {
    this.steps = 0;
    this.fired.fill(0);
    this.refused.fill(0);
  }

  /** What a snapshot keeps. */
  get numbers(): Pick<SnapshotHead, 'steps' | 'fired' | 'refused'> {
    return { steps: this.steps, fired: [...this.fired], refused: [...this.refused] };
  }
  restore({ steps, fired, refused }: Pick<SnapshotHead, 'steps' | 'fired' | 'refused'>): void {
    this.steps = steps;
    for (const [i, n] of fired.entries()) this.fired[i] = n;
    for (const [i, n] of refused.entries()) this.refused[i] = n;
  }

  /** Counts a whole slice. */
  add(expanded: readonly Expanded[]): void {
    for (const { fired, refused, transitions } of expanded) {
      this.steps += transitions;
      for (const [i, n] of fired.entries()) this.fired[i] = (this.fired[i] ?? 0) + n;
      for (const [i, n] of refused.entries()) this.refused[i] = (this.refused[i] ?? 0) + n;
    }
  }

  /**
   * Counts the part of a slice up to where a sequential search would have stopped; how many of the
   * new states, which begin at `base`, it would have found.
   */
  addUntil(stop: Order, store: Store, from: number, base: number): number {
    const last = from + Math.floor(stop / RANKS);
    for (let id = from; id < last; id++) this.#expand(store, id, RANKS);
    const seen = this.#expand(store, last, (stop % RANKS) + 1);
    let id = base;
    const isSeen = (state: number) => {
      const parent = store.arena.parent(state);
      return parent < last || (parent === last && seen.has(store.codes(state).join()));
    };
    while (id < store.size && isSeen(id)) id += 1;
    return id - base;
  }

  /** Takes at most so many steps out of a state; the states they lead to. */
  #expand(store: Store, id: number, limit: number): Set<string> {
    const successors = new Successors(store.relation);
    const codes = store.codes(id);
    const seen = new Set<string>();
    let taken = 0;
    for (const step of successors.candidates(codes)) {
      if (taken === limit) break;
      const ref = successors.leaf(step, codes);
      const counts = ref === NO ? this.refused : this.fired;
      counts[step.index] = (counts[step.index] ?? 0) + 1;
      if (ref === NO) continue;
      taken += 1;
      seen.add(successors.after(ref, codes).join());
    }
    this.steps += taken;
    return seen;
  }
}
