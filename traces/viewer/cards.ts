import { InputError } from '../../engine/errors.ts';
import type { AnyModel } from '../../engine/language/model.ts';
import { type CardMaker, cardsOf } from '../../engine/system/cards.ts';
import type { State, System } from '../../engine/system/system.ts';
import type { Walk } from './data.ts';
import { plain } from './plain.ts';
import { SinceList } from './since.ts';

type Rows = readonly (readonly [name: string, value: unknown])[];

/**
 * What the cards of a model show along a run, each row where it changes.
 * @throws {InputError} where a card cannot be made
 */
export function cards(
  model: AnyModel,
  { bounds }: System,
  states: readonly State[],
): Walk['cards'] {
  return cardsOf(model, bounds).map((card) => {
    const rows = new SinceList<Record<string, unknown>>();
    let last = new Map<string, string>();
    for (const [i, state] of states.entries()) {
      const now = rowsOf(card, state, model.name);
      const texts = new Map(now.map(([name, value]) => [name, JSON.stringify(value)]));
      const fresh = now.filter(([name]) => texts.get(name) !== last.get(name));
      if (i === 0 || fresh.length > 0) rows.list.push([i, Object.fromEntries(fresh)]);
      last = texts;
    }
    return { ids: { ...card.params }, rows: rows.list };
  });
}

/** A card is written by the author of a model, and may go wrong as a guard may. */
function rowsOf({ params, of }: CardMaker, state: State, model: string): Rows {
  try {
    return Object.entries(of(state)).map(([name, value]) => [name, plain(value)]);
  } catch (error) {
    const ids = Object.values(params).join(', ') || 'the state';
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new InputError(`the card of ${ids} in ${model} cannot be made: ${why}`, {
      cause: 'a read of an id or field that is not there in every state, or a value without end',
      fix: 'a card is a record of plain values, and is made for every state that can be reached',
    });
  }
}
