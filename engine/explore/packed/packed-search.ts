import { Relation } from '../../learn/relation.ts';
import { trim } from '../../learn/trim.ts';
import { observed } from '../../system/observed.ts';
import type { System } from '../../system/system.ts';
import { Owed } from '../owed.ts';
import type { Cut, Verdict } from '../verdict.ts';
import { AUDIT_RATE, Auditor } from './auditor.ts';
import { Calls } from './calls.ts';
import { missProbability, refuseCompact } from './compact.ts';
import { claimsOf } from './compile.ts';
import { Findings } from './findings.ts';
import type { PackedOptions } from './options.ts';
import { type Position, resumeFrom, snapshotOf } from './resume.ts';
import { Settler } from './settle.ts';
import { NEVER, type Order, RANKS, SLICE } from './slice.ts';
import type { Snapshot } from './snapshot.ts';
import { Store } from './store.ts';
import { Restart, Sweep } from './sweep.ts';
import { symmetryOf } from './symmetry.ts';
import { Tally } from './tally.ts';
import { refuseTooMany } from './too-many.ts';
import { verdictOf } from './verdict-of.ts';

/**
 * The fast engine: breadth first over packed states by what has been learned, level by level. It
 * finds what the reference engine finds, in the same order, whatever the number of workers.
 */
export class PackedSearch {
  readonly #calls = new Calls();
  readonly #system: System;
  readonly #options: PackedOptions;
  readonly #relation: Relation;
  readonly #store: Store;
  readonly #auditor: Auditor;
  readonly #findings: Findings;
  readonly #sweep: Sweep;
  readonly #tally: Tally;
  readonly #owed: Owed;
  readonly #position: Position = { cursor: 0, levelEnd: 1, depth: 0, seconds: 0 };
  #cut: Cut | null = null;
  #isSettled = false;

  constructor(system: System, options: PackedOptions = {}) {
    refuseTooMany(system);
    this.#system = observed(system, this.#calls);
    this.#options = options;
    if (options.compact) refuseCompact(this.#system, options);
    const sorts = options.symmetry === false ? [] : symmetryOf(system);
    this.#relation = new Relation(this.#system, claimsOf(this.#system), sorts, (before) =>
      this.#sweep.moveFrom(before),
    );
    this.#store = new Store(this.#relation, options.compact ?? false);
    this.#store.begin();
    this.#auditor = new Auditor(this.#store, options.audit ?? AUDIT_RATE);
    this.#findings = new Findings(this.#store, options.stopAt ?? 'any');
    this.#tally = new Tally(this.#system);
    this.#owed = new Owed(this.#system);
    this.#sweep = new Sweep(this.#store, this.#findings, this.#auditor, this.#calls, options);
    if (options.resume) resumeFrom(options.resume, this.parts);
    this.#sweep.begin();
    if (!options.resume && this.#findings.initial()) this.stop('violation');
    this.#sweep.compile();
  }

  get states(): number {
    return this.#store.size;
  }
  get depth(): number {
    return this.#position.depth;
  }
  get steps(): number {
    return this.#tally.steps;
  }
  get queue(): number {
    return this.#store.size - this.#position.cursor;
  }

  /** Bytes of states, table, lanes and tries. */
  get bytes(): number {
    return this.#store.arena.bytes + this.#sweep.bytes + this.#relation.tries.bytes;
  }

  /** Works for about `ms` milliseconds; true when the search has ended. */
  advance(ms: number): boolean {
    const [start, before] = [performance.now(), this.#position.seconds];
    while (!this.#cut && this.queue > 0) {
      this.#sliceOrRestart();
      const elapsed = performance.now() - start;
      this.#position.seconds = before + elapsed / 1000;
      this.#checkLimits();
      if (elapsed > ms) break;
    }
    const ended = this.#cut !== null || this.queue === 0;
    if (ended) this.#sweep.end();
    if (ended && !this.#cut && !this.#isSettled) this.#settle(performance.now());
    this.#position.seconds = before + (performance.now() - start) / 1000;
    return ended;
  }

  /** Ends the search here; what is known so far stays. */
  stop(cut: Cut): void {
    this.#cut ??= cut;
  }

  verdict(): Verdict {
    const complete = this.#cut === null && this.queue === 0;
    return verdictOf(this.parts, this.#owed, complete, this.#cut, {
      workers: this.#sweep.workers,
      bytesPerState: (this.#store.arena.bytes + this.#sweep.bytes) / this.states,
      audited: this.#auditor.audited,
      auditCalls: this.#calls.auditing,
      missProbability: this.#options.compact ? missProbability(this.states) : null,
    });
  }

  /** The search as it stands between two calls of `advance`. */
  snapshot(): Snapshot {
    return snapshotOf(this.parts);
  }

  /** What it works on; to be looked at, and changed by nobody else. */
  get parts() {
    return {
      store: this.#store,
      findings: this.#findings,
      auditor: this.#auditor,
      tally: this.#tally,
      position: this.#position,
    };
  }

  #sliceOrRestart(): void {
    try {
      this.#slice();
    } catch (error) {
      if (!(error instanceof Restart)) throw error;
      this.#store.begin();
      this.#tally.clear();
      this.#findings.clear();
      Object.assign(this.#position, { cursor: 0, levelEnd: 1, depth: 0 });
      this.#sweep.begin();
      this.#findings.initial();
      this.#sweep.compile();
    }
  }

  #slice(): void {
    if (trim(this.#relation, this.#options.trieLimit)) this.#sweep.compile();
    const position = this.#position;
    const from = position.cursor;
    const base = this.states;
    const size = Math.max(SLICE.fewest, Math.min(SLICE.most, base >> 2));
    position.cursor = Math.min(position.levelEnd, from + size);
    const { expanded, placed } = this.#sweep.slice(from, position.cursor);
    const until = this.#lastOrder(from);
    const known = this.#findings.count;
    const stop = this.#findings.take(from, expanded, placed, until);
    if (stop !== null) this.stop('violation');
    if (stop === null && until === NEVER) this.#tally.add(expanded);
    else this.#endAt(stop ?? until, from, base);
    if (this.#findings.count > known) this.#sweep.compile();
    if (position.cursor === position.levelEnd && this.queue > 0) {
      position.depth += 1;
      position.levelEnd = this.states;
      this.#sweep.release(position.cursor);
    }
  }

  /** Where `maxStates` ends the slice: when all is known of the state that exceeds it. */
  #lastOrder(from: number): Order {
    const { maxStates = Infinity } = this.#options;
    if (this.states <= maxStates) return NEVER;
    return (this.#store.arena.parent(maxStates) - from + 1) * RANKS - 1;
  }

  /** Forgets what a sequential search would not have seen any more. */
  #endAt(stop: Order, from: number, base: number): void {
    this.#store.size = base + this.#tally.addUntil(stop, this.#store, from, base);
    this.#position.cursor = from + Math.floor(stop / RANKS) + 1;
  }

  #checkLimits(): void {
    const { maxStates = Infinity, maxSeconds = Infinity, maxMemory = Infinity } = this.#options;
    if (this.queue === 0) return;
    if (this.states > maxStates) this.stop('max-states');
    if (this.#position.seconds > maxSeconds) this.stop('max-seconds');
    const used = () => this.bytes + process.memoryUsage().heapUsed;
    if (maxMemory < Infinity && used() > maxMemory) this.stop('max-memory');
  }

  #settle(start: number): void {
    const { maxSeconds = Infinity, interrupted = () => null } = this.#options;
    const left = 1000 * (maxSeconds - this.#position.seconds);
    const ask = () => (performance.now() - start > left ? 'max-seconds' : interrupted());
    const settler = new Settler(this.#store, ask);
    const cut = settler.settle(this.#sweep.learnAgain, this.#findings.violated, this.#owed);
    this.#isSettled = cut === null;
    if (cut) this.stop(cut);
  }
}
