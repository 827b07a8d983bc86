import { type Claim, holds, type State, type System } from '../system/system.ts';
import type { Graph } from './graph.ts';
import { ByteList } from './grow.ts';
import { findLasso, type Lasso } from './liveness.ts';
import type { Witness } from './verdict.ts';

/** What a `leadsTo` claim says of a state. */
const NEITHER = 0;
const FROM = 1;
const TO = 2;

/**
 * The `leadsTo` properties of a search: notes of each state, in the order of discovery, what they
 * say of it, and settles them over the whole graph.
 */
export class Owed {
  readonly #system: System;
  /** For each claim, one of the above for each state. */
  readonly #notes: readonly ByteList[];
  readonly #found = new Map<string, Witness>();

  constructor(system: System) {
    this.#system = system;
    this.#notes = system.leadsTo.map(() => new ByteList());
  }

  see(state: State): void {
    this.note((claim) => holds(claim, state));
  }

  /** Notes the next state, by what is said of it. */
  note(isTrue: (claim: Claim) => boolean): void {
    for (const [i, { from, to }] of this.#system.leadsTo.entries()) {
      this.#notes[i]?.push(isTrue(to) ? TO : isTrue(from) ? FROM : NEITHER);
    }
  }

  /** Looks for a counterexample to each claim; of each property the shortest one is kept. */
  settle(graph: Graph): void {
    const { leadsTo, fairness } = this.#system;
    for (const [i, { property, params }] of leadsTo.entries()) {
      const notes = this.#notes[i] ?? new ByteList();
      const lasso = findLasso(
        graph,
        (state) => notes.at(state) === FROM,
        (state) => notes.at(state) === TO,
        fairness,
      );
      const known = this.#found.get(property);
      if (!lasso || (known && !isShorter(lasso, known))) continue;
      this.#found.set(property, {
        property,
        kind: 'leadsTo',
        conjunct: null,
        params,
        steps: lasso.steps.flatMap((index) => this.#system.steps[index] ?? []),
        loop: lasso.loop,
      });
    }
  }

  /** The counterexample to a property, if `settle` found one. */
  witness(property: string): Witness | null {
    return this.#found.get(property) ?? null;
  }
}

/** Whether a lasso takes fewer steps to its loop, or as many and has a shorter loop. */
function isShorter(a: Pick<Lasso, 'steps' | 'loop'>, { steps, loop }: Witness): boolean {
  const start = loop ?? steps.length;
  return a.loop < start || (a.loop === start && a.steps.length < steps.length);
}
