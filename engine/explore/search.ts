import { type CodedState, StateCoder } from '../system/coded-state.ts';
import {
  type Claim,
  holds,
  labelOf,
  type State,
  type Step,
  type System,
} from '../system/system.ts';
import { actionCounts, type Found, propertyVerdicts, witnessOf } from './found.ts';
import { IntList } from './grow.ts';
import { Owed } from './owed.ts';
import { firstStuck } from './recoverable.ts';
import { type Edges, StoredGraph } from './stored-graph.ts';
import type { Cut, Verdict } from './verdict.ts';

/** When to end a search before every state has been seen. */
export interface Limits {
  /** Ends at a violation of this property; `'any'` (the default) at the first one of any. */
  readonly stopAt?: string | 'any' | 'never';
  readonly maxStates?: number;
  readonly maxSeconds?: number;
  /** Bytes of heap, as the runtime counts them. */
  readonly maxMemory?: number;
}

/** A state that waits for its steps to be tried. */
interface Entry {
  readonly coded: CodedState;
  readonly id: number;
}

/**
 * The reference engine: breadth-first over immer states with exact canonical keys, so the first
 * violation found of a property is a shortest one. Kept simple: every faster engine is held to it.
 *
 * `advance` does a slice of the work, so that a caller can show progress or stop in between.
 */
export class Search {
  readonly #system: System;
  readonly #limits: Limits;
  readonly #coder = new StateCoder();
  readonly #index = new Map<number, number>();
  readonly #parent = new IntList();
  readonly #via = new IntList();
  readonly #edges: Edges | null;
  readonly #owed: Owed;
  readonly #fired: number[];
  readonly #refused: number[];
  readonly #violated = new Map<string, Found>();
  readonly #unmet: Set<Claim>;
  readonly #met = new Map<Claim, number>();
  /** For each recoverable claim, the states in which it holds. */
  readonly #resting = new Map<Claim, IntList>();
  #level: Entry[] = [];
  #next: Entry[] = [];
  #cursor = 0;
  #depth = 0;
  #stepCount = 0;
  #seconds = 0;
  #cut: Cut | null = null;
  #running: Step | null = null;
  #stuck: Map<Claim, number> | null = null;

  constructor(system: System, limits: Limits = {}) {
    this.#system = system;
    this.#limits = limits;
    this.#owed = new Owed(system);
    this.#edges =
      system.recoverable.length + system.leadsTo.length > 0
        ? { from: new IntList(), to: new IntList(), via: new IntList() }
        : null;
    this.#fired = system.steps.map(() => 0);
    this.#refused = system.steps.map(() => 0);
    this.#unmet = new Set(system.reachable);
    for (const claim of system.recoverable) this.#resting.set(claim, new IntList());
    this.#discover(this.#coder.first(system.initial), -1, null);
    this.#level = this.#next;
    this.#next = [];
  }

  get states(): number {
    return this.#parent.length;
  }
  get depth(): number {
    return this.#depth;
  }
  get steps(): number {
    return this.#stepCount;
  }
  get queue(): number {
    return this.#level.length - this.#cursor + this.#next.length;
  }
  /** Everything is on the heap. */
  get bytes(): number {
    return 0;
  }
  /** The step that is running now: what a time-out names. */
  get running(): Step | null {
    return this.#running;
  }

  /** Works for about `ms` milliseconds; true when the search has ended. */
  advance(ms: number): boolean {
    const start = performance.now();
    const before = this.#seconds;
    while (!this.#cut && this.#cursor < this.#level.length) {
      const entry = this.#level[this.#cursor++];
      if (entry) this.#expand(entry);
      if (this.#cursor === this.#level.length) this.#nextLevel();
      const elapsed = performance.now() - start;
      this.#seconds = before + elapsed / 1000;
      this.#checkLimits();
      if (elapsed > ms) break;
    }
    const ended = this.#cut !== null || this.#cursor >= this.#level.length;
    if (ended && !this.#cut && !this.#stuck) {
      this.#settleRecoverable();
      if (this.#edges) this.#owed.settle(new StoredGraph(this.#parent, this.#edges));
      this.#seconds = before + (performance.now() - start) / 1000;
    }
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
      engine: 'reference',
      complete,
      cut: this.#cut,
      states: this.states,
      steps: this.#stepCount,
      depth: this.#depth,
      seconds: this.#seconds,
      properties: propertyVerdicts(this.#system, complete, {
        violated: this.#violated,
        met: this.#met,
        lasso: (property) => this.#owed.witness(property),
        witness: (found) => witnessOf(found, this.#stepsTo(found.state)),
      }),
      actions: actionCounts(this.#system, this.#fired, this.#refused),
      details: null,
    };
  }

  #nextLevel(): void {
    if (this.#next.length > 0) this.#depth += 1;
    this.#level = this.#next;
    this.#next = [];
    this.#cursor = 0;
  }

  #expand({ coded, id }: Entry): void {
    const { state } = coded;
    let moved = false;
    for (const step of this.#system.candidates(state)) {
      this.#running = step;
      if (!this.#system.enabled(step, state)) {
        this.#refused[step.index] = (this.#refused[step.index] ?? 0) + 1;
        continue;
      }
      const after = this.#system.apply(step, state);
      this.#fired[step.index] = (this.#fired[step.index] ?? 0) + 1;
      this.#stepCount += 1;
      const to = this.#discover(this.#coder.next(after, coded), id, step);
      moved ||= to !== id;
      this.#edges?.from.push(id);
      this.#edges?.to.push(to);
      this.#edges?.via.push(step.index);
      for (const claim of this.#system.step) {
        if (!this.#violated.has(claim.property) && !claim.holds(state, step, after)) {
          const { property, params } = claim;
          this.#violate({ property, kind: 'step', conjunct: null, params, state: id, last: step });
        }
      }
      if (this.#cut) return;
    }
    if (!moved) this.#checkDeadlock(state, id);
  }

  /** The number of a state, which is examined when it is new. */
  #discover(coded: CodedState, parent: number, step: Step | null): number {
    const { state, code } = coded;
    const known = this.#index.get(code);
    if (known !== undefined) return known;
    const id = this.#parent.length;
    this.#index.set(code, id);
    this.#parent.push(parent);
    this.#via.push(step ? step.index : -1);
    this.#next.push({ coded, id });
    for (const claim of this.#system.always) {
      if (!this.#violated.has(claim.property) && !holds(claim, state)) {
        const { property, conjunct, params } = claim;
        this.#violate({ property, kind: 'always', conjunct, params, state: id, last: null });
      }
    }
    for (const claim of this.#unmet) {
      if (!holds(claim, state)) continue;
      this.#unmet.delete(claim);
      this.#met.set(claim, id);
    }
    this.#owed.see(state);
    for (const [claim, list] of this.#resting) if (holds(claim, state)) list.push(id);
    return id;
  }

  /** No step changes anything while some thread is inside a routine. */
  #checkDeadlock(state: State, id: number): void {
    if (this.#violated.has('deadlock')) return;
    const inside = this.#system.threads.find(
      ({ field, id: thread, homes }) => !homes.has(labelOf(state, field, thread) ?? ''),
    );
    if (!inside) return;
    this.#violate({
      property: 'deadlock',
      kind: 'deadlock',
      conjunct: null,
      params: { [inside.field]: inside.id },
      state: id,
      last: null,
    });
  }

  #violate(found: Found): void {
    this.#violated.set(found.property, found);
    const { stopAt = 'any' } = this.#limits;
    if (stopAt === 'any' || stopAt === found.property) this.#cut ??= 'violation';
  }

  #checkLimits(): void {
    const { maxStates = Infinity, maxSeconds = Infinity, maxMemory = Infinity } = this.#limits;
    if (this.queue === 0) return;
    if (this.states > maxStates) this.stop('max-states');
    if (this.#seconds > maxSeconds) this.stop('max-seconds');
    // Asking for the heap costs more than expanding a state does.
    const expanded = this.states - this.queue;
    if (expanded % 1024 !== 0) return;
    if (maxMemory < Infinity && process.memoryUsage().heapUsed > maxMemory) this.stop('max-memory');
  }

  #settleRecoverable(): void {
    this.#stuck = new Map();
    if (!this.#edges) return;
    for (const [claim, resting] of this.#resting) {
      const state = firstStuck(this.states, this.#edges, resting);
      if (state === null) continue;
      this.#stuck.set(claim, state);
      const { property, kind, conjunct, params } = claim;
      const earlier = this.#violated.get(property);
      if (!earlier || state < earlier.state) {
        this.#violated.set(property, { property, kind, conjunct, params, state, last: null });
      }
    }
  }

  /** The steps that a state was discovered by. */
  #stepsTo(state: number): Step[] {
    const steps: Step[] = [];
    for (let id = state; this.#parent.at(id) >= 0; id = this.#parent.at(id)) {
      const step = this.#system.steps[this.#via.at(id)];
      if (step) steps.unshift(step);
    }
    return steps;
  }
}
