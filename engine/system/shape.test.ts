import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../errors.ts';
import { sealSuccessor, sealTree } from './shape.ts';

const tree = (value: unknown) => () => sealTree(value, '', 'init');
const same = (before: unknown, after: unknown) => () => sealSuccessor(before, after, '', 'step()');

describe('a state', () => {
  test('is made of plain objects, arrays and scalars', () => {
    expect(tree({ a: 1, b: ['x', null, { c: true }], d: {} })).not.toThrow();
    expect(tree(Object.assign(Object.create(null), { a: 1 }))).not.toThrow();
  });

  test.each([
    ['a Map', { a: { b: new Map() } }, 'init: a.b is a Map'],
    ['a Set', { a: new Set() }, 'init: a is a Set'],
    ['a date', { a: [new Date(0)] }, 'init: a[0] is a Date'],
    ['undefined', { a: undefined }, 'init: a is undefined'],
    ['NaN', { a: Number.NaN }, 'init: a is NaN'],
    ['infinity', { a: Number.POSITIVE_INFINITY }, 'init: a is Infinity'],
    ['a big integer', { a: 1n }, 'init: a is a bigint 1'],
    ['a function', { a: () => 1 }, 'init: a is a function () => 1'],
    ['a class instance', { a: new (class Point {})() }, 'init: a is a Point'],
    ['nothing at all', undefined, 'init: the state is undefined'],
  ])('does not hold %s', (_, value, message) => {
    expect(tree(value)).toThrow(expect.objectContaining({ name: 'InputError', message }));
  });

  test('that contains itself is refused, not followed for ever', () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    expect(tree(loop)).toThrow(/nested more than 32 deep/);
  });
});

describe('a successor', () => {
  test('may change values, and the length of arrays', () => {
    expect(same({ a: 1, b: [] }, { a: 'x', b: [1, 2] })).not.toThrow();
    expect(same({ a: null }, { a: [1] })).not.toThrow();
  });

  test.each([
    ['adds a key', { a: { b: 1 } }, { a: { b: 1, c: 2 } }, 'step() adds the key a.c'],
    ['removes a key', { a: { b: 1 } }, { a: {} }, 'step() removes the key a.b'],
    ['renames a key', { a: 1 }, { b: 1 }, 'step() adds the key b'],
    ['puts null for an object', { a: {} }, { a: null }, 'step(): a was an object and is now null'],
    ['puts an array for an object', { a: {} }, { a: [] }, 'a was an object and is now an array'],
    ['puts an object for null', { a: null }, { a: {} }, 'step(): a was null and is now an object'],
    [
      'puts an object for a string',
      { a: 'x' },
      { a: {} },
      'a was the string x and is now an object',
    ],
    ['writes NaN', { a: 1 }, { a: Number.NaN }, 'step(): a is NaN'],
    ['writes undefined', { a: 1 }, { a: undefined }, 'step(): a is undefined'],
    ['writes a Map', { a: 1 }, { a: new Map() }, 'step(): a is a Map'],
    ['hides a Map in an array', { a: [1] }, { a: [1, new Map()] }, 'step(): a[1] is a Map'],
  ])('that %s is refused', (_, before, after, message) => {
    expect(same(before, after)).toThrow(InputError);
    expect(same(before, after)).toThrow(message);
  });

  test('whatever trees the two are: refused exactly when their keys differ somewhere', () => {
    const keys = fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom(0, 1, 'x'));
    fc.assert(
      fc.property(keys, keys, (before, after) => {
        const [a, b] = [Object.keys(before).sort(), Object.keys(after).sort()];
        const check = same({ in: before }, { in: after });
        if (a.join() === b.join()) expect(check).not.toThrow();
        else expect(check).toThrow(/(adds|removes) the key in\./);
      }),
    );
  });
});
