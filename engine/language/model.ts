import type { Action, Labels, Params } from './action.ts';
import type { Contract } from './contract.ts';
import type { Bound } from './domain.ts';
import type { Conjunction, Each, EachResponse, Predicate, Response, StepOf } from './property.ts';

/** What `init` is handed: each bound read at the value of this run. */
export type BoundValues<B> = {
  readonly [K in keyof B]: B[K] extends Bound<infer T> ? T : never;
};

/**
 * What a viewer shows of one id: values by name. A record of booleans is shown as what is so and
 * what is not, a record of lists as groups; everything else as it is in a state.
 */
export type Card = Readonly<Record<string, unknown>>;

/** Properties that every model has without asking. */
export type BuiltIn = 'deadlock' | 'sleepInAtomic';

/** What an author writes: a plain literal whose keys are the names. */
export interface Definition<S, B, A, V, C extends string, Q1, Q2, Q3, Q4, Q5> {
  readonly name: string;
  /** One line: which mechanism, of which series. */
  readonly title?: string;
  /** Where the protocol is documented: mail, commit, paper. */
  readonly source?: string;
  readonly bounds: B;
  readonly init: (bounds: BoundValues<B>) => S;
  readonly actions: { readonly [K in keyof A]: Action<S, A[K], Labels<S>> };
  readonly ensures?: Contract<V, C>;
  /** The state as the contract sees it: one view for each id. */
  readonly view?: Each<S, NoInfer<V>>;
  /** What a viewer shows of each id, beside the state itself. */
  readonly card?: Each<S, Card>;
  readonly always?: { readonly [K in keyof Q1]: Conjunction<S> };
  readonly step?: {
    readonly [K in keyof Q2]: (before: S, step: StepOf<NoInfer<A>>, after: S) => boolean;
  };
  /** Whenever `from` holds, `to` holds then or later, on every run that the fairness allows. */
  readonly leadsTo?: { readonly [K in keyof Q5]: Response<S> | EachResponse<S> };
  readonly recoverable?: { readonly [K in keyof Q3]: Predicate<S> };
  readonly reachable?: { readonly [K in keyof Q4]: Predicate<S> };
}

/** Marks a model, so that one made by another copy of the package is still known as one. */
export const MODEL = Symbol.for('lastref.model');

/** Any model: what engines and tools work on. */
export interface AnyModel {
  readonly [MODEL]: true;
  readonly name: string;
  readonly bounds: Readonly<Record<string, Bound<unknown>>>;
  /** The literal that the author wrote, checked at run time by `validateModel`. */
  readonly definition: object;
}

/** A model: initial state, actions, properties, bounds. Data plus total functions. */
export interface Model<S, B, A, Q extends string> extends AnyModel {
  /** Never there at run time: carries the types from `model` to `mutations` and `step`. */
  readonly types?: { readonly state: S; readonly bounds: B; readonly actions: A; readonly q: Q };
}

/** Whether a value, say an export of a module, is a model. */
export const isModel = (value: unknown): value is AnyModel =>
  typeof value === 'object' && value !== null && MODEL in value;

/** An action with its types forgotten. */
export type AnyAction = Action<unknown, Params>;
