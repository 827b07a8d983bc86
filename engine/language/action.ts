import type { Draft } from 'immer';
import type { Domain, Scalar } from './domain.ts';

/** The parameter values of one step, by name. */
export type Params = Readonly<Record<string, Scalar>>;

/** A finite domain for each parameter. */
export type Domains<P> = { readonly [K in keyof P]: Domain<P[K] & Scalar> };

/**
 * What a run must do in the end. `'weak'`: what can run from some point on, for ever, does run.
 * `'strong'`: what can run again and again does run. Only `leadsTo` properties depend on it.
 */
export type Fair = 'weak' | 'strong';

/**
 * What the last step of a routine returns: the thread goes on at the label on top of the stack
 * `ret` in its record, where the caller pushed it.
 */
export const RETURN = '(return)';
export type Return = typeof RETURN;

/**
 * A named, atomic step: `when` only reads, `then` is an immer recipe that only writes. Actions of
 * a thread are made by the vocabulary's `thread`; they also carry the label they start at.
 */
export interface Action<S, P, L extends string = string> {
  readonly params?: Domains<P>;
  readonly when?: (s: S, p: P) => boolean;
  // A property, not a method: the labels that it returns are checked against the state's own.
  // biome-ignore lint/suspicious/noConfusingVoidType: a recipe without a thread returns nothing
  readonly then: (s: Draft<S>, p: P) => L | Return | void;
  readonly point?: ThreadPoint;
  /** A bound that switches the action: where it is 0, the action does not exist. */
  readonly needs?: string;
  /** Fairness of the action: of all its steps of one thread together, or of each without one. */
  readonly fair?: Fair;
}

/** Where in a thread an action starts. */
export interface ThreadPoint {
  /** The field of the state that holds the thread table. */
  readonly field: string;
  readonly label: string;
  /** The step may sleep, so it must not be reached inside a spin section. */
  readonly sleeps: boolean;
  /** Whether a thread, given its own record, is inside a spin section. */
  readonly atomic: ((me: unknown) => boolean) | null;
  /** Labels, besides the initial one, at which a thread is outside every routine. */
  readonly rests: readonly string[];
  /** Fairness of the thread: of all its steps that start inside a routine together. */
  readonly fair: Fair | null;
}

/** The thread tables of a state: fields id → label, or id → record with the label in `at`. */
export type ThreadField<S> = {
  [K in keyof S & string]: S[K] extends Readonly<Record<string, ThreadEntry>> ? K : never;
}[keyof S & string];

type ThreadEntry = string | { readonly at: string };

/** The ids of a thread table. */
export type ThreadId<S, K extends keyof S> = keyof S[K] & string;

/** The labels that the threads `Id` of a table can be at. */
export type ThreadLabel<
  S,
  K extends keyof S,
  Id extends keyof S[K] = keyof S[K],
> = S[K][Id] extends infer Entry
  ? Entry extends { readonly at: infer L extends string }
    ? L
    : Entry extends string
      ? Entry
      : never
  : never;

/** Every label that some thread of the state can be at. */
export type Labels<S> = { [K in ThreadField<S>]: ThreadLabel<S, K> }[ThreadField<S>];

/** What a step of thread table `K` is handed besides the state: parameters and its own record. */
export type Context<S, K extends keyof S & string, Id extends keyof S[K], Q> = {
  readonly [F in K]: Id;
} & Q &
  (S[K][Id] extends string ? unknown : { readonly me: S[K][Id] });

/** The same, with the thread's own record as a draft that may be written. */
export type DraftContext<S, K extends keyof S & string, Id extends keyof S[K], Q> = {
  readonly [F in K]: Id;
} & Q &
  (S[K][Id] extends string ? unknown : { readonly me: Draft<S[K][Id]> });

/** The parameters that a thread's action has: the thread's id under the table's name, and `Q`. */
export type ThreadParams<K extends string, Id, Q> = { readonly [F in K]: Id } & Q;
