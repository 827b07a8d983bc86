import type { AnyModel } from '../language/model.ts';
import { instantiate, type Setting } from '../system/instantiate.ts';
import { type Refusal, type Run, run, type TraceStep } from '../trace.ts';
import { type Broken, brokenAlong, lostAfter } from './broken.ts';

/** What came of a trace run on a model. */
export interface Outcome {
  /** The first step that could not run, counted from 1, with what refused it. */
  readonly refused: { readonly step: number; readonly name: string; readonly why: Refusal } | null;
  /** How the trace breaks a property, or null where it does not. */
  broken(property: string): Broken | null;
}

/** How recorded steps are run. */
export interface ReplaySetting extends Setting {
  /** The state that the last step leads back to, for a counterexample that never ends. */
  readonly loop?: number | null;
}

/** Runs recorded steps on a model, in a test say, and tells which properties they break. */
export function replay(
  model: AnyModel,
  setting: ReplaySetting,
  steps: readonly TraceStep[],
): Outcome {
  const system = instantiate(model, setting);
  const done: Run = run(system, steps);
  const { refused } = done;
  return {
    refused: refused && { step: refused.at + 1, name: refused.step.action, why: refused.why },
    broken: (property) =>
      brokenAlong(system, done, refused ? null : setting.loop).find(
        (each) => each.property === property,
      ) ??
      (system.recoverable.some((claim) => claim.property === property)
        ? lostAfter(system, done, property)
        : null),
  };
}
