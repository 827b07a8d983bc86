import { check } from 'lastref';
import { describe, expect, test } from 'vitest';
import { gmem, gmemMutations } from './gmem.ts';

// Counts of the hand-written search, gmem.cpp: g++ -O2 -DP=… -DH=… -DR=… gmem.cpp. SPIN, Rumur and
// TLC give the same (README.md). Three pages, 155,673 states, are left to the command line.
test.each([
  { pages: 1, hosts: 1, pins: 1, states: 15, steps: 29, depth: 6 },
  { pages: 1, hosts: 2, pins: 1, states: 89, steps: 289, depth: 11 },
  { pages: 2, hosts: 1, pins: 1, states: 161, steps: 502, depth: 11 },
  { pages: 2, hosts: 2, pins: 1, states: 4193, steps: 20546, depth: 21 },
])(
  '$pages pages, $hosts hosts, $pins pins: as counted by hand',
  ({ states, steps, depth, ...bounds }) => {
    const verdict = check(gmem, { bounds, symmetry: false });
    expect(verdict).toMatchObject({ complete: true, states, steps, depth });
    expect(verdict.properties.map(({ verdict }) => verdict)).not.toContain('violated');
    expect(verdict.properties.map(({ verdict }) => verdict)).not.toContain('unreached');
  },
);

test('each action ran and was refused as often as the reference engine counts', () => {
  const bounds = { pages: 2, hosts: 2, pins: 1 };
  const [fast, slow] = (['explore', 'reference'] as const).map((engine) =>
    check(gmem, { bounds, engine, symmetry: false }),
  );
  expect(fast?.actions).toEqual(slow?.actions);
  expect(fast?.steps).toBe(slow?.steps);
});

test('of a slice of many chunks those are expanded again in which something was unknown', () => {
  const bounds = { pages: 3, hosts: 2, pins: 2 };
  const verdict = check(gmem, { bounds });
  // Orbits as gmem.cpp counts them, with SYM=1.
  expect(verdict).toMatchObject({ complete: true, states: 149_004, steps: 943_574, depth: 48 });
});

describe('each way to get it wrong has a counterexample of six steps', () => {
  test.each([
    {
      mutation: 'completion does not wait for references',
      conjunct: 'unpinned',
      last: 'complete(page0)',
    },
    {
      mutation: 'the re-check of the PTE is left out',
      conjunct: 'unpinned',
      last: 'gup_check(host0)',
    },
  ])('$mutation', ({ mutation, conjunct, last }) => {
    const verdict = check(gmem, { mutations: gmemMutations, mutation });
    const broken = verdict.properties.find(({ name }) => name === 'privateIsClean');
    expect(broken).toMatchObject({ verdict: 'violated', witness: { conjunct } });
    expect(broken?.witness?.steps).toHaveLength(6);
    expect(broken?.witness?.steps.at(-1)?.name).toBe(last);
  });
});
