import type { Layout } from '../../learn/layout.ts';
import { trim } from '../../learn/trim.ts';
import type { Auditor } from './auditor.ts';
import type { Calls } from './calls.ts';
import { Compiler } from './compile.ts';
import { Crew } from './crew.ts';
import type { Findings } from './findings.ts';
import type { PackedOptions } from './options.ts';
import type { Learn } from './packed-graph.ts';
import type { Program } from './program.ts';
import type { Expanded, Miss, Placed } from './slice.ts';
import type { Store } from './store.ts';
import { Teacher } from './teacher.ts';

/** States from which on it pays to start threads. */
const ENOUGH = 1 << 12;

/** What the sweep of a slice gave. */
export interface Swept {
  readonly expanded: readonly Expanded[];
  readonly placed: readonly Placed[];
}

/** The search has to start again, with what has been learned. */
export class Restart extends Error {}

/** Leads the crew over one slice after the other, and learns what is not known on the way. */
export class Sweep {
  readonly #store: Store;
  readonly #compiler: Compiler;
  readonly #teacher: Teacher;
  readonly #auditor: Auditor;
  readonly #calls: Calls;
  readonly #workers: number;
  readonly #enough: number;
  readonly #trieLimit: number | undefined;
  #last = -1;
  /** The states that are still to be audited: with several threads, while others expand. */
  #audited: readonly [from: number, to: number] = [0, 0];
  readonly #isCompact: boolean;
  readonly #crew: Crew;
  #program: Program;

  constructor(
    store: Store,
    findings: Findings,
    auditor: Auditor,
    calls: Calls,
    { workers = 1, enough = ENOUGH, trieLimit, compact: isCompact = false }: PackedOptions,
  ) {
    this.#store = store;
    this.#teacher = new Teacher(store);
    this.#auditor = auditor;
    this.#calls = calls;
    this.#workers = workers;
    this.#enough = enough;
    this.#trieLimit = trieLimit;
    this.#compiler = new Compiler(store.relation, findings);
    this.#program = this.#compiler.program();
    this.#isCompact = isCompact;
    this.#crew = new Crew(this.#program, isCompact);
  }

  /** Begins with the states that the store has; the first one is judged. */
  begin(): void {
    const { claims } = this.#store.relation;
    this.#crew.rebuild(this.#store.arena, this.#store.size);
    this.#teacher.claims(claims.map((_, claim) => ({ claim, id: 0 })));
    this.compile();
  }

  /** Bytes of the table and of what is on the way to it. */
  get bytes(): number {
    return this.#crew.bytes;
  }
  /** How many threads there were at most. */
  get workers(): number {
    return this.#crew.most;
  }
  /** Takes over what has been learned or settled. */
  compile(): Program {
    this.#program = this.#compiler.program();
    return this.#program;
  }

  /** Learns what is unknown of states, whose places are counted from `from`. */
  learn(misses: readonly Miss[], from: number): Program {
    this.#teacher.steps(misses, from);
    return this.compile();
  }

  /** The same after the search, state by state; what has grown too large is given up. */
  readonly learnAgain: Learn = (misses, state) => {
    // Not twice at one state: what is learned of it has to be there until it was expanded.
    if (state !== this.#last) trim(this.#store.relation, this.#trieLimit);
    this.#last = state;
    return this.learn(misses, state);
  };

  /** Expands the states from one to another, and gives their new successors numbers. */
  slice(from: number, to: number): Swept {
    this.#recruit();
    this.#crew.join(this.#program, this.#store.arena, this.#store.size);
    const expanded = this.#expand(from, to);
    this.#audited = [from, to];
    // States that may be given up next are audited while they are there.
    if (this.#crew.size === 1 || this.#isCompact) this.#audit();
    return { expanded, placed: this.#place(from) };
  }

  /**
   * Starts other threads once there is enough to do. One that joins fills its part of the table
   * from the states: where those are given up it has to join before.
   */
  #recruit(): void {
    const { size, arena } = this.#store;
    if (this.#workers === 1 || size <= this.#enough || !arena.isWhole) return;
    this.#crew.recruit(this.#workers, this.#enough === 0 || this.#isCompact);
  }

  /** Audits the slice that was expanded last, if that was not done yet. */
  #audit(): void {
    const [from, to] = this.#audited;
    this.#audited = [0, 0];
    if (to > from) this.#calls.audit(() => this.#auditor.audit(from, to));
  }

  /** Gives up the states before one, where only hashes of them are needed. */
  release(before: number): void {
    if (!this.#isCompact) return;
    this.#store.arena.releaseBefore(before);
    this.#crew.release(before);
  }

  /** Audits what is left of it, and lets all other threads go. */
  end(): void {
    this.#audit();
    this.#crew.dismiss();
  }

  /** Fields were laid out anew. */
  moveFrom(before: Layout): void {
    // The states that were given up cannot be laid out anew, nor can hashes.
    if (this.#isCompact) throw new Restart();
    this.#store.moveFrom(before);
    this.#crew.rebuild(this.#store.arena, this.#store.size);
  }

  /** Expands states; chunks of which something is unknown again, until nothing is. */
  #expand(from: number, to: number): Expanded[] {
    const { relation } = this.#store;
    let all: Expanded[] = [];
    let missed: readonly number[] | null = null;
    for (;;) {
      const { layout } = relation;
      const audit = () => this.#audit();
      const results = this.#crew.expand(this.#program, [from, to], missed, audit);
      all = results === null ? [] : [...all, ...results];
      missed = results === null ? null : results.flatMap((each) => each.missed);
      if (results === null) continue;
      if (missed?.length === 0) return all;
      this.learn(
        results.flatMap((each) => each.misses),
        from,
      );
      // Records that are laid out as states were before are no good.
      if (relation.layout !== layout) [all, missed] = [[], null];
    }
  }

  /** Gives the new successors their numbers, and judges them. */
  #place(from: number): Placed[] {
    const count = this.#crew.insert();
    const added = this.#store.reserve(count);
    let results = this.#crew.place(this.#program, added, this.#store.size, from);
    this.#store.size += count;
    for (;;) {
      const misses = results.flatMap((each) => each.misses);
      if (misses.length === 0) return results;
      this.#teacher.claims(misses);
      this.compile();
      results = this.#crew.judge(this.#program);
    }
  }
}
