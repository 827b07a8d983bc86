import { Interner } from '../system/intern.ts';
import {
  type Fairness,
  holds,
  type LeadsTo,
  type State,
  type Step,
  type System,
} from '../system/system.ts';
import type { Run } from '../trace.ts';

/**
 * Why a run with a loop is no run that a `leadsTo` property must answer for: it does not close, or
 * a fairness constraint rules it out. Null if it is one: it closes, and its loop is fair.
 */
export function flawOf(system: System, { states, steps }: Run, loop: number): string | null {
  const codes = new Interner();
  const [back, end] = [states[loop], states.at(-1)];
  if (!back || !end) return `there is no state ${loop} to go back to`;
  if (codes.code(back) !== codes.code(end)) {
    return `the last step does not lead back to state ${loop}`;
  }
  const turn = { states: states.slice(loop), steps: steps.slice(loop) };
  const unmet = system.fairness.find((constraint) => !isMet(system, constraint, turn, codes));
  return unmet
    ? `the loop is not fair: ${unmet.name} (${unmet.kind}) ` +
        `can run ${unmet.kind === 'weak' ? 'all along it' : 'in it'} and never does`
    : null;
}

/**
 * Since which state of a run with a loop a `leadsTo` property is owed and never comes: where `from`
 * first holds with no `to` from then on, nor anywhere in the loop. Null if it comes.
 */
export function owedSince(claim: LeadsTo, states: readonly State[], loop: number): number | null {
  const last = states.findLastIndex((state) => holds(claim.to, state));
  // What holds in the loop holds again and again.
  if (last >= loop) return null;
  const since = states.findIndex((state, i) => i > last && holds(claim.from, state));
  return since < 0 ? null : since;
}

/** Whether going round for ever meets a constraint: it runs there, or it does not have to. */
function isMet(
  system: System,
  { kind, steps: own }: Fairness,
  { states, steps }: { readonly states: readonly State[]; readonly steps: readonly Step[] },
  codes: Interner,
): boolean {
  const moves = (step: Step, before: State, after: State) =>
    own.includes(step.index) && codes.code(before) !== codes.code(after);
  const isTaken = steps.some((step, i) => {
    const [before, after] = [states[i], states[i + 1]];
    return before && after && moves(step, before, after);
  });
  if (isTaken) return true;
  const canRun = (state: State) =>
    system
      .candidates(state)
      .some(
        (step) =>
          own.includes(step.index) &&
          system.enabled(step, state) &&
          moves(step, state, system.apply(step, state)),
      );
  return kind === 'weak' ? !states.every(canRun) : !states.some(canRun);
}
