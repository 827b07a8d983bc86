import { InputError } from '../../engine/errors.ts';
import type { State } from '../../engine/system/system.ts';
import type { Term } from './parse-predicate.ts';

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Refuses a path that no state of a model has: a search for it would find nothing. The keys of an
 * object are the same in every state; what is inside of a value, such as a list, is not looked at.
 */
export function checkPath(path: readonly string[], state: State): void {
  let value: unknown = state;
  for (const [i, key] of path.entries()) {
    if (!isTree(value)) return;
    if (!Object.hasOwn(value, key)) throw noField(path.slice(0, i + 1), Object.keys(value));
    value = value[key];
  }
}

const noField = (path: readonly string[], available: string[]): InputError =>
  new InputError(`there is no field ${path.join('.')}`, {
    fix: 'give the path of a field, its keys joined by dots; a text with a dot stands in quotes',
    available,
  });

/** Refuses a predicate with fields that no state has, and one that compares two bare words. */
export function checkFields(term: Term, state: State): void {
  switch (term.kind) {
    case 'value':
      return;
    case 'path':
      if (!isWord(term, state)) checkPath(term.keys, state);
      return;
    case 'not':
      checkFields(term.of, state);
      return;
    case 'call':
      for (const part of term.of) checkFields(part, state);
      return;
    case 'pair': {
      const { left, right } = term;
      if (isWord(left, state) && isWord(right, state)) {
        throw noField(left.kind === 'path' ? left.keys : [], Object.keys(state));
      }
      checkFields(left, state);
      checkFields(right, state);
    }
  }
}

/** One word that is no field is a text. */
const isWord = (term: Term, state: State): boolean =>
  term.kind === 'path' && term.keys.length === 1 && !Object.hasOwn(state, term.keys[0] ?? '');
