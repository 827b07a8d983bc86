import type { Claim, Step, System } from '../system/system.ts';
import type { ActionCount, PropertyVerdict, Witness } from './verdict.ts';

/** What settles a property: in a state, or across the step that was taken last. */
export type Found = Omit<Witness, 'steps' | 'loop'> & {
  readonly state: number;
  readonly last: Step | null;
};

/** What a search has found, states by their numbers. */
export interface Findings {
  /** The first violation of each property. */
  readonly violated: ReadonlyMap<string, Found>;
  /** For each goal that was reached, the first state that shows it. */
  readonly met: ReadonlyMap<Claim, number>;
  /** The counterexample to a `leadsTo` property. */
  lasso(property: string): Witness | null;
  /** The way to what was found. */
  witness(found: Found): Witness;
}

/** What is known of each property. */
export function propertyVerdicts(
  system: System,
  complete: boolean,
  findings: Findings,
): PropertyVerdict[] {
  return system.properties.map(({ name, kind }): PropertyVerdict => {
    if (kind === 'reachable') return goalVerdict(system, name, complete, findings);
    const lasso = findings.lasso(name);
    if (lasso) return { name, kind, verdict: 'violated', witness: lasso };
    const found = findings.violated.get(name);
    if (found) return { name, kind, verdict: 'violated', witness: findings.witness(found) };
    return { name, kind, verdict: complete ? 'holds' : 'unknown', witness: null };
  });
}

function goalVerdict(
  system: System,
  name: string,
  complete: boolean,
  findings: Findings,
): PropertyVerdict {
  const claims = system.reachable.filter(({ property }) => property === name);
  const [claim] = claims;
  const state = claim && findings.met.get(claim);
  // A goal of ids that the bounds leave out cannot be reached either.
  if (!claim || state === undefined || claims.some((each) => !findings.met.has(each))) {
    const verdict = complete ? 'unreached' : 'unknown';
    return { name, kind: 'reachable', verdict, witness: null };
  }
  const { property, kind, conjunct, params } = claim;
  const found = { property, kind, conjunct, params, state, last: null };
  return { name, kind: 'reachable', verdict: 'reached', witness: findings.witness(found) };
}

/** What was found, with the steps to its state. */
export function witnessOf({ state: _, last, ...said }: Found, steps: readonly Step[]): Witness {
  return { ...said, steps: [...steps, ...(last ? [last] : [])], loop: null };
}

/** How often each action ran, from counts of its steps. */
export function actionCounts(
  { steps }: System,
  fired: readonly number[],
  refused: readonly number[],
): ActionCount[] {
  const counts = new Map<string, { name: string; fired: number; refused: number }>();
  for (const { action, index } of steps) {
    const count = counts.get(action) ?? { name: action, fired: 0, refused: 0 };
    count.fired += fired[index] ?? 0;
    count.refused += refused[index] ?? 0;
    counts.set(action, count);
  }
  return [...counts.values()];
}
