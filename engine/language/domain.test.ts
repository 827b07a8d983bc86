import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Domain, flag, oneOf, range, restrict, type Scalar, table, union } from './domain.ts';

const left = oneOf('a', 'b', 'c');
const right = oneOf('x', 'y');
const both = union<'a' | 'b' | 'c' | 'x' | 'y'>(left, right);

describe('domains', () => {
  test('list their values in order', () => {
    expect([...both]).toEqual(['a', 'b', 'c', 'x', 'y']);
    expect(both.parts).toEqual([left, right]);
  });

  test('are cut down through unions, however deep, part by part', () => {
    const nested = union<'a' | 'b' | 'c' | 'x' | 'y' | 'z'>(both, oneOf('z'));
    fc.assert(
      fc.property(fc.nat(3), fc.nat(2), (l, r) => {
        const counts = new Map<Domain<Scalar>, number>([
          [left, l],
          [right, r],
        ]);
        const expected = [...left.values.slice(0, l), ...right.values.slice(0, r)];
        expect(restrict(both, counts)).toEqual(expected);
        expect(restrict(nested, counts)).toEqual([...expected, 'z']);
      }),
    );
  });

  test('are whole where no bound speaks of them', () => {
    expect(restrict(both, new Map())).toEqual(both.values);
  });
});

describe('bounds', () => {
  test('a count reads as the domain of that many values, from 1 to all', () => {
    const bound = left.count(2);
    expect(bound).toMatchObject({ initial: 2, min: 1, max: 3, sort: left });
    expect([...bound.read(2)]).toEqual(['a', 'b']);
  });

  test('a count that starts at 0 may be 0, and limits may be given', () => {
    expect(left.count(0)).toMatchObject({ min: 0, max: 3 });
    expect(left.count(2, { min: 2, max: 2 })).toMatchObject({ min: 2, max: 2 });
  });

  test('a range reads as a number, a flag as a boolean', () => {
    expect(range(3, { min: 1, max: 4 }).read(2)).toBe(2);
    expect([flag(true).read(1), flag(true).read(0)]).toEqual([true, false]);
    expect(flag(true)).toMatchObject({ initial: 1, min: 0, max: 1 });
  });
});

test('a table has one entry for each id, the same value or one made from the id', () => {
  expect(table(right, 0)).toEqual({ x: 0, y: 0 });
  expect(table(right, (id) => id.toUpperCase())).toEqual({ x: 'X', y: 'Y' });
});
