import type { Layout } from '../../learn/layout.ts';
import { Relation } from '../../learn/relation.ts';
import type { Step, System } from '../../system/system.ts';
import type { Limits } from '../search.ts';
import type { Cut, Verdict } from '../verdict.ts';
import { AUDIT_RATE, Auditor } from './auditor.ts';
import { Crew } from './crew.ts';
import { Findings } from './findings.ts';
import { acrossOf, groupsOf, type Program } from './program.ts';
import { settle } from './settle.ts';
import type { Expanded, Placed } from './slice.ts';
import { Store } from './store.ts';
import { Teacher } from './teacher.ts';

/** Most states of a slice, and fewest. */
const SLICE = { most: 8192, fewest: 16 } as const;

/** What the fast engine can be asked besides limits. */
export interface PackedOptions extends Limits {
  /** One state in so many is audited; 0 for none. */
  readonly audit?: number;
}

/**
 * The fast engine: breadth first over packed states by what has been learned, level by level. It
 * finds what the reference engine finds, in the same order, whatever the number of workers.
 */
export class PackedSearch {
  readonly #system: System;
  readonly #limits: Limits;
  readonly #relation: Relation;
  readonly #store: Store;
  readonly #teacher: Teacher;
  readonly #auditor: Auditor;
  readonly #findings: Findings;
  readonly #crew: Crew;
  readonly #fired: number[];
  readonly #refused: number[];
  #program: Program;
  #cursor = 0;
  #levelEnd = 1;
  #depth = 0;
  #steps = 0;
  #seconds = 0;
  #cut: Cut | null = null;
  #isSettled = false;

  constructor(system: System, options: PackedOptions = {}) {
    this.#system = system;
    this.#limits = options;
    this.#relation = new Relation(system, [...system.always, ...system.reachable], (before) =>
      this.#moveFrom(before),
    );
    this.#store = new Store(this.#relation);
    this.#store.begin();
    this.#teacher = new Teacher(this.#store);
    this.#auditor = new Auditor(this.#store, options.audit ?? AUDIT_RATE);
    this.#findings = new Findings(this.#store, options.stopAt ?? 'any');
    this.#fired = system.steps.map(() => 0);
    this.#refused = system.steps.map(() => 0);
    this.#program = this.#compile();
    this.#crew = new Crew(this.#program);
    this.#crew.include(this.#store.arena, 0);
    this.#teacher.claims(this.#relation.claims.map((_, claim) => ({ claim, id: 0 })));
    if (this.#findings.initial()) this.#cut = 'violation';
    this.#program = this.#compile();
  }

  get states(): number {
    return this.#store.size;
  }
  get depth(): number {
    return this.#depth;
  }
  get steps(): number {
    return this.#steps;
  }
  get queue(): number {
    return this.#store.size - this.#cursor;
  }

  /** Works for about `ms` milliseconds; true when the search has ended. */
  advance(ms: number): boolean {
    const start = performance.now();
    const before = this.#seconds;
    while (!this.#cut && this.queue > 0) {
      this.#slice();
      const elapsed = performance.now() - start;
      this.#seconds = before + elapsed / 1000;
      this.#checkLimits();
      if (elapsed > ms) break;
    }
    const ended = this.#cut !== null || this.queue === 0;
    if (ended && !this.#cut && !this.#isSettled) this.#settle();
    return ended;
  }

  /** Ends the search here; what is known so far stays. */
  stop(cut: Cut): void {
    this.#cut ??= cut;
  }

  #slice(): void {
    const from = this.#cursor;
    const size = Math.max(SLICE.fewest, Math.min(SLICE.most, this.states >> 2));
    const to = Math.min(this.#levelEnd, from + size);
    const expanded = this.#expand(from, to);
    this.#auditor.audit(from, to);
    const base = this.states;
    const placed = this.#place(from);
    this.#cursor = to;
    this.#count(expanded);
    const found = this.#findings.violated.size + this.#findings.met.size;
    const stop = this.#findings.take(from, expanded, placed);
    if (stop !== null) this.#endAt(stop, from, base);
    if (this.#findings.violated.size + this.#findings.met.size > found) {
      this.#program = this.#compile();
    }
    if (to === this.#levelEnd && this.queue > 0) {
      this.#depth += 1;
      this.#levelEnd = this.states;
    }
  }

  /** Expands states, as often as it takes until nothing about them is unknown. */
  #expand(from: number, to: number): Expanded[] {
    for (;;) {
      const results = this.#crew.expand(this.#program, this.#store.arena, from, to);
      const misses = results.flatMap((each) => each.misses);
      if (misses.length === 0) return results;
      this.#teacher.steps(misses, from);
      this.#program = this.#compile();
    }
  }

  /** Gives the new successors their numbers, and judges them. */
  #place(from: number): Placed[] {
    const count = this.#crew.insert();
    this.#store.reserve(count);
    this.#crew.place(this.#store.arena, this.states, from);
    this.#store.size += count;
    for (;;) {
      const results = this.#crew.judge(this.#program);
      const misses = results.flatMap((each) => each.misses);
      if (misses.length === 0) return results;
      this.#teacher.claims(misses);
      this.#program = this.#compile();
    }
  }

  #count(expanded: readonly Expanded[]): void {
    for (const { fired, refused, transitions } of expanded) {
      this.#steps += transitions;
      for (const [i, n] of fired.entries()) this.#fired[i] = (this.#fired[i] ?? 0) + n;
      for (const [i, n] of refused.entries()) this.#refused[i] = (this.#refused[i] ?? 0) + n;
    }
  }
}
