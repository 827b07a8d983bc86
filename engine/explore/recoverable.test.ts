import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IntList } from './grow.ts';
import { firstStuck } from './recoverable.ts';

const list = (items: readonly number[]): IntList => {
  const result = new IntList();
  for (const item of items) result.push(item);
  return result;
};
const edges = (pairs: readonly (readonly [number, number])[]) => ({
  from: list(pairs.map(([from]) => from)),
  to: list(pairs.map(([, to]) => to)),
});

test('a cycle through the resting state has no stuck state', () => {
  expect(
    firstStuck(
      3,
      edges([
        [0, 1],
        [1, 2],
        [2, 0],
      ]),
      list([0]),
    ),
  ).toBe(null);
});

test('a trap is found at its entry, the first state discovered', () => {
  expect(
    firstStuck(
      4,
      edges([
        [0, 1],
        [1, 0],
        [1, 2],
        [2, 3],
        [3, 2],
      ]),
      list([0]),
    ),
  ).toBe(2);
});

test('where nothing rests, the initial state is stuck already', () => {
  expect(firstStuck(2, edges([[0, 1]]), list([]))).toBe(0);
});

test('agrees with following every path, on random graphs', () => {
  const graph = fc.integer({ min: 1, max: 12 }).chain((n) => {
    const state = fc.nat(n - 1);
    return fc.record({
      n: fc.constant(n),
      pairs: fc.array(fc.tuple(state, state), { maxLength: 30 }),
      resting: fc.uniqueArray(state),
    });
  });
  fc.assert(
    fc.property(graph, ({ n, pairs, resting }) => {
      const recovers = (state: number, seen = new Set<number>()): boolean => {
        if (resting.includes(state)) return true;
        if (seen.has(state)) return false;
        seen.add(state);
        return pairs.some(([from, to]) => from === state && recovers(to, seen));
      };
      const stuck = Array.from({ length: n }, (_, i) => i).find((state) => !recovers(state));
      expect(firstStuck(n, edges(pairs), list(resting))).toBe(stuck ?? null);
    }),
  );
});

test('a list grows past its first allocation and keeps every item', () => {
  const many = list(Array.from({ length: 5000 }, (_, i) => i * 3));
  expect([many.length, many.at(0), many.at(1024), many.at(4999)]).toEqual([5000, 0, 3072, 14997]);
});
