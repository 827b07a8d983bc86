import { authored } from '../language/author.ts';
import type { AnyModel } from '../language/model.ts';
import type { Mutations } from '../language/mutation.ts';
import type { PropertyKind } from '../language/property.ts';
import { type Place, placesOf } from './places.ts';

/** Where the parts of a model are written. What has no place of its own has the model's. */
export interface Sources {
  /** Where the model begins to say what it is: its `init`. */
  readonly model: Place | null;
  /** The recipe of an action; of one that a mutation gives, the mutation's. */
  action(name: string): Place | null;
  /** The test of a property, or of one of its conjuncts. */
  property(name: string, kind: PropertyKind, conjunct?: string | null): Place | null;
}

type Named = Readonly<Record<string, unknown>>;
interface Written {
  readonly init: object;
  readonly actions: Readonly<Record<string, { readonly then: object }>>;
  readonly ensures?: Named;
}
const KINDS = ['always', 'step', 'leadsTo', 'recoverable', 'reachable'] as const;

/** Where a model, with one of its mutations or without, is written. */
export function sourcesOf(
  { definition }: AnyModel,
  mutations: Mutations | null,
  mutation: string | null,
): Sources {
  const { init, actions, ensures = {} } = definition as Written;
  const edits = (mutation === null ? {} : (mutations?.list[mutation] ?? {})) as {
    readonly replace?: Written['actions'];
    readonly add?: Written['actions'];
  };
  const all = { ...actions, ...edits.replace, ...edits.add };
  const groups = [ensures, definition as Named];
  const tests = groups.flatMap((group) => KINDS.flatMap((kind) => functionsIn(group[kind])));
  const recipes = Object.values(all).map(({ then }) => authored(then));
  const places = placesOf([init, ...recipes, ...tests]);
  const model = places.get(init) ?? null;
  const at = (fn: object | undefined): Place | null => (fn && places.get(fn)) ?? model;
  return {
    model,
    action: (name) => at(Object.hasOwn(all, name) ? authored(all[name]?.then ?? init) : init),
    property: (name, kind, conjunct = null) => {
      const body = groups.map((group) => inside(inside(group, kind), name)).find((each) => each);
      const part = conjunct === null ? body : inside(body, conjunct);
      return at(functionsIn(part)[0]);
    },
  };
}

const inside = (group: unknown, name: string): unknown =>
  typeof group === 'object' && group !== null && Object.hasOwn(group, name)
    ? (group as Named)[name]
    : undefined;

/** The functions in a property as it was written: a test, or several under names. */
function functionsIn(body: unknown): object[] {
  if (typeof body === 'function') return [body];
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  // The ids that something is said of are no part of what is said.
  const { each: _, ...parts } = body as Named;
  return Object.values(parts).flatMap(functionsIn);
}
