import type { Response } from './property.ts';

type Test<V> = (view: V) => boolean;

/** What is owed by everything that can be seen as a `V`; made by `contract`. */
export interface Contract<V, C extends string = string> {
  readonly names: readonly C[];
  readonly always: Readonly<Record<string, Test<V> | Readonly<Record<string, Test<V>>>>>;
  readonly step: Readonly<Record<string, (before: V, after: V) => boolean>>;
  readonly leadsTo: Readonly<Record<string, Response<V>>>;
  readonly recoverable: Readonly<Record<string, Test<V>>>;
  readonly reachable: Readonly<Record<string, Test<V>>>;
}

interface Definition<V, C1, C2, C3, C4, C5> {
  /** Must hold in every state; a record of tests must hold one by one. */
  readonly always?: {
    readonly [K in keyof C1]: Test<V> | { readonly [conjunct: string]: Test<V> };
  };
  /** Must hold across every step. */
  readonly step?: { readonly [K in keyof C2]: (before: V, after: V) => boolean };
  /** Whenever `from` holds of a view, `to` holds of it then or later, on every fair run. */
  readonly leadsTo?: { readonly [K in keyof C5]: Response<V> };
  /** From every state, a state where it holds can be reached. */
  readonly recoverable?: { readonly [K in keyof C3]: Test<V> };
  /** Must hold in some state, or the run shows nothing. */
  readonly reachable?: { readonly [K in keyof C4]: Test<V> };
}

/**
 * A contract: properties said once, over an abstract view `V` of one item, for every model that
 * can show its state as such views. `contract<Item>()({ always: { … } })`.
 */
export function contract<V>() {
  return <C1 = {}, C2 = {}, C3 = {}, C4 = {}, C5 = {}>(
    definition: Definition<V, C1, C2, C3, C4, C5>,
  ): Contract<V, (keyof C1 | keyof C2 | keyof C3 | keyof C4 | keyof C5) & string> => {
    const { always = {}, step = {}, leadsTo = {}, recoverable = {}, reachable = {} } = definition;
    const groups = { always, step, leadsTo, recoverable, reachable };
    const names = Object.values(groups).flatMap((group) => Object.keys(group));
    // The mapped types above are records; TypeScript cannot see through the free type parameters.
    return { names, ...groups } as unknown as Contract<V, never>;
  };
}
