import { type Broken, brokenAlong, lostAfter } from '../explore/broken.ts';
import { flawOf } from '../explore/lasso.ts';
import { Interner } from '../system/intern.ts';
import type { System } from '../system/system.ts';
import { type Run, run, type TraceStep } from '../trace.ts';
import type { Finding } from './claim-of.ts';
import { diff } from './diff.ts';
import { type Refused, refusedOf } from './refused.ts';
import { type StepRef, stepRef } from './writers.ts';

/** A field that one and the same step leaves at two values. */
export interface Parted {
  readonly path: string;
  readonly mutated: unknown;
  readonly correct: unknown;
}

/** The same steps on a mutated model and on the correct one, side by side. */
export interface Parting {
  /**
   * What comes first: a step leads to two different states, the correct model refuses a step, or
   * neither: then all steps run with the same states, and only what is asked of them differs.
   */
  readonly at: 'state' | 'refusal' | 'nowhere';
  /** The step that leads to two different states. */
  readonly step: StepRef | null;
  /** What differs after that step. */
  readonly fields: readonly Parted[];
  /** The step that the correct model refuses, there or later. */
  readonly refused: Refused | null;
  /** What the correct model breaks along the steps, as far as they run. */
  readonly breaks: Broken | null;
  /** Of a run that goes round for ever: why it is none of the correct model. */
  readonly flaw: string | null;
  /** Of a deadlock: what the correct model can do after the same steps. */
  readonly goesOn: readonly string[];
}

/** What came of steps on the model without the mutation that they were recorded under. */
export interface OnCorrect {
  readonly done: Run;
  readonly breaks: Broken | null;
  readonly flaw: string | null;
}

/** Runs the steps of a counterexample on the correct model. */
export function runCorrect(
  correct: System,
  { property, kind, loop = null }: Finding,
  steps: readonly TraceStep[],
): OnCorrect {
  const done = run(correct, steps);
  const round = done.refused ? null : loop;
  const lost = kind === 'recoverable' ? lostAfter(correct, done, property) : null;
  const [breaks = lost] = brokenAlong(correct, done, round);
  return { done, breaks, flaw: round === null ? null : flawOf(correct, done, round) };
}

/** Where a run of a mutated model parts from the correct one. */
export function partingOf(correct: System, finding: Finding, mutated: Run): Parting {
  const { done, breaks, flaw } = runCorrect(correct, finding, mutated.steps);
  const refused = refusedOf(correct, done);
  const differs = done.states.map((state, i) => diff(mutated.states[i] ?? state, state));
  const at = differs.findIndex((changes) => changes.length > 0);
  const step = done.steps[at - 1];
  return {
    at: at >= 0 ? 'state' : refused ? 'refusal' : 'nowhere',
    step: step ? stepRef(step, at) : null,
    fields: (differs[at] ?? []).map(({ path, before, after }) => ({
      path,
      mutated: before,
      correct: after,
    })),
    refused,
    breaks,
    flaw,
    goesOn: finding.kind === 'deadlock' && !refused ? movesAfter(correct, done) : [],
  };
}

/** The steps that change something where a run ends. */
function movesAfter(system: System, { states }: Run): string[] {
  const state = states.at(-1) ?? system.initial;
  const codes = new Interner();
  return system
    .candidates(state)
    .filter(
      (step) =>
        system.enabled(step, state) && codes.code(system.apply(step, state)) !== codes.code(state),
    )
    .map(({ name }) => name);
}
