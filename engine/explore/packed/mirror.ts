import { InputError } from '../../errors.ts';
import type { Orbits } from '../../learn/orbits.ts';
import { exchanges, type Renaming, renamedParams } from '../../learn/renaming.ts';
import type { Structure } from '../../learn/structure.ts';
import { type Claim, holds, type State, type Step, type System } from '../../system/system.ts';

/**
 * Tests what was declared: that a model treats the ids of a symmetric sort alike. Two ids are
 * exchanged in a state; then the same must be true of it, and the same steps with the ids exchanged
 * must lead where they led before, with the ids exchanged.
 */
export class Mirror {
  readonly #system: System;
  readonly #structure: Structure;
  readonly #orbits: Orbits;
  readonly #exchanges: readonly Renaming[];
  #turn = 0;

  constructor(system: System, structure: Structure, orbits: Orbits) {
    this.#system = system;
    this.#structure = structure;
    this.#orbits = orbits;
    this.#exchanges = exchanges(orbits.sorts);
  }

  /** The initial state must not tell ids apart at all. */
  initial(): void {
    const codes = Int32Array.from(this.#structure.encode(this.#system.initial));
    for (const renaming of this.#exchanges) {
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
  test(codes: Int32Array): void {
    const renaming = this.#exchanges[this.#turn++ % this.#exchanges.length];
    if (!renaming) return;
    const state = this.#structure.decode(codes);
    const mirrored = this.#structure.decode(this.#orbits.rename(codes, renaming));
    for (const claim of [...this.#system.always, ...this.#system.reachable]) {
      const other = this.#claim(claim, renaming);
      if (!other || holds(claim, state) !== holds(other, mirrored)) {
        throw asymmetry(renaming, `${claim.property} says something else of each`);
      }
    }
    for (const step of this.#system.candidates(state)) {
      this.#step(step, state, mirrored, renaming);
    }
  }

  #step(step: Step, state: State, mirrored: State, renaming: Renaming): void {
    const params = JSON.stringify(renamedParams(step.params, renaming));
    const other = this.#system.steps.find(
      (each) => each.action === step.action && JSON.stringify(each.params) === params,
    );
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
    for (const claim of this.#system.step) {
      const own = JSON.stringify(renamedParams(claim.params, renaming));
      const twin = this.#system.step.find(
        ({ property, params }) => property === claim.property && JSON.stringify(params) === own,
      );
      const same = twin?.holds(mirrored, other, otherAfter) === claim.holds(state, step, after);
      if (!same) throw asymmetry(renaming, `${claim.property} says something else of each`);
    }
  }

  #claim(claim: Claim, renaming: Renaming): Claim | undefined {
    const params = JSON.stringify(renamedParams(claim.params, renaming));
    return [...this.#system.always, ...this.#system.reachable].find(
      (each) =>
        each.property === claim.property &&
        each.conjunct === claim.conjunct &&
        JSON.stringify(each.params) === params,
    );
  }
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
