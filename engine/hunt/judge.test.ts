import { expect, test } from 'vitest';
import { counter, counterMutations } from '../fixtures/counter.ts';
import { lockedCounter, lockedCounterMutations } from '../fixtures/hunt-locked-counter.ts';
import type { Trace } from '../trace.ts';
import { judge } from './judge.ts';

const increment = { action: 'increment', params: {} };
const counting = (mutation: string | null, steps: number): Trace => ({
  model: 'counter',
  bounds: { top: 3 },
  mutation,
  steps: Array.from({ length: steps }, () => increment),
});

test('a state is judged, and the violation is cut where it happens', () => {
  const trace = counting('it does not stop at the top', 6);
  expect(judge(counter, trace, { mutations: counterMutations })).toMatchObject({
    property: 'inRange',
    kind: 'always',
    conjunct: 'high',
    params: {},
    steps: [1, 2, 3, 4].map(() => ({ name: 'increment()' })),
  });
  const short = { ...trace, steps: trace.steps.slice(0, 3) };
  expect(judge(counter, short, { mutations: counterMutations })).toBeNull();
});

test('a step is judged, and one property can be picked', () => {
  const trace = counting('it counts by two', 2);
  const mutations = counterMutations;
  expect(judge(counter, trace, { mutations })).toMatchObject({
    property: 'oneByOne',
    kind: 'step',
  });
  expect(judge(counter, trace, { mutations })?.steps).toHaveLength(1);
  const picked = judge(counter, trace, { mutations, property: 'inRange' });
  expect([picked?.property, picked?.steps.length]).toEqual(['inRange', 2]);
  expect(judge(counter, trace, { mutations, property: 'deadlock' })).toBeNull();
});

test('a deadlock is judged at the end, and names a thread that is inside a routine', () => {
  const step = (action: string, worker: string) => ({ action, params: { worker } });
  const round = (worker: string) => ['lock', 'read', 'write'].map((name) => step(name, worker));
  const trace: Trace = {
    model: 'locked-counter',
    bounds: { workers: 2 },
    mutation: 'the lock is kept',
    steps: [...round('w0'), ...round('w0').slice(0, 2), ...round('w1').slice(0, 2)],
  };
  const mutations = lockedCounterMutations;
  expect(judge(lockedCounter, trace, { mutations })).toMatchObject({
    property: 'deadlock',
    kind: 'deadlock',
    params: { worker: 'w0' },
  });
  const short = { ...trace, steps: trace.steps.slice(0, -1) };
  expect(judge(lockedCounter, short, { mutations })).toBeNull();
});

test('a trace that does not run is refused, not judged', () => {
  expect(() => judge(counter, counting(null, 4))).toThrow(
    /step 4 of a trace of counter, increment\(\), is refused: guard/,
  );
  expect(() => judge(lockedCounter, counting(null, 1))).toThrow(/of counter was given for locked/);
  expect(() =>
    judge(counter, counting('it counts by tow', 1), { mutations: counterMutations }),
  ).toThrow(/unknown mutation/);
});

test('the same trace without its mutation is judged by the model itself', () => {
  const mutations = counterMutations;
  expect(judge(counter, counting('it counts by two', 1), { mutations })).not.toBeNull();
  expect(judge(counter, counting(null, 1), { mutations })).toBeNull();
});
