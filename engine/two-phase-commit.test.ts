import { expect, test } from 'vitest';
import { twoPhaseCommit } from '../examples/two-phase-commit.ts';
import { check } from './explore/check.ts';

// The oracle: numbers that other checkers published. The manifest of the TLA+ Examples says 288
// distinct states, 1,146 generated (it counts the initial state) and depth 11 (it counts states,
// not steps) for three managers; the tests of stateright say 288, and 8,832 for five.
test.each([
  { managers: 3, states: 288, steps: 1145, depth: 10 },
  { managers: 5, states: 8832 },
])('$managers managers have $states states, as published', ({ managers, ...counts }) => {
  const verdict = check(twoPhaseCommit, { bounds: { managers } });
  expect(verdict).toMatchObject({ complete: true, ...counts });
  const verdicts = Object.fromEntries(verdict.properties.map((p) => [p.name, p.verdict]));
  expect(verdicts).toEqual({
    agreement: 'holds',
    deadlock: 'holds',
    someoneCommits: 'reached',
    someoneAborts: 'reached',
  });
});
