import { describe, expect, test } from 'vitest';
import { check } from './explore/check.ts';
import { violation } from './explore/verdict.ts';
import { lostUpdate, lostUpdateMutations } from './fixtures/lost-update.ts';
import { store } from './fixtures/store.ts';
import { instantiate } from './system/instantiate.ts';
import { findStep, run, traceOf } from './trace.ts';

const mutation = 'the total is read and written in two steps';
const faulty = instantiate(lostUpdate, { mutations: lostUpdateMutations, mutation });

describe('a trace', () => {
  const witness = violation(check(lostUpdate, { mutations: lostUpdateMutations, mutation }));
  const trace = traceOf(faulty, witness?.steps ?? []);

  test('holds names and parameters, bounds and mutation, and no states', () => {
    expect(JSON.parse(JSON.stringify(trace))).toEqual({
      model: 'lost-update',
      bounds: { workers: 2 },
      mutation,
      steps: [
        { action: 'add', params: { worker: 'worker0' } },
        { action: 'add', params: { worker: 'worker1' } },
        { action: 'write', params: { worker: 'worker0' } },
        { action: 'write', params: { worker: 'worker1' } },
      ],
    });
  });

  test('runs to the state that it was made for', () => {
    const { steps, states, refused } = run(faulty, trace.steps);
    expect([steps.length, states.length, refused]).toEqual([4, 5, null]);
    expect(states.at(-1)).toMatchObject({ total: 1, worker: { worker0: { at: 'done' } } });
  });

  test('of the faulty form is refused by the right one, and says at which step', () => {
    const { steps, refused } = run(instantiate(lostUpdate), trace.steps);
    expect(steps).toHaveLength(2);
    expect(refused).toEqual({ at: 2, step: trace.steps[2], why: 'unknown step' });
  });

  test('is refused where the thread is elsewhere, and where the guard is false', () => {
    const system = instantiate(store);
    const put = { action: 'put', params: { carrier: 'carrier0' } };
    const pick = (item: string) => ({ action: 'pick', params: { item, carrier: 'carrier0' } });
    expect(run(system, [put]).refused).toMatchObject({ at: 0, why: 'thread elsewhere' });
    const full = [pick('item0'), put, pick('item1'), put];
    expect(run(system, full).refused).toMatchObject({ at: 3, why: 'guard' });
  });
});

describe('findStep', () => {
  test('does not mind the order of parameters', () => {
    const system = instantiate(store);
    const [a, b] = [
      { carrier: 'carrier0', item: 'item1' },
      { item: 'item1', carrier: 'carrier0' },
    ];
    const found = findStep(system, { action: 'pick', params: a });
    expect(found?.name).toBe('pick(carrier0, item1)');
    expect(findStep(system, { action: 'pick', params: b })).toBe(found);
  });

  test.each([
    ['an unknown action', { action: 'pik', params: {} }],
    ['an id that the bounds leave out', { action: 'put', params: { carrier: 'carrier1' } }],
    ['a parameter too few', { action: 'pick', params: { carrier: 'carrier0' } }],
    ['a parameter of another type', { action: 'put', params: { carrier: 0 } }],
  ])('finds nothing for %s', (_, step) => {
    expect(findStep(instantiate(store), step)).toBe(undefined);
  });
});
