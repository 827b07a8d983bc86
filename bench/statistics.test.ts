import { expect, test } from 'vitest';
import { ratio, spread } from './statistics.ts';

test('a spread has the middle, or the mean of the two in the middle', () => {
  expect(spread([3, 1, 10])).toEqual({ median: 3, min: 1, max: 10 });
  expect(spread([4, 1, 2, 9])).toEqual({ median: 3, min: 1, max: 9 });
  expect(spread([7])).toEqual({ median: 7, min: 7, max: 7 });
  expect(spread([])).toBeNull();
});

test('a ratio is of the medians, and of what was measured in the same turn', () => {
  // In the third turn both took four times as long: the pairs do not see it.
  expect(ratio([6, 3, 24], [2, 1, 8])).toEqual({
    ofMedians: 3,
    ofPairs: { median: 3, min: 3, max: 3 },
  });
  expect(ratio([1, 2, 6], [2, 2, 2])).toEqual({
    ofMedians: 1,
    ofPairs: { median: 1, min: 0.5, max: 3 },
  });
});

test('there is no ratio without a base, nor to one of other turns', () => {
  expect(ratio([1], [])).toBeNull();
  expect(ratio([], [1])).toBeNull();
  expect(ratio([1, 2], [1])).toBeNull();
  expect(ratio([1], [0])).toBeNull();
});
