import { describe, expect, test } from 'vitest';
import { counter, counterMutations } from './fixtures/counter.ts';
import { lockedCounter, lockedCounterMutations } from './fixtures/hunt-locked-counter.ts';
import { ring, ringMutations } from './fixtures/hunt-ring.ts';
import { type SuiteOptions, suite } from './hunt/suite.ts';
import type { AnyModel } from './language/model.ts';
import { checkModel } from './vitest.ts';

// The function itself, used as in any project: these tests are registered by it.
checkModel(lockedCounter, { mutations: lockedCounterMutations, hunt: { runs: 100 } });
checkModel(ring, { bounds: { slots: 3 }, hunt: { runs: 20, bounds: { ports: 3, slots: 4 } } });

/** The tests that fail, with what they say. */
function failures(model: AnyModel, options: SuiteOptions): Record<string, string> {
  const said: Record<string, string> = {};
  for (const { name, run } of suite(model, options)) {
    try {
      run();
    } catch (error) {
      said[name] = error instanceof Error ? error.message : String(error);
    }
  }
  return said;
}

test('there is one test for each property, goal and mutation, and one hunt', () => {
  expect(suite(counter, { mutations: counterMutations }).map(({ name }) => name)).toEqual([
    'inRange holds',
    'oneByOne holds',
    'deadlock holds',
    'comesBack holds',
    'isFull is reached',
    'every action fires',
    '1000 random runs from seed 1 find nothing',
    "'it does not stop at the top' breaks inRange",
    "'it counts by two' breaks oneByOne",
    "'it is a trap: at the top there is no way back' breaks comesBack",
  ]);
});

describe('a faulty model fails, and the failure tells the counterexample', () => {
  const said = failures(ring, {
    mutations: ringMutations,
    mutation: 'a full ring is written to',
    hunt: { runs: 100, seed: 3 },
  });

  test('of the search', () => {
    expect(said['nothingIsOverwritten holds']).toMatch(
      /nothingIsOverwritten does not hold.*after 5 steps \(shortest\).*claim\(/s,
    );
  });
  test('of the hunt, with what makes it again', () => {
    expect(said['100 random runs from seed 3 find nothing']).toMatch(
      /after 5 steps \(shrunk\).*claim\(.*seed: 3, path: '\d+:/s,
    );
  });
  test('and what is not broken does not fail', () => {
    expect(Object.keys(said)).not.toContain('fills is reached');
  });
});

test('what never happens fails', () => {
  const mutation = 'it is a trap: at the top there is no way back';
  const said = failures(counter, { mutations: counterMutations, mutation, hunt: false });
  expect(Object.keys(said)).toEqual(['comesBack holds', 'every action fires']);
  expect(said['every action fires']).toBe('never fired in all 4 states: reset');
});

test('a search that a limit ended proves nothing', () => {
  const said = failures(ring, { maxStates: 10, hunt: false });
  expect(said['countersGoUp holds']).toMatch(/is unknown in \d+ states \(max-states ended/);
});

test('a mutation that breaks nothing fails', () => {
  const list = { harmless: { breaks: 'inRange' } } as const;
  const said = failures(counter, { mutations: { ...counterMutations, list }, hunt: false });
  expect(said).toEqual({
    "'harmless' breaks inRange": 'inRange holds all the same, in all 4 states',
  });
});
