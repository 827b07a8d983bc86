import type { Params } from '../language/action.ts';
import type { PropertyKind } from '../language/property.ts';
import { Interner } from '../system/intern.ts';
import { type Claim, holds, labelOf, type State, type System } from '../system/system.ts';
import type { Run } from '../trace.ts';
import { flawOf, owedSince } from './lasso.ts';
import { type Limits, Search } from './search.ts';

/** A property that a trace breaks, and after how many of its steps. */
export interface Broken {
  readonly property: string;
  readonly kind: PropertyKind;
  readonly conjunct: string | null;
  readonly params: Params;
  readonly step: number;
}

/**
 * Everything that a run breaks that can be seen along it: each claim where it first does.
 * @param loop the state that the last step leads back to, for a run that goes round for ever: a
 *   `leadsTo` property is broken by no other
 */
export function brokenAlong(system: System, run: Run, loop: number | null = null): Broken[] {
  const { states, steps } = run;
  const found: Broken[] = [];
  for (const claim of system.always) {
    const step = states.findIndex((state) => !holds(claim, state));
    if (step >= 0) found.push(brokenClaim(claim, step));
  }
  for (const claim of system.step) {
    const { property, params } = claim;
    const at = steps.findIndex((step, i) => {
      const [before, after] = [states[i], states[i + 1]];
      return before && after && !claim.holds(before, step, after);
    });
    if (at >= 0) found.push({ property, kind: 'step', conjunct: null, params, step: at + 1 });
  }
  const stuck = deadlocked(system, states.at(-1) ?? system.initial);
  if (stuck) {
    const { length: step } = steps;
    found.push({ property: 'deadlock', kind: 'deadlock', conjunct: null, params: stuck, step });
  }
  if (loop !== null && flawOf(system, run, loop) === null) {
    const owed = system.leadsTo.filter((claim) => owedSince(claim, states, loop) !== null);
    found.push(...owed.map(({ from }) => brokenClaim(from, steps.length)));
  }
  return found.sort((a, b) => a.step - b.step);
}

/** A claim that can never hold again after a run: found by exploring from where the run ends. */
export function lostAfter(
  system: System,
  { states, steps }: Run,
  property: string,
  limits: Limits = {},
): Broken | null {
  const end = states.at(-1) ?? system.initial;
  const lost = system.recoverable.find(
    (claim) => claim.property === property && !reaches(system, end, claim, limits),
  );
  return lost ? brokenClaim(lost, steps.length) : null;
}

/** The ids of a thread inside a routine, if no step of the state changes anything. */
export function deadlocked(system: System, state: State): Params | null {
  const interner = new Interner();
  const here = interner.code(state);
  const moves = system
    .candidates(state)
    .some(
      (step) => system.enabled(step, state) && interner.code(system.apply(step, state)) !== here,
    );
  if (moves) return null;
  const inside = system.threads.find(
    ({ field, id, homes }) => !homes.has(labelOf(state, field, id) ?? ''),
  );
  return inside ? { [inside.field]: inside.id } : null;
}

/** Whether a state where the claim holds can be reached; a search cut short counts as yes. */
function reaches(system: System, from: State, claim: Claim, limits: Limits): boolean {
  const never: Claim = {
    ...claim,
    kind: 'always',
    judge: (subject) => !claim.judge(subject),
  };
  const search = new Search(
    {
      ...system,
      initial: from,
      always: [never],
      step: [],
      leadsTo: [],
      recoverable: [],
      reachable: [],
    },
    { ...limits, stopAt: claim.property },
  );
  while (!search.advance(Number.POSITIVE_INFINITY)) {
    // One slice is the whole search.
  }
  const { cut } = search.verdict();
  return cut !== null;
}

const brokenClaim = ({ property, kind, conjunct, params }: Claim, step: number): Broken => ({
  property,
  kind,
  conjunct,
  params,
  step,
});
