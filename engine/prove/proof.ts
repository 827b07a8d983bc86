import { claimsOf } from '../explore/packed/compile.ts';
import type { Cut, Verdict, Witness } from '../explore/verdict.ts';
import { Relation } from '../learn/relation.ts';
import type { System } from '../system/system.ts';
import { breachesIn } from './breaches.ts';
import { Closing } from './closing.ts';
import { EMPTY } from './diagrams.ts';
import { explain, type Stuck } from './explain.ts';
import { brokenOf } from './known.ts';
import type { ProveOptions, Pulse } from './options.ts';
import { stuckIn } from './recover.ts';
import { NoRoom, Stopped, TooWide } from './stop.ts';
import { verdictOf } from './verdict.ts';
import { learnByWalks } from './walks.ts';

/** How many passes until claims are learned again. */
const CLAIMS_EVERY = 4;
/** Nodes for a look at what is near the initial state, of a model that may have no last one. */
const NEAR = 50_000;

/**
 * The symbolic engine: sets of states as decision diagrams, closed under the steps by saturation.
 * It looks at no state but those that something is learned from, so that the number of states
 * matters less than how much threads have to do with each other.
 */
export class Proof {
  readonly system: System;
  readonly closing: Closing;
  readonly options: ProveOptions;
  witnesses: ReadonlyMap<string, Witness> = new Map();
  /** Why not all states are known. */
  cut: Cut | null = null;
  /** Whether all of them are. */
  isClosed = false;
  seconds = 0;
  readonly #start = performance.now();
  #phase: Pulse['phase'] = 'learn';
  #depth = 0;
  #work = 0;

  constructor(system: System, options: ProveOptions = {}) {
    this.system = system;
    this.options = options;
    const judged = claimsOf(system).filter(({ kind }) => kind !== 'leadsTo');
    const relation = new Relation(system, judged, [], () => {});
    this.closing = new Closing(relation, options, () => this.#pause());
  }

  /** Works to the end, or to where a budget or the user ends it. */
  run(): Verdict {
    try {
      this.#prove();
    } catch (error) {
      this.cut = cutOf(error);
    }
    this.seconds = (performance.now() - this.#start) / 1000;
    return verdictOf(this);
  }

  #prove(): void {
    const { closing } = this;
    if (!learnByWalks(closing.relation) && this.#endsEarly()) return;
    this.#enter('close');
    closing.begin();
    for (;;) {
      this.#enter('learn');
      const news = closing.learnSteps();
      // Not after every pass: only the last one needs it, the first one often shows what is wrong.
      if (!news || closing.passes % CLAIMS_EVERY === 1) closing.learnClaims();
      if (!news || this.#endsAt(brokenOf(closing.relation))) break;
      this.#enter('close');
      closing.close();
    }
    const broken = brokenOf(closing.relation);
    let stuck: Stuck[] = [];
    if (!this.#endsAt(broken)) {
      this.isClosed = true;
      if (this.#deadlocks()) broken.add('deadlock');
      stuck = this.#stuck();
    }
    if (broken.size + stuck.length === 0) return;
    this.#enter('shortest way');
    this.#explain(broken, stuck, Infinity);
  }

  /** What is wrong near the initial state ends the search also where it would not end itself. */
  #endsEarly(): boolean {
    this.closing.near();
    this.#enter('shortest way');
    this.#explain(new Set(), [], NEAR);
    return this.cut === 'violation';
  }

  /** Finds the shortest ways to what is wrong, with at most so many nodes. */
  #explain(broken: ReadonlySet<string>, stuck: readonly Stuck[], nodes: number): void {
    const { knowledge } = this.closing;
    const endsAt = (property: string) => this.#endsAt(new Set([property]));
    this.witnesses = explain(knowledge, broken, stuck, endsAt, (layers) => {
      this.#depth = layers;
      this.#pause();
      return knowledge.sets.diagrams.peak < nodes;
    });
    if (this.#endsAt(new Set(this.witnesses.keys()))) this.cut = 'violation';
  }

  #deadlocks(): boolean {
    const { knowledge, reached } = this.closing;
    const found = breachesIn(knowledge, reached.set, new Set(['deadlock']));
    knowledge.letGo(...found.map(({ states }) => states));
    return found.length > 0;
  }

  #stuck(): Stuck[] {
    const { knowledge, reached, relation } = this.closing;
    const backwards = knowledge.backwards();
    const stuck = relation.claims.flatMap((claim, i) => {
      const isDropped = this.closing.tooMany.some(({ name }) => name === claim.property);
      if (claim.kind !== 'recoverable' || isDropped) return [];
      const states = stuckIn(knowledge, backwards, reached.set, i);
      return states.set === EMPTY ? [] : [{ claim, states }];
    });
    backwards.end();
    return stuck;
  }

  /** Whether one of these ends the search. */
  #endsAt(properties: ReadonlySet<string>): boolean {
    const { stopAt = 'any' } = this.options;
    return stopAt === 'any' ? properties.size > 0 : properties.has(stopAt);
  }

  #enter(phase: Pulse['phase']): void {
    this.#phase = phase;
    this.#pause();
  }

  #pause(): void {
    const { maxSeconds = Infinity, maxWork = Infinity, interrupted } = this.options;
    this.#work += 1;
    if (this.#work > maxWork) throw new Stopped('max-cases');
    const { live: nodes, bytes } = this.closing.knowledge.sets.diagrams;
    const { passes } = this.closing;
    const cut = interrupted?.({ phase: this.#phase, passes, nodes, bytes, depth: this.#depth });
    if (cut) throw new Stopped(cut);
    if (performance.now() - this.#start > maxSeconds * 1000) throw new Stopped('max-seconds');
  }
}

/** Why an error ended the work; any other one goes on. */
function cutOf(error: unknown): Cut {
  if (error instanceof Stopped) return error.cut;
  if (error instanceof NoRoom) return 'max-memory';
  if (error instanceof TooWide) return 'max-cases';
  throw error;
}
