import { InputError, unknownName } from '../errors.ts';
import type { Fair, Params } from '../language/action.ts';
import type { AnyAction } from '../language/model.ts';
import type { Mutation } from '../language/mutation.ts';

/** Actions by name, in order. */
export type Actions = Readonly<Record<string, AnyAction>>;

/** A mutation of any model. */
export type AnyMutation = Mutation<unknown, Record<string, unknown>, Record<string, never>, string>;

/** The actions of a model with one mutation applied. */
export function mutate(actions: Actions, name: string, mutation: AnyMutation): Actions {
  const where = ` in mutation '${name}'`;
  const result: Record<string, AnyAction> = { ...actions };
  const known = (action: string): AnyAction => {
    // Edits of one mutation build on each other: what is swapped may have been replaced.
    const found = Object.hasOwn(actions, action) ? result[action] : undefined;
    if (!found) throw unknownName('action', action, Object.keys(actions), where);
    return found;
  };
  for (const [action, replacement] of entries<AnyAction>(mutation.replace)) {
    const { needs, fair } = known(action);
    result[action] = {
      ...(needs !== undefined && { needs }),
      ...(fair !== undefined && { fair }),
      ...replacement,
    };
  }
  for (const action of mutation.unguard ?? []) {
    const { when: _, ...unguarded } = known(action);
    result[action] = unguarded;
  }
  for (const [action, label] of entries<string | null>(mutation.drop)) {
    const old = known(action);
    result[action] =
      label === null || !old.point
        ? { ...old, when: () => false }
        : { ...without(old, 'when'), then: () => label };
  }
  if (mutation.swap) swap(result, mutation.swap, known, where);
  for (const [action, added] of entries<AnyAction>(mutation.add)) {
    if (Object.hasOwn(actions, action)) {
      throw new InputError(`action '${action}'${where} is in the model already`, {
        fix: 'put it under replace',
      });
    }
    result[action] = added;
  }
  for (const [name, fair] of entries<Fair | null>(mutation.fair)) refair(result, name, fair, where);
  return result;
}

/** Runs `second` at the label of `first`, then `first` at the label of `second`, then `next`. */
function swap(
  result: Record<string, AnyAction>,
  order: { readonly first: string; readonly second: string; readonly next: string },
  known: (action: string) => AnyAction,
  where: string,
): void {
  const [first, second] = [known(order.first), known(order.second)];
  if (!first.point || !second.point) {
    throw new InputError(`swap of ${order.first} and ${order.second}${where} needs thread steps`);
  }
  const [a, b] = [first.point.label, second.point.label];
  const relabel = (action: AnyAction, point: AnyAction['point'], from: string, to: string) => ({
    ...action,
    ...(point && { point: { ...point, sleeps: action.point?.sleeps ?? false } }),
    then: (s: unknown, p: Params) => {
      const label = action.then(s, p);
      return label === from ? to : label;
    },
  });
  result[order.first] = relabel(second, first.point, order.next, b);
  result[order.second] = relabel(first, second.point, b, order.next);
  if (a === b) throw new InputError(`swap${where}: both steps start at ${a}`);
}

/** Changes the fairness of an action or, under the name of a thread table, of its threads. */
function refair(
  result: Record<string, AnyAction>,
  name: string,
  fair: Fair | null,
  where: string,
): void {
  const action = Object.hasOwn(result, name) ? result[name] : undefined;
  if (action) {
    const { fair: _, ...rest } = action;
    result[name] = fair === null ? rest : { ...rest, fair };
    return;
  }
  const tables = Object.values(result).flatMap(({ point }) => (point ? [point.field] : []));
  if (!tables.includes(name)) {
    const names = [...Object.keys(result), ...new Set(tables)];
    throw unknownName('action or thread table', name, names, where);
  }
  for (const [own, body] of Object.entries(result)) {
    if (body.point?.field === name) result[own] = { ...body, point: { ...body.point, fair } };
  }
}

const without = (action: AnyAction, key: 'when'): AnyAction => {
  const { [key]: _, ...rest } = action;
  return rest;
};

const entries = <T>(record: object | undefined): [string, T][] => Object.entries(record ?? {});
