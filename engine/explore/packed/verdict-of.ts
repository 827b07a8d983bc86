import type { Relation } from '../../learn/relation.ts';
import { actionCounts, propertyVerdicts } from '../found.ts';
import type { Owed } from '../owed.ts';
import type { Cut, Details, Verdict } from '../verdict.ts';
import type { Parts } from './resume.ts';
import { witnessIn } from './witness.ts';

type Counted = Pick<
  Details,
  'workers' | 'bytesPerState' | 'audited' | 'auditCalls' | 'missProbability'
>;

/** What a search has found so far, as data. */
export function verdictOf(
  { store, findings, tally, position }: Parts,
  owed: Owed,
  complete: boolean,
  cut: Cut | null,
  counted: Counted,
): Verdict {
  const { system } = store.relation;
  return {
    model: system.model,
    mutation: system.mutation,
    bounds: system.bounds,
    engine: 'explore',
    complete,
    cut,
    states: store.size,
    steps: tally.steps,
    depth: position.depth,
    seconds: position.seconds,
    properties: propertyVerdicts(system, complete, {
      violated: findings.violated,
      met: findings.met,
      lasso: (property) => owed.witness(property),
      witness: (found) => witnessIn(store, found),
    }),
    actions: actionCounts(system, tally.fired, tally.refused),
    details: detailsOf(store.relation, counted),
  };
}

/** How a search went about it. */
function detailsOf({ structure, orbits, whole, rerun }: Relation, counted: Counted): Details {
  const sizes = structure.dictionaries.map(({ size }) => size);
  const widest = sizes.indexOf(Math.max(...sizes));
  const field = structure.paths[widest];
  return {
    ...counted,
    symmetry: orbits !== null,
    widest: field === undefined ? null : { field, values: sizes[widest] ?? 0 },
    readWhole: [...whole].map(({ name }) => name),
    rerun: [...rerun],
  };
}
