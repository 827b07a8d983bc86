import type { Bound } from './domain.ts';
import type { Definition, Model } from './model.ts';
import { MODEL } from './model.ts';
import type { EachMaker } from './property.ts';
import { makeThread, type ThreadMaker } from './thread.ts';

/** The words to write one protocol in, bound to its state type. */
export interface Vocabulary<S> {
  /** The model itself: a literal whose keys are the names. */
  readonly model: <
    const B extends Readonly<Record<string, Bound<unknown>>>,
    A,
    V = never,
    C extends string = never,
    Q1 = {},
    Q2 = {},
    Q3 = {},
    Q4 = {},
    Q5 = {},
  >(
    definition: Definition<S, B, A, V, C, Q1, Q2, Q3, Q4, Q5>,
  ) => Model<S, B, A, C | ((keyof Q1 | keyof Q2 | keyof Q3 | keyof Q4 | keyof Q5) & string)>;
  /** `thread('field', ids)`: the maker of the actions of the threads in a table of the state. */
  readonly thread: ThreadMaker<S>;
  /** `each({ item }, (s, { item }) => …)`: a predicate, a view or a response of each id. */
  readonly each: EachMaker<S>;
}

/**
 * Names the state type once; everything else about a model is inferred from what `model`,
 * `thread` and `each` are given. A state is a tree: plain objects with fixed keys are its
 * structure, everything else (strings, numbers, booleans, null, arrays) is a value.
 *
 * `const { model, thread } = protocol<State>();`
 */
export function protocol<S extends object>(): Vocabulary<S> {
  // The functions are plain data makers; the types of Vocabulary are all that is generic in them.
  return {
    model: (definition: { name: string; bounds: object }) => ({
      [MODEL]: true,
      name: definition.name,
      bounds: definition.bounds,
      definition,
    }),
    thread: makeThread,
    each: (each: object, of: unknown) => ({ each, of }),
  } as unknown as Vocabulary<S>;
}
