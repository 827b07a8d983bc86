import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Interner, RememberingInterner } from './intern.ts';

// Strings that look like what the interner itself writes: references, separators, quotes.
const scalar = fc.oneof(
  fc.constantFrom('#0', '#1', '"a"', 'a:1', 'a,b', '{}', '[]', '1', 'null', 'true', ''),
  fc.constantFrom(1, 0, -1, 1.5, true, false, null),
);
const { tree } = fc.letrec<{ tree: unknown; node: object }>((tie) => ({
  node: fc.oneof(
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'a:1', '#0', 'a,b'), tie('tree'), { maxKeys: 3 }),
  ),
  tree: fc.oneof({ maxDepth: 3 }, scalar, tie('node')),
}));
const root = fc.record({ r: tree });

/** The same tree with the keys of each object in the opposite order, sharing nothing. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

describe.each([Interner, RememberingInterner])('%o', (Kind) => {
  test('two trees have one code exactly when they are equal', () => {
    fc.assert(
      fc.property(fc.array(root, { minLength: 2, maxLength: 6 }), (trees) => {
        const interner = new Kind();
        const codes = trees.map((each) => interner.code(each));
        for (const [i, a] of trees.entries()) {
          for (const [j, b] of trees.entries()) {
            expect(codes[i] === codes[j]).toBe(canonical(a) === canonical(b));
          }
        }
      }),
    );
  });

  test('neither the order of keys nor sharing matters', () => {
    fc.assert(
      fc.property(root, (value) => {
        const interner = new Kind();
        expect(interner.code(reversed(value) as object)).toBe(interner.code(value));
      }),
    );
  });

  test('a string never passes for the code of a subtree', () => {
    const interner = new Kind();
    const inner = interner.code({ a: 1 });
    expect(interner.code({ x: `#${inner}` })).not.toBe(interner.code({ x: { a: 1 } }));
  });

  test('a string never passes for a number, nor an array for an object', () => {
    const interner = new Kind();
    expect(interner.code({ x: '1' })).not.toBe(interner.code({ x: 1 }));
    expect(interner.code({ x: [] })).not.toBe(interner.code({ x: {} }));
    expect(interner.code({ x: null })).not.toBe(interner.code({ x: 'null' }));
  });

  test('a key with separators never passes for two keys', () => {
    const interner = new Kind();
    expect(interner.code({ 'a:1,b': 2 })).not.toBe(interner.code({ a: 1, b: 2 }));
  });
});

/** Equality said in another way: JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
