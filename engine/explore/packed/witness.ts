import { renamedParams } from '../../learn/renaming.ts';
import { NO } from '../../learn/tries.ts';
import { type Claim, holds, labelOf, type Step } from '../../system/system.ts';
import { type Found, witnessOf } from '../found.ts';
import type { Witness } from '../verdict.ts';
import { type Path, pathTo } from './path.ts';
import type { Store } from './store.ts';
import { Successors } from './successors.ts';

/** The way to what was found, with the ids that it has along a run. */
export function witnessIn(store: Store, found: Found): Witness {
  const path = pathTo(store, found.state);
  if (!store.relation.orbits) return witnessOf(found, path.steps);
  switch (found.kind) {
    case 'reachable':
      return goal(store, found, path);
    case 'step':
      return across(store, found, path);
    case 'deadlock':
      return stuck(store, found, path);
    default:
      return broken(store, found, path);
  }
}

/** Which claim of the property does not hold at the end of the path. */
function broken(store: Store, found: Found, { steps, codes }: Path): Witness {
  const { system, structure } = store.relation;
  const state = structure.decode(codes);
  const claim = system.always.find(
    (each) => each.property === found.property && !holds(each, state),
  );
  const { conjunct, params } = claim ?? found;
  return witnessOf({ ...found, conjunct, params }, steps);
}

/** Which step breaks the property from the end of the path. */
function across(store: Store, found: Found, { steps, codes }: Path): Witness {
  const { system, structure } = store.relation;
  const successors = new Successors(store.relation);
  const before = structure.decode(codes);
  const claims = system.step.filter(({ property }) => property === found.property);
  for (const last of successors.candidates(codes)) {
    const ref = successors.leaf(last, codes);
    if (ref === NO) continue;
    const after = structure.decode(successors.after(ref, codes));
    const claim = claims.find((each) => !each.holds(before, last, after));
    if (claim) return witnessOf({ ...found, params: claim.params, last }, steps);
  }
  return witnessOf(found, steps);
}

function stuck(store: Store, found: Found, { steps, codes }: Path): Witness {
  const { system, structure } = store.relation;
  const state = structure.decode(codes);
  const inside = system.threads.find(
    ({ field, id, homes }) => !homes.has(labelOf(state, field, id) ?? ''),
  );
  const params = inside ? { [inside.field]: inside.id } : found.params;
  return witnessOf({ ...found, params }, steps);
}

/** The path with its ids renamed so that it ends where the goal's own ids are meant. */
function goal(store: Store, found: Found, { steps, codes }: Path): Witness {
  const { system, orbits, structure } = store.relation;
  const claim = system.reachable.find(
    ({ property, conjunct, params }) =>
      property === found.property && conjunct === found.conjunct && params === found.params,
  );
  const isGoal = (renamed: Int32Array) => claim && holds(claim, structure.decode(renamed));
  const renaming = orbits?.renamings.find((each) => isGoal(orbits.rename(codes, each)));
  if (!renaming) return witnessOf(found, steps);
  const renamed = steps.map((step) => namesake(store, step, renaming));
  return witnessOf(found, renamed);
}

function namesake(store: Store, step: Step, renaming: ReadonlyMap<string, string>): Step {
  const params = JSON.stringify(renamedParams(step.params, renaming));
  const { steps } = store.relation.system;
  return (
    steps.find((each) => each.action === step.action && JSON.stringify(each.params) === params) ??
    step
  );
}

/** Claims that say the same of other ids, for ids that are interchangeable. */
export function alike(store: Store, claim: Claim): Claim[] {
  const { system, orbits } = store.relation;
  if (!orbits) return [claim];
  const params = orbits.renamings.map((each) => JSON.stringify(renamedParams(claim.params, each)));
  return system.reachable.filter(
    (each) =>
      each.property === claim.property &&
      each.conjunct === claim.conjunct &&
      params.includes(JSON.stringify(each.params)),
  );
}
