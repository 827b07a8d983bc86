import { authored } from '../language/author.ts';
import type { AnyModel } from '../language/model.ts';
import type { Mutations } from '../language/mutation.ts';
import type { PropertyKind } from '../language/property.ts';

/**
 * The functions that an author wrote, by what they are in the model: what can be asked where it is
 * written. What has none of its own is given the model's.
 */
export interface Written {
  /** What stands for the model as a whole: its `init`. */
  readonly model: object;
  readonly all: readonly object[];
  /** The recipe of an action; of one that a mutation gives, the mutation's. */
  action(name: string): object;
  /** The test of a property, or of one of its conjuncts. */
  property(name: string, kind: PropertyKind, conjunct?: string | null): object;
}

type Named = Readonly<Record<string, unknown>>;
type Recipes = Readonly<Record<string, { readonly then: object }>>;
interface Definition {
  readonly init: object;
  readonly actions: Recipes;
  readonly ensures?: Named;
}
const KINDS = ['always', 'step', 'leadsTo', 'recoverable', 'reachable'] as const;

/** What was written of a model, with one of its mutations or without. */
export function writtenOf(
  { definition }: AnyModel,
  mutations: Mutations | null,
  mutation: string | null,
): Written {
  const { init, actions, ensures = {} } = definition as Definition;
  const edits = (mutation === null ? {} : (mutations?.list[mutation] ?? {})) as {
    readonly replace?: Recipes;
    readonly add?: Recipes;
  };
  const recipes = new Map(
    Object.entries({ ...actions, ...edits.replace, ...edits.add }).map(([name, { then }]) => [
      name,
      authored(then),
    ]),
  );
  const groups = [ensures, definition as Named];
  const tests = groups.flatMap((group) => KINDS.flatMap((kind) => functionsIn(group[kind])));
  return {
    model: init,
    all: [init, ...recipes.values(), ...tests],
    action: (name) => recipes.get(name) ?? init,
    property: (name, kind, conjunct = null) => {
      const body = groups.map((group) => inside(inside(group, kind), name)).find((each) => each);
      const part = conjunct === null ? body : inside(body, conjunct);
      return functionsIn(part)[0] ?? init;
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
