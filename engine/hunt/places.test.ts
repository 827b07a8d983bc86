import { test as propertyTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { lockedCounter, lockedCounterMutations } from '../fixtures/hunt-locked-counter.ts';
import { instantiate } from '../system/instantiate.ts';
import { run } from '../trace.ts';
import { hunt } from './hunt.ts';
import { judgeOf } from './safety.ts';
import { traces } from './traces.ts';
import { terrainOf } from './walk.ts';

const setting = {
  mutations: lockedCounterMutations,
  mutation: 'the lock is not waited for',
  bounds: { workers: 3 },
} as const;

describe('what is remembered of a state is what the model says of it', () => {
  const terrain = terrainOf(instantiate(lockedCounter, setting), 'any');
  const { system, places, codes } = terrain;
  const judge = judgeOf(system, 'any');
  propertyTest.prop([traces(lockedCounter, { ...setting, maxSteps: 30 })], { seed: 1 })(
    'on any walk',
    (trace) => {
      let state = system.initial;
      for (const step of run(system, trace.steps).steps) {
        const candidates = system.candidates(state);
        const { enabled, refused } = places.choice(state);
        expect(enabled).toEqual(candidates.filter((each) => system.enabled(each, state)));
        expect([...enabled, ...refused]).toHaveLength(candidates.length);
        const after = system.apply(step, state);
        expect(codes.code(places.after(state, step))).toBe(codes.code(after));
        const broken = judge.state(after) ?? judge.step(state, step, after);
        expect(places.brokenBy(state, step)).toEqual(broken);
        state = after;
      }
    },
  );
});

test('a hunt asks a guard once for each state', () => {
  let asked = 0;
  const observer = {
    begin: (step: unknown) => {
      asked += step === null ? 0 : 1;
    },
    end: () => {},
  };
  const { states, steps } = hunt(lockedCounter, { bounds: { workers: 2 }, runs: 100, observer });
  expect(steps).toBeGreaterThan(50 * states);
  // A guard, a recipe and the few step properties for each of the steps out of a state.
  expect(asked).toBeLessThan(20 * states);
});
