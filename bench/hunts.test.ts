import { expect, test } from 'vitest';
import { lockedCounter, lockedCounterMutations } from '../engine/fixtures/hunt-locked-counter.ts';
import { cells, measure, median, parseOptions, safetyFaults, table } from './hunts.ts';

const fault = {
  model: lockedCounter,
  mutations: lockedCounterMutations,
  mutation: 'the lock is not waited for',
};

test('a fault is searched for, then hunted with every seed', () => {
  const row = measure(fault, { seeds: 3, runs: 100 });
  expect(row).toMatchObject({ breaks: 'noUpdateIsLost', bounds: { workers: 2 } });
  expect(row.shortest).toHaveLength(6);
  expect(row.tries.map(({ seed }) => seed)).toEqual([1, 2, 3]);
  expect(cells(row).slice(0, 6)).toEqual([
    ...['locked-counter', fault.mutation, 'noUpdateIsLost', '6', '3/3', '3/3'],
  ]);
});

test('a row counts what was found, and what of it is as short as can be', () => {
  const of = (steps: string[] | null, runs: number, seconds: number) => ({
    ...{ seed: 1, path: null, steps, runs, seconds },
  });
  const row = {
    ...{ protocol: 'p', mutation: 'm', breaks: 'b', bounds: {}, shortest: ['x'] },
    tries: [of(['x'], 5, 0.5), of(['x', 'x'], 9, 0.1), of(null, 100, 4), of(['x'], 7, 0.2)],
  };
  expect(cells(row).slice(3)).toEqual(['1', '3/4', '2/4', '7', '1', '0.50']);
  expect(cells({ ...row, tries: [of(null, 100, 4)] }).slice(4)).toEqual([
    ...['0/1', '0/1', '–', '–', '4.00'],
  ]);
});

test('faults of liveness are left out, and an unknown name is refused', async () => {
  const all = await safetyFaults();
  const one = await safetyFaults('guest_memfd_callback');
  expect(new Set(all.map(({ model }) => model.name)).size).toBeGreaterThan(1);
  expect(one.length).toBeGreaterThan(0);
  expect(one.length).toBeLessThan(all.length);
  const [first] = one;
  expect(await safetyFaults('guest_memfd_callback', first?.mutation)).toEqual([first]);
  await expect(safetyFaults('guest_memfd')).rejects.toThrow("unknown protocol 'guest_memfd'");
  await expect(safetyFaults(undefined, 'no such')).rejects.toThrow("unknown mutation 'no such'");
});

test('options are read, and others refused', () => {
  const asked = { seeds: 2, runs: 50, protocol: 'p', mutation: undefined, json: true };
  expect(parseOptions(['--seeds', '2', '--protocol', 'p', '--json'], 50)).toEqual(asked);
  expect(() => parseOptions(['--seed', '2'], 50)).toThrow("Unknown option '--seed'");
  expect(() => parseOptions(['--runs', '0'], 50)).toThrow('--runs 0 is not a whole number from 1');
});

test('a table is as wide as its cells', () => {
  expect(table(['a', 'name'], [['12', 'x']])).toBe('| a  | name |\n| -- | ---- |\n| 12 | x    |');
  expect([median([3, 1, 2]), median([1, 2]), median([])]).toEqual([2, 2, null]);
});
