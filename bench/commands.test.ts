import { expect, test } from 'vitest';
import { lockedCounter, lockedCounterMutations } from '../engine/fixtures/hunt-locked-counter.ts';
import { compare, isLost } from './commands.ts';

const fault = {
  model: lockedCounter,
  mutations: lockedCounterMutations,
  mutation: 'the lock is not waited for',
};

test('every way finds a fault that is easy to find, and counts the steps that ran', () => {
  const { hunt, short, commands, sameTime } = compare(fault, { seeds: 3, runs: 100 });
  for (const tries of [hunt, short, commands]) {
    expect(tries).toHaveLength(3);
    for (const { length, runs, seconds, shrunk } of tries) {
      expect(length).toBeGreaterThanOrEqual(6);
      expect(runs).toBeLessThanOrEqual(100);
      expect(shrunk).toBeGreaterThanOrEqual(seconds);
    }
  }
  expect(sameTime).toHaveLength(3);
  expect(hunt.map(({ length }) => length)).toEqual([6, 6, 6]);
});

test('a deadlock is found at the end of a list', () => {
  const stuck = { ...fault, mutation: 'the lock is kept' };
  const { commands } = compare(stuck, { seeds: 2, runs: 100 });
  expect(commands.every(({ length }) => length !== null)).toBe(true);
});

test('the hunt is beaten by more finds, or by as many that come sooner', () => {
  const tries = (...seconds: number[]) =>
    seconds.map((s) => ({ runs: 1, seconds: s, shrunk: s, length: s < 9 ? 5 : null }));
  const of = (hunt: number[], commands: number[], sameTime = commands) =>
    isLost({
      ...{ protocol: 'p', mutation: 'm', hunt: tries(...hunt), commands: tries(...commands) },
      ...{ short: tries(9, 9), sameTime: tries(...sameTime) },
    });
  expect(of([1, 1], [2, 2])).toBe(false);
  expect(of([1, 9], [2, 9])).toBe(false);
  expect(of([3, 3], [2, 2])).toBe(true);
  expect(of([1, 9], [9, 9], [1, 1])).toBe(true);
});
