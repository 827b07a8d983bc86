import { expect, test } from 'vitest';
import { lockedCounter, lockedCounterMutations } from '../engine/fixtures/hunt-locked-counter.ts';
import { compare } from './commands.ts';

test('both ways find a fault that is easy to find, and count the steps that ran', () => {
  const fault = {
    model: lockedCounter,
    mutations: lockedCounterMutations,
    mutation: 'the lock is not waited for',
  };
  for (const score of compare(fault, { seeds: 3, runs: 100, maxSteps: 40 })) {
    expect(score).toMatchObject({ found: 3, seeds: 3 });
    expect(score.length).toBeGreaterThanOrEqual(6);
  }
});
