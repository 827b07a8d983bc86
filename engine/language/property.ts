import type { Domains } from './action.ts';

/** Something said of each id of a sort, or of each combination of ids: made by `each`. */
export interface Each<S, R> {
  readonly each: Domains<Record<string, unknown>>;
  readonly of: (s: S, p: never) => R;
}

/** A response: whenever `from` holds, `to` holds then or later, on every fair run. */
export interface Response<S> {
  readonly from: (s: S) => boolean;
  readonly to: (s: S) => boolean;
}

/** A response owed to each id, or to each combination of ids: made by `each`. */
export interface EachResponse<S> {
  readonly each: Domains<Record<string, unknown>>;
  readonly of: {
    readonly from: (s: S, p: never) => boolean;
    readonly to: (s: S, p: never) => boolean;
  };
}

/**
 * Binds `each` to a state type: `each({ item }, (s, { item }) => …)`, and for a `leadsTo` property
 * `each({ item }, { from: (s, { item }) => …, to: (s, { item }) => … })`.
 */
export interface EachMaker<S> {
  <P>(
    domains: Domains<P>,
    of: {
      readonly from: (s: S, p: { readonly [K in keyof P]: P[K] }) => boolean;
      readonly to: (s: S, p: { readonly [K in keyof P]: P[K] }) => boolean;
    },
  ): EachResponse<S>;
  <P, R>(domains: Domains<P>, of: (s: S, p: { readonly [K in keyof P]: P[K] }) => R): Each<S, R>;
}

/** A predicate on a state, said once or of each id. */
export type Predicate<S> = ((s: S) => boolean) | Each<S, boolean>;

/** A predicate, or several by name that must all hold: a violation names the one that did not. */
export type Conjunction<S> = Predicate<S> | { readonly [conjunct: string]: Predicate<S> };

/** How a property is read. */
export type PropertyKind = 'always' | 'step' | 'leadsTo' | 'recoverable' | 'reachable' | 'deadlock';

/** A step as a `step` property sees it: which action, with which parameters. */
export type StepOf<A> = {
  readonly [K in keyof A]: { readonly action: K; readonly params: A[K] };
}[keyof A];
