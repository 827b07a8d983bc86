import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSweep } from './sweep-bounds.ts';

test('what has no range is one run', () => {
  expect(parseSweep('')).toEqual([{}]);
  expect(parseSweep('hosts=2,pages=1')).toEqual([{ hosts: 2, pages: 1 }]);
});

test('ranges multiply, and the last one changes fastest', () => {
  expect(parseSweep('a=1..2,b=7,c=3..4')).toEqual([
    { a: 1, b: 7, c: 3 },
    { a: 1, b: 7, c: 4 },
    { a: 2, b: 7, c: 3 },
    { a: 2, b: 7, c: 4 },
  ]);
});

test('a range has every number in it, and no other', () => {
  const number = fc.integer({ min: 0, max: 50 });
  fc.assert(
    fc.property(number, fc.integer({ min: 0, max: 49 }), (from, more) => {
      const all = parseSweep(`n=${from}..${from + more}`).map(({ n }) => n);
      expect(all).toEqual(Array.from({ length: more + 1 }, (_, i) => from + i));
    }),
  );
});

test.each([
  ['a=3..2', /a=3\.\.2 is an empty range/],
  ['a=1..101', /asks for 101 runs/],
  ['a=1..99999999999', /asks for 101 runs/],
  ['a=1..20,b=1..20', /asks for 400 runs/],
  ['a=..2', /is not a bound/],
])('%s is refused', (text, message) => {
  expect(() => parseSweep(text)).toThrow(message);
});
