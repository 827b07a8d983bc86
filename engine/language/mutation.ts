import type { Action, Fair, Labels, ThreadField } from './action.ts';
import type { AnyModel, BuiltIn, Model } from './model.ts';

/** Where a fault comes from. */
export interface Source {
  /** DOC: the fault is named in the source. DER: derived from posted code, a hypothesis. */
  readonly status: 'DOC' | 'DER';
  /** Author, date, series or commit, so that a reader can find it. */
  readonly cite: string;
}

/** A named edit of a model and the property it must break. */
export interface Mutation<S, B, A, Q, M = never> {
  /** Short id in the corpus, if it has one. */
  readonly id?: string;
  readonly breaks: Q | BuiltIn;
  readonly source?: Source;
  /** Bounds that the fault needs, where the model's defaults do not show it. */
  readonly bounds?: { readonly [K in keyof B]?: number };
  /** Actions rewritten. */
  readonly replace?: { readonly [K in keyof A]?: Action<S, A[K], Labels<S>> };
  /** Actions whose guard is ignored. */
  readonly unguard?: readonly (keyof A)[];
  /** Actions left out: a thread's step goes straight to the given label, `null` never fires. */
  readonly drop?: { readonly [K in keyof A]?: Labels<S> | null };
  /** Two steps of a routine in the other order; the second one goes on to `next`. */
  readonly swap?: {
    readonly first: keyof A;
    readonly second: keyof A;
    readonly next: Labels<S>;
  };
  /**
   * Fairness changed, `null` taken away: of an action, or of the threads of a table; under a name
   * that both have, of the action.
   */
  readonly fair?: { readonly [K in keyof A | ThreadField<S>]?: Fair | null };
  /** Steps that the faulty form has and the right one does not. */
  readonly add?: { readonly [K in keyof M]: Action<S, M[K], Labels<S>> };
}

/** Marks a set of mutations; see `MODEL`. */
export const MUTATIONS = Symbol.for('lastref.mutations');

/** The ways to get one model wrong, by name. */
export interface Mutations<N extends string = string> {
  readonly [MUTATIONS]: true;
  readonly of: AnyModel;
  readonly list: Readonly<Record<N, Mutation<never, Record<string, unknown>, never, string>>>;
}

/** Whether a value, say an export of a module, is a set of mutations. */
export const isMutations = (value: unknown): value is Mutations =>
  typeof value === 'object' && value !== null && MUTATIONS in value;

/**
 * Ways to get a model wrong: each must break the property it names. (`M` holds, for each mutation,
 * the parameters of the actions that it adds: inferred as those of a model's actions are.)
 */
export function mutations<S, B, A, Q extends string, M>(
  of: Model<S, B, A, Q>,
  list: { readonly [N in keyof M]: Mutation<S, NoInfer<B>, NoInfer<A>, NoInfer<Q>, M[N]> },
): Mutations<keyof M & string> {
  // Types are forgotten here once; the engine works on any model.
  return { [MUTATIONS]: true, of, list } as unknown as Mutations<keyof M & string>;
}
