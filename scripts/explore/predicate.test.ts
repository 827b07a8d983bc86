import { test as propertyTest } from '@fast-check/vitest';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { InputError } from '../../engine/errors.ts';
import { checkPath } from './check-path.ts';
import { predicate, predicateOn } from './predicate.ts';

const state = {
  count: 3,
  open: true,
  item: { item0: { at: 'lent', 'a b': null }, item1: { at: 'here', 'a b': 1 } },
  queue: ['w1', 'w0'],
  holders: [{ by: 'w0', as: 'pin' }],
};

test.each([
  ['count == 3', true],
  ['count + 1 - 2 < 3 && open', true],
  ['!open || count != 3', false],
  ['item.item0.at == lent', true],
  ["item.item0.at == 'lent' && item.item1['a b'] == 1", true],
  ['item.item0.at == item.item1.at', false],
  ['queue[0] == w1 && size(queue) == 2 && size(item) == 2', true],
  ['has(queue, w0) && has(holders, pin) && !has(holders, w1)', true],
  ['(count > 5 || count < 4) && -1 < count', true],
  ['count', false],
  ['item.nothing.at == null', true],
  // Nothing that a state does not own can be named.
  ['item.constructor == null && item.__proto__ == null && queue.length == 2', true],
  ["item['__proto__'].polluted == null", true],
])('%s is %s', (text, value) => {
  expect(predicate(text)(state)).toBe(value);
});

test.each(['', 'count ==', 'a b', '(a', 'has(a)', 'a..b', "'open", 'a = b', 'f(a)', '#', '- a'])(
  '%j is refused with its place',
  (text) => {
    expect(() => predicate(text)).toThrow(/cannot read the predicate at \d+/);
  },
);

test('nesting and length have an end', () => {
  expect(() => predicate(`${'('.repeat(400)}a${')'.repeat(400)}`)).toThrow(InputError);
  expect(() => predicate('!'.repeat(900))).toThrow(InputError);
  expect(() => predicate('a'.repeat(2000))).toThrow(/too long/);
});

const words = fc.constantFrom(
  'count',
  'item',
  '.',
  '[',
  ']',
  '(',
  ')',
  '&&',
  '!',
  '<',
  "'",
  '0',
  ' ',
);
propertyTest.prop([fc.array(words, { maxLength: 30 })], { seed: 1 })(
  'any text is a predicate or refused as bad input',
  (parts) => {
    try {
      expect(typeof predicate(parts.join(''))(state)).toBe('boolean');
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
    }
  },
);

propertyTest.prop([fc.integer({ min: -9, max: 9 }), fc.boolean(), fc.integer({ min: -9, max: 9 })])(
  'operators mean what they mean in the language of the models',
  (a, b, c) => {
    const made = `${a} + ${c} < ${c} - ${a} || ${b} && ${a} >= ${c}`;
    expect(predicate(made)({})).toBe(a + c < c - a || (b && a >= c));
  },
);

test('a field that no state has is refused', () => {
  expect(() => checkPath(['item', 'item0', 'at'], state)).not.toThrow();
  expect(() => checkPath(['item', 'item7'], state)).toThrow(/no field item\.item7/);
  expect(() => checkPath(['item', 'constructor'], state)).toThrow(InputError);
});

test.each([
  ['item.item0.att == lent', /no field item\.item0\.att/],
  ['size(item.item7) == 0', /no field item\.item7/],
  ['!(cuont == three) || open', /no field cuont/],
  ['has(queue, w0) && holder.x == 1', /no field holder/],
])('%s: a search for a field that no state has is refused', (text, says) => {
  expect(() => predicateOn(text, state)).toThrow(InputError);
  expect(() => predicateOn(text, state)).toThrow(says);
});

test.each(['item.item0.at == lent', 'queue[7] == w0', 'holders[0].by == w0', 'has(queue, w1)'])(
  '%s is a search',
  (text) => {
    expect(predicateOn(text, state)(state)).toBe(predicate(text)(state));
  },
);
