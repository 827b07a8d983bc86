import type { Params } from '../language/action.ts';
import type { Domain, Scalar } from '../language/domain.ts';
import type { AnyModel, Card } from '../language/model.ts';
import { sortCounts } from './bounds.ts';
import { product } from './product.ts';
import type { Bounds, State } from './system.ts';

/** One id as a viewer shows it. */
export interface CardMaker {
  /** The ids it is of. */
  readonly params: Params;
  readonly of: (state: State) => Card;
}

interface Declared {
  readonly each: Readonly<Record<string, Domain<Scalar>>>;
  readonly of: (state: State, params: Params) => Card;
}

/**
 * The cards that a model declares, one for each id that exists at the bounds; where it declares
 * none, what its contract sees of each; where it has none, no cards.
 */
export function cardsOf(model: AnyModel, bounds: Bounds): CardMaker[] {
  const { card, view } = model.definition as { card?: Declared; view?: Declared };
  const declared = card ?? view;
  if (!declared) return [];
  const counts = sortCounts(model.bounds, bounds);
  return product(declared.each, counts).map((params) => ({
    params,
    of: (state) => declared.of(state, params),
  }));
}
