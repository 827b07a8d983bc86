import { test as propertyTest } from '@fast-check/vitest';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockedCounter, lockedCounterMutations } from '../fixtures/hunt-locked-counter.ts';
import { ring, ringMutations } from '../fixtures/hunt-ring.ts';
import { store } from '../fixtures/store.ts';
import { instantiate } from '../system/instantiate.ts';
import { run, type Trace } from '../trace.ts';
import { judge } from './judge.ts';
import { isSmaller } from './size.ts';
import { traces } from './traces.ts';

const faulty = { mutations: ringMutations, mutation: 'a full ring is written to' } as const;
const system = instantiate(ring, faulty);
const fails = (trace: Trace) => judge(ring, trace, faulty) !== null;

describe('every trace runs from its first step to its last', () => {
  propertyTest.prop([traces(ring)], { seed: 1 })('of a ring', (trace) => {
    expect(run(instantiate(ring), trace.steps).refused).toBeNull();
  });
  propertyTest.prop([traces(store, { maxSteps: 200 })], { seed: 1, numRuns: 30 })(
    'of a store',
    (trace) => {
      expect(judge(store, trace)).toBeNull();
    },
  );
  test('and is as long as it was allowed to be, where nothing ends it', () => {
    const lengths = fc.sample(traces(store, { maxSteps: 17 }), 20).map(({ steps }) => steps.length);
    expect(new Set(lengths)).toEqual(new Set([17]));
  });
});

test('a plain fast-check property fails with a shrunk trace, printed a step a line', () => {
  const property = fc.property(traces(ring, faulty), (trace) => !fails(trace));
  const { counterexample, counterexamplePath, seed } = fc.check(property, { seed: 5 });
  expect(counterexample?.[0].steps).toHaveLength(5);
  expect(() => fc.assert(property, { seed: 5 })).toThrow(
    /ring ports=2,slots=2 mutation 'a full ring is written to': 5 steps\n {2}1\. claim\(in0\)\n/,
  );
  const again = fc.check(property, { seed, path: counterexamplePath ?? '', endOnFailure: true });
  expect(again.counterexample).toEqual(counterexample);
  expect(again.numRuns).toBe(1);
});

test('a trace is plain data', () => {
  const [trace] = fc.sample(traces(ring), { numRuns: 1, seed: 1 });
  expect(Object.keys(trace ?? {})).toEqual(['model', 'bounds', 'mutation', 'steps']);
  expect(JSON.parse(JSON.stringify(trace))).toEqual(trace);
});

describe('shrinking', () => {
  const arbitrary = traces(ring, faulty);
  const long = fc.sample(arbitrary, { numRuns: 6, seed: 2 });

  test('gives traces that run, each smaller than the one it came from', () => {
    const stepsOf = (trace: Trace) => run(system, trace.steps).steps;
    for (const trace of long) {
      for (const { value } of arbitrary.shrink(trace, undefined).take(200)) {
        expect(arbitrary.canShrinkWithoutContext(value)).toBe(true);
        expect(isSmaller(stepsOf(value), stepsOf(trace))).toBe(true);
      }
    }
  });

  test('never gives the same trace twice', () => {
    const [trace] = long;
    const shown = [...arbitrary.shrink(trace as Trace, undefined)].map(({ value }) =>
      JSON.stringify(value),
    );
    expect(new Set(shown).size).toBe(shown.length);
  });

  test('does not need to know how a trace was made', () => {
    for (const trace of long.filter(fails).slice(0, 5)) {
      const read = JSON.parse(JSON.stringify(trace));
      const { counterexample } = fc.check(
        fc.property(arbitrary, (candidate) => !fails(candidate)),
        { examples: [[read]], numRuns: 1 },
      );
      expect(counterexample?.[0].steps).toHaveLength(5);
    }
  });

  test('ends in a trace from which no step can be left out', () => {
    const setting = {
      mutations: lockedCounterMutations,
      mutation: 'the lock is not waited for',
      bounds: { workers: 3 },
    } as const;
    const bad = instantiate(lockedCounter, setting);
    const breaks = (trace: Trace) => judge(lockedCounter, trace, setting) !== null;
    const property = fc.property(traces(lockedCounter, setting), (trace) => !breaks(trace));
    for (let seed = 0; seed < 10; seed++) {
      const [trace] = fc.check(property, { seed }).counterexample ?? [];
      expect(trace && breaks(trace)).toBe(true);
      for (const at of trace?.steps.keys() ?? []) {
        const less = { ...trace, steps: trace?.steps.toSpliced(at, 1) ?? [] } as Trace;
        expect(run(bad, less.steps).refused !== null || !breaks(less)).toBe(true);
      }
    }
  });

  test('prefers the first ids and few changes of thread', () => {
    const setting = {
      mutations: lockedCounterMutations,
      mutation: 'the lock is not waited for',
      bounds: { workers: 4 },
    } as const;
    const property = fc.property(
      traces(lockedCounter, setting),
      (trace) => judge(lockedCounter, trace, setting) === null,
    );
    for (let seed = 0; seed < 10; seed++) {
      const [trace] = fc.check(property, { seed }).counterexample ?? [];
      const threads = trace?.steps.map(({ params }) => Object.values(params)[0]) ?? [];
      expect(new Set(threads)).toEqual(new Set(['w0', 'w1']));
      expect(threads.filter((id, i) => i > 0 && id !== threads[i - 1])).toHaveLength(2);
    }
  });
});

test('what is no trace of the model, or does not run, is not shrunk', () => {
  const arbitrary = traces(ring, faulty);
  const [trace] = fc.sample(arbitrary, { numRuns: 1, seed: 1 });
  expect(arbitrary.canShrinkWithoutContext(trace)).toBe(true);
  const fill = { action: 'fill', params: { port: 'in0' } };
  for (const other of [
    null,
    [],
    { ...trace, model: 'store' },
    { ...trace, mutation: null },
    { ...trace, bounds: { ports: 2, slots: 3 } },
    { ...trace, bounds: { ports: 2 } },
    { ...trace, steps: [fill] },
    { ...trace, steps: [{ action: 'fill' }] },
    { ...trace, steps: [{ action: 'flush', params: {} }] },
  ]) {
    expect(arbitrary.canShrinkWithoutContext(other)).toBe(false);
  }
});

test('a run that may end at a violation has none before its last step', () => {
  const ending = fc.sample(traces(ring, { ...faulty, stopAt: 'any' }), { numRuns: 50, seed: 4 });
  expect(ending.some(fails)).toBe(true);
  for (const trace of ending) {
    expect(fails({ ...trace, steps: trace.steps.slice(0, -1) })).toBe(false);
  }
});
