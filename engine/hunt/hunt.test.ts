import { describe, expect, test } from 'vitest';
import { check } from '../explore/check.ts';
import { counter, counterMutations } from '../fixtures/counter.ts';
import { lockedCounter, lockedCounterMutations } from '../fixtures/hunt-locked-counter.ts';
import { ring, ringMutations } from '../fixtures/hunt-ring.ts';
import { lostUpdate, lostUpdateMutations } from '../fixtures/lost-update.ts';
import { philosopherMutations, philosophers } from '../fixtures/philosophers.ts';
import { readerWriter, readerWriterMutations } from '../fixtures/reader-writer.ts';
import { spinlock } from '../fixtures/spinlock.ts';
import { store } from '../fixtures/store.ts';
import type { AnyModel } from '../language/model.ts';
import type { Mutations } from '../language/mutation.ts';
import type { Bounds } from '../system/system.ts';
import type { Trace } from '../trace.ts';
import { type HuntResult, hunt } from './hunt.ts';

const names = (result: HuntResult) => result.found?.steps.map(({ name }) => name);
const traceOf = ({ model, bounds, mutation, found }: HuntResult): Trace => ({
  model,
  bounds,
  mutation,
  steps: found?.steps ?? [],
});

const breaks = ({ list }: Mutations, mutation: string): string =>
  Object.entries(list).find(([name]) => name === mutation)?.[1].breaks ?? '';

interface Fault {
  readonly model: AnyModel;
  readonly mutations: Mutations;
  readonly mutation: string;
  readonly bounds: Bounds;
}

const faults: readonly Fault[] = [
  {
    model: counter,
    mutations: counterMutations,
    mutation: 'it does not stop at the top',
    bounds: {},
  },
  { model: counter, mutations: counterMutations, mutation: 'it counts by two', bounds: {} },
  {
    model: lostUpdate,
    mutations: lostUpdateMutations,
    mutation: 'the total is read and written in two steps',
    bounds: {},
  },
  {
    model: philosophers,
    mutations: philosopherMutations,
    mutation: 'everyone takes the left fork first',
    bounds: { seats: 4 },
  },
  {
    model: readerWriter,
    mutations: readerWriterMutations,
    mutation: 'the spin lock is not given up',
    bounds: {},
  },
  {
    model: lockedCounter,
    mutations: lockedCounterMutations,
    mutation: 'the lock is not waited for',
    bounds: { workers: 4 },
  },
  {
    model: lockedCounter,
    mutations: lockedCounterMutations,
    mutation: 'the lock is kept',
    bounds: { workers: 3 },
  },
  { model: ring, mutations: ringMutations, mutation: 'a full ring is written to', bounds: {} },
  {
    model: ring,
    mutations: ringMutations,
    mutation: 'a full ring is written to',
    bounds: { ports: 3, slots: 3 },
  },
];

describe('the hunt finds what the exhaustive search finds, and shrinks it as short', () => {
  test.each(faults)('$model.name $bounds: $mutation', ({ model, mutations, mutation, bounds }) => {
    const property = breaks(mutations, mutation);
    const setting = { mutations, mutation, bounds };
    const verdict = check(model, { ...setting, stopAt: property });
    const shortest = verdict.properties.find(({ name }) => name === property)?.witness?.steps;
    expect(shortest?.length).toBeGreaterThan(0);
    for (let seed = 0; seed < 20; seed++) {
      const result = hunt(model, { ...setting, property, seed, runs: 100 });
      expect([seed, result.found?.property]).toEqual([seed, property]);
      expect([seed, names(result)?.length]).toEqual([seed, shortest?.length]);
    }
  });
});

test.each([counter, lostUpdate, philosophers, readerWriter, store, lockedCounter, ring])(
  'nothing is found in $name, which is right',
  (model) => {
    const result = hunt(model, { runs: 200 });
    expect(result.found).toBeNull();
    expect(result.path).toBeNull();
    expect(result.runs).toBe(200);
  },
);

describe('a hunt is made again', () => {
  const setting = { mutations: ringMutations, mutation: 'a full ring is written to' } as const;

  test('by its seed alone, down to each number it reports', () => {
    const [one, two] = [1, 2].map(() => hunt(ring, { ...setting, seed: 7 }));
    expect({ ...one, seconds: 0 }).toEqual({ ...two, seconds: 0 });
  });

  test('by its seed and its path, with the runs before it not reported', () => {
    for (let seed = 0; seed < 20; seed++) {
      const first = hunt(ring, { ...setting, seed });
      const again = hunt(ring, { ...setting, seed, path: first.path ?? '' });
      expect(names(again)).toEqual(names(first));
      expect(again.runs).toBe(1);
    }
  });

  test('by the start of its path: the run before it was shrunk', () => {
    const first = hunt(ring, { ...setting, seed: 3 });
    const [start = ''] = first.path?.split(':') ?? [];
    const unshrunk = hunt(ring, { ...setting, seed: 3, path: start });
    expect(unshrunk.found?.property).toBe(first.found?.property);
    expect(names(unshrunk)?.length).toBeGreaterThan(names(first)?.length ?? 0);
  });

  test('and other seeds make other hunts', () => {
    const fired = [1, 2, 3, 4].map((seed) =>
      JSON.stringify(hunt(store, { seed, runs: 5 }).actions),
    );
    expect(new Set(fired).size).toBe(4);
  });
});

test('a trace that is handed in is shrunk, though it goes on after the violation', () => {
  const setting = {
    mutations: lockedCounterMutations,
    mutation: 'the lock is not waited for',
  } as const;
  const step = (action: string, worker: string) => ({ action, params: { worker } });
  const round = (worker: string) => ['lock', 'read', 'write'].map((name) => step(name, worker));
  const race = ['lock', 'read', 'write'].flatMap((name) => [step(name, 'w1'), step(name, 'w0')]);
  const trace: Trace = {
    model: 'locked-counter',
    bounds: { workers: 2 },
    mutation: setting.mutation,
    steps: [...round('w0'), ...round('w1'), ...race, step('lock', 'w1')],
  };
  const result = hunt(lockedCounter, { ...setting, examples: [trace], runs: 1 });
  expect(names(result)).toHaveLength(6);
  expect(result.shrinks).toBeGreaterThan(0);
  expect(result.states).toBe(0);
});

test('a trace that does not run is refused by the step that does not', () => {
  const trace = traceOf(hunt(ring, { runs: 1 }));
  const steps = [{ action: 'fill', params: { port: 'in0' } }];
  expect(() => hunt(ring, { examples: [{ ...trace, steps }] })).toThrow(
    /step 1 of a trace of ring, fill\(in0\), is refused: guard/,
  );
});

test('a property that no finite run can refute is not hunted', () => {
  expect(() => hunt(ring, { property: 'allEmpty' })).toThrow(/is recoverable: no finite run/);
  expect(() => hunt(spinlock, { property: 'getsIn' })).toThrow(/is leadsTo: no finite run/);
  expect(() => hunt(ring, { property: 'nothingIsOverriten' })).toThrow(/unknown property/);
});

test('runs and steps, fired and refused, are counted', () => {
  const result = hunt(ring, { runs: 10, maxSteps: 5 });
  expect(result.runs).toBe(10);
  expect(result.steps).toBeLessThanOrEqual(50);
  expect(result.steps).toBeGreaterThan(40);
  expect(result.states).toBeGreaterThan(10);
  expect(result.actions.map(({ name }) => name)).toEqual(['claim', 'fill', 'empty']);
  expect(result.actions.reduce((sum, { fired }) => sum + fired, 0)).toBe(result.steps);
  for (const { refused } of result.actions) expect(refused).toBeGreaterThan(0);
});

test('another violation on the way does not end the hunt for one property', () => {
  const setting = { mutations: counterMutations, mutation: 'it counts by two' } as const;
  expect(hunt(counter, setting).found?.property).toBe('oneByOne');
  const result = hunt(counter, { ...setting, property: 'inRange' });
  expect(result.found).toMatchObject({ property: 'inRange', conjunct: 'high' });
  expect(names(result)).toHaveLength(2);
});
