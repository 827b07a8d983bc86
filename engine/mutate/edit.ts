import type { Params } from '../language/action.ts';
import { all, conjunctsOf } from '../language/guard.ts';
import type { AnyAction, AnyModel } from '../language/model.ts';
import { MUTATIONS, type Mutations } from '../language/mutation.ts';
import type { AnyMutation } from '../system/mutate.ts';
import { idsOf, kindOf } from './kinds.ts';
import {
  type ConjunctMutant,
  type GuardMutant,
  idOf,
  type Mutant,
  type SwapMutant,
} from './mutant.ts';
import { someWay } from './some-way.ts';
import { split } from './split.ts';

type Actions = Readonly<Record<string, AnyAction>>;

/** A mutant as the only mutation of a model, under its id. */
export function mutationsOf(model: AnyModel, mutant: Mutant): Mutations {
  const edit = editOf(model, mutant);
  // Types are forgotten here: an edit is made for any model.
  return { [MUTATIONS]: true, of: model, list: { [idOf(mutant)]: edit as never } };
}

/** The actions that a mutant changes. */
export function editedBy(model: AnyModel, mutant: Mutant): string[] {
  switch (mutant.kind) {
    case 'guard':
    case 'drop':
      return [mutant.action];
    case 'swap':
      return [mutant.first, mutant.second];
    case 'lock':
      return startingAt(actionsOf(model), mutant.table, mutant.label);
    case 'bound':
      return [];
  }
}

const actionsOf = (model: AnyModel): Actions =>
  (model.definition as { readonly actions: Actions }).actions;

const startingAt = (actions: Actions, table: string, label: string): string[] =>
  Object.keys(actions).filter((name) => {
    const point = actions[name]?.point;
    return point?.field === table && point.label === label;
  });

function editOf(model: AnyModel, mutant: Mutant): AnyMutation {
  const breaks = 'deadlock';
  const actions = actionsOf(model);
  switch (mutant.kind) {
    case 'guard':
      return { breaks, replace: unguarded(model, actions, mutant) as never };
    case 'drop':
      return { breaks, drop: { [mutant.action]: mutant.to } as never };
    case 'swap':
      return { breaks, replace: swapped(actions, mutant) as never };
    case 'lock':
      return { breaks, replace: split(actions, mutant) as never };
    case 'bound':
      return { breaks, bounds: { [mutant.bound]: mutant.to } };
  }
}

function unguarded(
  model: AnyModel,
  actions: Actions,
  mutant: GuardMutant | ConjunctMutant,
): Actions {
  const { action } = mutant;
  const body = actions[action];
  const when = body?.when;
  if (!body || !when) return {};
  if ('conjunct' in mutant) {
    const { [mutant.conjunct]: _, ...others } = conjunctsOf(when) ?? {};
    return { [action]: { ...body, when: all(others) } };
  }
  const { field, values } = mutant;
  const ids = idsOf(model);
  const guard = (s: unknown, p: Params) =>
    someWay(
      (seen) => when(seen, p),
      s,
      (path) => (kindOf(path, p, ids) === field ? values : null),
    );
  return { [action]: { ...body, when: guard } };
}

/** Each of two steps at the label of the other. What waited at its own label waits there. */
function swapped(actions: Actions, { first, second, next }: SwapMutant): Actions {
  const [a, b] = [actions[first], actions[second]];
  if (!a?.point || !b?.point) return {};
  const [from, between] = [a.point.label, b.point.label];
  const moved = (body: AnyAction, label: string, to: Readonly<Record<string, string>>) => ({
    ...body,
    ...(body.point && { point: { ...body.point, label } }),
    then: (s: unknown, p: Params) => {
      const returned = body.then(s as never, p);
      return typeof returned === 'string' ? (to[returned] ?? returned) : returned;
    },
  });
  return {
    [first]: moved(a, between, { [between]: next, [from]: between }),
    [second]: moved(b, from, { [next]: between, [between]: from }),
  };
}
