import type { Layout } from '../../learn/layout.ts';
import { Relation } from '../../learn/relation.ts';
import { observed } from '../../system/observed.ts';
import type { Claim, System } from '../../system/system.ts';
import { actionCounts, propertyVerdicts } from '../found.ts';
import { Owed } from '../owed.ts';
import type { Limits } from '../search.ts';
import type { Cut, Details, Verdict } from '../verdict.ts';
import { AUDIT_RATE, Auditor } from './auditor.ts';
import { Calls } from './calls.ts';
import { Crew } from './crew.ts';
import { Findings } from './findings.ts';
import { acrossOf, groupsOf, judgedOf, type Program } from './program.ts';
import { Settler } from './settle.ts';
import { type Expanded, NEVER, type Order, type Placed, RANKS } from './slice.ts';
import { Store } from './store.ts';
import { symmetryOf } from './symmetry.ts';
import { Tally } from './tally.ts';
import { Teacher } from './teacher.ts';
import { witnessIn } from './witness.ts';

/** Most states of a slice, and fewest. */
const SLICE = { most: 8192, fewest: 16 } as const;

/** States from which on it pays to start threads. */
const ENOUGH = 1 << 16;

/** What the fast engine can be asked besides limits. */
export interface PackedOptions extends Limits {
  /** One state in so many is audited; 0 for none. */
  readonly audit?: number;
  /** Whether states that differ in interchangeable ids only are searched once; yes if not said. */
  readonly symmetry?: boolean;
  /** Threads that search. */
  readonly workers?: number;
  /** States from which on they do; 0: they are waited for, and take part in the first slice. */
  readonly enough?: number;
}

/**
 * The fast engine: breadth first over packed states by what has been learned, level by level. It
 * finds what the reference engine finds, in the same order, whatever the number of workers.
 */
export class PackedSearch {
  readonly #calls = new Calls();
  readonly #system: System;
  readonly #limits: PackedOptions;
  readonly #relation: Relation;
  readonly #store: Store;
  readonly #teacher: Teacher;
  readonly #auditor: Auditor;
  readonly #findings: Findings;
  readonly #crew: Crew;
  readonly #tally: Tally;
  readonly #owed: Owed;
  #program: Program;
  #cursor = 0;
  #levelEnd = 1;
  #depth = 0;
  #members = 1;
  #seconds = 0;
  #cut: Cut | null = null;
  #isSettled = false;

  constructor(system: System, options: PackedOptions = {}) {
    this.#system = observed(system, this.#calls);
    this.#limits = options;
    const sorts = options.symmetry === false ? [] : symmetryOf(system);
    this.#relation = new Relation(this.#system, claimsOf(this.#system), sorts, (before) =>
      this.#moveFrom(before),
    );
    this.#store = new Store(this.#relation);
    this.#store.begin();
    this.#teacher = new Teacher(this.#store);
    this.#auditor = new Auditor(this.#store, options.audit ?? AUDIT_RATE);
    this.#findings = new Findings(this.#store, options.stopAt ?? 'any');
    this.#tally = new Tally(system);
    this.#owed = new Owed(system);
    this.#program = this.#compile();
    this.#crew = new Crew(this.#program);
    this.#crew.rebuild(this.#store.arena, this.states);
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
    return this.#tally.steps;
  }
  get queue(): number {
    return this.#store.size - this.#cursor;
  }

  /** Most threads that took part at a time. */
  get members(): number {
    return this.#members;
  }
  /** Bytes of states, table, lanes and tries. */
  get bytes(): number {
    return this.#store.arena.bytes + this.#crew.bytes + this.#relation.tries.bytes;
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
    if (ended) this.#crew.dismiss();
    if (ended && !this.#cut && !this.#isSettled) this.#settle();
    return ended;
  }

  /** Ends the search here; what is known so far stays. */
  stop(cut: Cut): void {
    this.#cut ??= cut;
  }

  verdict(): Verdict {
    const complete = this.#cut === null && this.queue === 0;
    return {
      model: this.#system.model,
      mutation: this.#system.mutation,
      bounds: this.#system.bounds,
      engine: 'explore',
      complete,
      cut: this.#cut,
      states: this.states,
      steps: this.steps,
      depth: this.#depth,
      seconds: this.#seconds,
      properties: propertyVerdicts(this.#system, complete, {
        violated: this.#findings.violated,
        met: this.#findings.met,
        lasso: (property) => this.#owed.witness(property),
        witness: (found) => witnessIn(this.#store, found),
      }),
      actions: actionCounts(this.#system, this.#tally.fired, this.#tally.refused),
      details: this.#details(),
    };
  }

  #details(): Details {
    const { structure, whole } = this.#relation;
    const sizes = structure.dictionaries.map(({ size }) => size);
    const widest = sizes.indexOf(Math.max(...sizes));
    const field = structure.paths[widest];
    return {
      workers: this.#limits.workers ?? 1,
      symmetry: this.#relation.orbits !== null,
      bytesPerState: (this.#store.arena.bytes + this.#crew.bytes) / this.states,
      widest: field === undefined ? null : { field, values: sizes[widest] ?? 0 },
      readWhole: [...whole].map(({ name }) => name),
      rerun: [],
      audited: this.#auditor.audited,
      auditCalls: this.#calls.auditing,
    };
  }

  #slice(): void {
    const { workers = 1, enough = ENOUGH } = this.#limits;
    if (workers > 1 && this.states > enough) this.#crew.recruit(workers, enough === 0);
    this.#crew.join(this.#program, this.#store.arena, this.states);
    this.#members = Math.max(this.#members, this.#crew.size);
    const from = this.#cursor;
    const size = Math.max(SLICE.fewest, Math.min(SLICE.most, this.states >> 2));
    const to = Math.min(this.#levelEnd, from + size);
    const expanded = this.#expand(from, to);
    this.#calls.audit(() => this.#auditor.audit(from, to));
    const base = this.states;
    const placed = this.#place(from);
    this.#cursor = to;
    const found = this.#findings.violated.size + this.#findings.met.size;
    const until = this.#lastOrder(from);
    const stop = this.#findings.take(from, expanded, placed, until);
    if (stop !== null) this.stop('violation');
    if (stop === null && until === NEVER) this.#tally.add(expanded);
    else this.#endAt(stop ?? until, from, base);
    if (this.#findings.violated.size + this.#findings.met.size > found) {
      this.#program = this.#compile();
    }
    if (this.#cursor === this.#levelEnd && this.queue > 0) {
      this.#depth += 1;
      this.#levelEnd = this.states;
    }
  }

  /** Expands states, as often as it takes until nothing about them is unknown. */
  #expand(from: number, to: number): Expanded[] {
    for (;;) {
      const results = this.#crew.expand(this.#program, from, to);
      const misses = results.flatMap((each) => each.misses);
      if (misses.length === 0) return results;
      this.#teacher.steps(misses, from);
      this.#program = this.#compile();
    }
  }

  /** Gives the new successors their numbers, and judges them. */
  #place(from: number): Placed[] {
    const count = this.#crew.insert();
    this.#crew.share(this.#store.reserve(count), this.#store.arena.words);
    let results = this.#crew.place(this.#program, this.states, from);
    this.#store.size += count;
    for (;;) {
      const misses = results.flatMap((each) => each.misses);
      if (misses.length === 0) return results;
      this.#teacher.claims(misses);
      this.#program = this.#compile();
      results = this.#crew.judge(this.#program);
    }
  }

  /** Where `maxStates` ends the slice: when all is known of the state that exceeds it. */
  #lastOrder(from: number): Order {
    const { maxStates = Infinity } = this.#limits;
    if (this.states <= maxStates) return NEVER;
    return (this.#store.arena.parent(maxStates) - from + 1) * RANKS - 1;
  }

  /** Forgets what a sequential search would not have seen any more. */
  #endAt(stop: Order, from: number, base: number): void {
    this.#store.size = base + this.#tally.addUntil(stop, this.#store, from, base);
    this.#cursor = from + Math.floor(stop / RANKS) + 1;
  }

  #checkLimits(): void {
    const { maxStates = Infinity, maxSeconds = Infinity, maxMemory = Infinity } = this.#limits;
    if (this.queue === 0) return;
    if (this.states > maxStates) this.stop('max-states');
    if (this.#seconds > maxSeconds) this.stop('max-seconds');
    const used = () => this.bytes + process.memoryUsage().heapUsed;
    if (maxMemory < Infinity && used() > maxMemory) this.stop('max-memory');
  }

  #settle(): void {
    this.#isSettled = true;
    const settler = new Settler(this.#store);
    settler.settle(() => this.#compile(), this.#findings.violated, this.#owed);
  }

  #moveFrom(before: Layout): void {
    this.#store.moveFrom(before);
    this.#crew.rebuild(this.#store.arena, this.states);
  }

  /** What has been learned so far, for the hot loop. */
  #compile(): Program {
    const { layout, tries, orbits } = this.#relation;
    return {
      words: layout.words,
      orbits: orbits && { layout, tables: orbits.tables },
      steps: this.#system.steps.length,
      nodes: tries.nodes,
      leaves: tries.leaves.array,
      ...groupsOf(this.#relation),
      across: acrossOf(this.#relation, (claim) => this.#findings.isOpen(claim)),
      acrossTries: this.#relation.stepClaimTrie(0, 0),
      judged: judgedOf(this.#relation, this.#findings.wanted(this.#relation)),
    };
  }
}

/** Every claim that needs a trie. */
const claimsOf = ({ always, reachable, recoverable, leadsTo }: System): Claim[] => [
  ...always,
  ...reachable,
  ...recoverable,
  ...leadsTo.flatMap(({ from, to }) => [from, to]),
];
