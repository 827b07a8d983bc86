import fc from 'fast-check';
import { expect, test } from 'vitest';
import { someWay } from './some-way.ts';
import { through } from './through.ts';

const state = Object.freeze({ a: 0, b: Object.freeze({ c: 1, list: [1, 2] }) });

/** A guard as a table: its answer for each combination of a, b.c and d. */
const guards = fc.array(fc.boolean(), { minLength: 27, maxLength: 27 });
const subset = fc.subarray(['a', 'b.c', 'd']);

test('it holds for some choice of what is ignored, as trying all of them says', () => {
  fc.assert(
    fc.property(guards, subset, fc.nat(2), fc.nat(2), fc.nat(2), (answers, ignored, a, c, d) => {
      type S = { a: number; b: { c: number }; d: number };
      const guard = (s: S) => s.a < 3 && answers[9 * s.a + 3 * s.b.c + s.d] === true;
      const values = (path: string, now: number) => (ignored.includes(path) ? [0, 1, 2] : [now]);
      const expected = values('a', a).some((x) =>
        values('b.c', c).some((y) =>
          values('d', d).some((z) => guard({ a: x, b: { c: y }, d: z })),
        ),
      );
      const found = someWay(guard, { a, b: { c }, d }, (path) =>
        ignored.includes(path) ? [0, 1, 2] : null,
      );
      expect(found).toBe(expected);
    }),
  );
});

test('what throws for a choice is no way; what throws for the state itself is an error', () => {
  const guard = (s: { a: number }) => {
    if (s.a === 2) throw new Error('never seen');
    return s.a === 1;
  };
  expect(someWay(guard, { a: 0 }, (path) => (path === 'a' ? [0, 2] : null))).toBe(false);
  expect(someWay(guard, { a: 0 }, (path) => (path === 'a' ? [0, 2, 1] : null))).toBe(true);
  expect(() => someWay(guard, { a: 2 }, () => null)).toThrow('never seen');
});

test('what looks through a state sees its keys, its lists and what is laid over it', () => {
  const seen: string[] = [];
  const look = through(state, (path, read) => {
    seen.push(path);
    return path === 'b.c' ? 7 : read();
  });
  expect(Object.keys(look.b)).toEqual(['c', 'list']);
  expect('a' in look && !('z' in look)).toBe(true);
  expect({ ...look.b }).toEqual({ c: 7, list: [1, 2] });
  expect(seen).toEqual(['b', 'b.c', 'b.list']);
});
