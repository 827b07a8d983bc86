import { InputError } from '../../errors.ts';
import type { Params } from '../../language/action.ts';
import type { Orbits } from '../../learn/orbits.ts';
import { exchanges, type Renaming, renamedParams } from '../../learn/renaming.ts';
import type { Structure } from '../../learn/structure.ts';
import {
  type Claim,
  holds,
  type State,
  type Step,
  type StepClaim,
  type System,
} from '../../system/system.ts';
import type { IsDue } from './auditor.ts';

/**
 * Tests what was declared: that a model treats the ids of a symmetric sort alike. Two ids are
 * exchanged in a state; then the same must be true of it, and the same steps with the ids exchanged
 * must lead where they led before, with the ids exchanged.
 */
export class Mirror {
  readonly #system: System;
  readonly #structure: Structure;
  readonly #orbits: Orbits;
  readonly #pairs: readonly Pairs[];
  #turn = 0;

  constructor(system: System, structure: Structure, orbits: Orbits) {
    this.#system = system;
    this.#structure = structure;
    this.#orbits = orbits;
    this.#pairs = exchanges(orbits.sorts).map((renaming) => pairsOf(system, renaming));
  }

  /** The initial state must not tell ids apart at all. */
  initial(): void {
    const codes = Int32Array.from(this.#structure.encode(this.#system.initial));
    for (const { renaming } of this.#pairs) {
      const field = this.#orbits.rename(codes, renaming).findIndex((code, i) => code !== codes[i]);
      if (field >= 0) {
        throw asymmetry(
          renaming,
          `the initial state tells them apart`,
          this.#structure.paths[field],
        );
      }
    }
  }

  /** Tests one exchange at a state, each time another one. */
  test(codes: Int32Array, isDue: IsDue): void {
    const pairs = this.#pairs[this.#turn++ % this.#pairs.length];
    if (!pairs) return;
    const { renaming, claims } = pairs;
    const state = this.#structure.decode(codes);
    const mirrored = this.#structure.decode(this.#orbits.rename(codes, renaming));
    for (const [claim, other] of claims.filter(isDue)) {
      if (!other || holds(claim, state) !== holds(other, mirrored)) {
        throw asymmetry(renaming, `${claim.property} says something else of each`);
      }
    }
    for (const step of this.#system.candidates(state).filter(isDue)) {
      this.#step(step, state, mirrored, pairs);
    }
  }

  #step(step: Step, state: State, mirrored: State, { renaming, steps, across }: Pairs): void {
    const other = steps[step.index];
    const enabled = this.#system.enabled(step, state);
    if (!other || this.#system.enabled(other, mirrored) !== enabled) {
      throw asymmetry(
        renaming,
        `${step.name} can run where its counterpart cannot, or not as it can`,
      );
    }
    if (!enabled) return;
    const after = this.#system.apply(step, state);
    const otherAfter = this.#system.apply(other, mirrored);
    const expected = this.#orbits.rename(this.#structure.encode(after), renaming);
    const field = this.#structure.encode(otherAfter).findIndex((code, i) => code !== expected[i]);
    if (field >= 0) {
      const what = `${step.name} and ${other.name} do not do the same`;
      throw asymmetry(renaming, what, this.#structure.paths[field]);
    }
    for (const [claim, twin] of across) {
      const same = twin?.holds(mirrored, other, otherAfter) === claim.holds(state, step, after);
      if (!same) throw asymmetry(renaming, `${claim.property} says something else of each`);
    }
  }
}

/** What corresponds to what when ids are exchanged; undefined where nothing does. */
interface Pairs {
  readonly renaming: Renaming;
  readonly steps: readonly (Step | undefined)[];
  readonly claims: readonly (readonly [Claim, Claim | undefined])[];
  readonly across: readonly (readonly [StepClaim, StepClaim | undefined])[];
}

function pairsOf({ steps, always, reachable, step }: System, renaming: Renaming): Pairs {
  const keyOf = (name: string, params: Params) => `${name} ${JSON.stringify(params)}`;
  const pair = <T>(items: readonly T[], say: (item: T) => readonly [string, Params]) => {
    const byKey = new Map(items.map((item) => [keyOf(...say(item)), item]));
    return items.map((item): [T, T | undefined] => {
      const [name, params] = say(item);
      return [item, byKey.get(keyOf(name, renamedParams(params, renaming)))];
    });
  };
  const nameOf = ({ kind, property, conjunct }: Claim) => `${kind} ${property} ${conjunct}`;
  return {
    renaming,
    steps: pair(steps, ({ action, params }) => [action, params]).map(([, other]) => other),
    claims: pair([...always, ...reachable], (claim) => [nameOf(claim), claim.params]),
    across: pair(step, ({ property, params }) => [property, params]),
  };
}

function asymmetry(renaming: Renaming, what: string, field?: string): InputError {
  const ids = [...renaming.keys()].join(' and ');
  return new InputError(
    `${ids} are declared interchangeable and are not: ${what}${field ? ` (field ${field})` : ''}`,
    {
      cause:
        'an id that is named, ids that are compared or kept sorted, or a list made in their order',
      fix: 'treat all ids alike, or leave out symmetric: true of their count',
    },
  );
}
