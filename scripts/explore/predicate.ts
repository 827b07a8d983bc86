import type { State } from '../../engine/system/system.ts';
import { checkFields } from './check-path.ts';
import { parse, type Term } from './parse-predicate.ts';

/**
 * A predicate on states from its text. It is interpreted and never run as code: fields are looked
 * up among the own keys of a state, and there is nothing else that it can name.
 * @throws {InputError} with the place of what cannot be read
 */
export function predicate(text: string): (state: State) => boolean {
  const term = parse(text);
  return (state) => evaluate(term, state) === true;
}

/** A predicate on the states of a model, of which one is given: its fields are those of all. */
export function predicateOn(text: string, state: State): (state: State) => boolean {
  checkFields(parse(text), state);
  return predicate(text);
}

function evaluate(term: Term, state: State): unknown {
  switch (term.kind) {
    case 'value':
      return term.value;
    case 'path':
      return fieldOf(term, state);
    case 'not':
      return evaluate(term.of, state) !== true;
    case 'call':
      return call(
        term.name,
        term.of.map((part) => evaluate(part, state)),
      );
    case 'pair':
      return pair(term, state);
  }
}

function pair({ op, left, right }: Extract<Term, { kind: 'pair' }>, state: State): unknown {
  const a = evaluate(left, state);
  if (op === '&&') return a === true && evaluate(right, state) === true;
  if (op === '||') return a === true || evaluate(right, state) === true;
  const b = evaluate(right, state);
  if (op === '==') return same(a, b);
  if (op === '!=') return !same(a, b);
  if (typeof a !== 'number' || typeof b !== 'number') return null;
  switch (op) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '+':
      return a + b;
    case '-':
      return a - b;
  }
}

const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && a !== null && JSON.stringify(a) === JSON.stringify(b));

/** A field; one word that is no field of the state is a text. What is not there is null. */
function fieldOf({ keys }: Extract<Term, { kind: 'path' }>, state: State): unknown {
  const [first = '', ...rest] = keys;
  if (rest.length === 0 && !Object.hasOwn(state, first)) return first;
  let value: unknown = state;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function call(name: 'size' | 'has', [of, item]: readonly unknown[]): unknown {
  const items = Array.isArray(of) ? of : typeof of === 'object' && of !== null ? null : [];
  if (name === 'size') return items ? items.length : Object.keys(of as object).length;
  const all = items ?? Object.values(of as object);
  return all.some(
    (each) =>
      same(each, item) ||
      (typeof each === 'object' &&
        each !== null &&
        Object.values(each).some((part) => same(part, item))),
  );
}
