import { test as propertyTest } from '@fast-check/vitest';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../engine/errors.ts';
import { check } from '../../engine/explore/check.ts';
import { counter, counterMutations } from '../../engine/fixtures/counter.ts';
import { ring } from '../../engine/fixtures/hunt-ring.ts';
import { pingPong, pingPongMutations } from '../../engine/fixtures/ping-pong.ts';
import { store } from '../../engine/fixtures/store.ts';
import { traces } from '../../engine/hunt/traces.ts';
import type { AnyModel } from '../../engine/language/model.ts';
import type { Mutations } from '../../engine/language/mutation.ts';
import { instantiate } from '../../engine/system/instantiate.ts';
import { run, type Trace } from '../../engine/trace.ts';
import { loadProtocol } from '../../model/index.ts';
import { packageFile } from '../../scripts/package.ts';
import { readTrace } from '../parse.ts';
import { recordTrace } from '../record.ts';
import { walk as schema, type Walk } from './data.ts';
import { walkOfTrace } from './of-trace.ts';
import { at, SinceList } from './since.ts';
import { States } from './states.ts';
import { changed, walkOf } from './walk.ts';

/** A run that breaks nothing in particular, as the viewer is handed it. */
function shown(model: AnyModel, trace: Trace) {
  const system = instantiate(model);
  const done = run(system, trace.steps);
  const rest = {
    finding: null,
    how: 'recorded',
    loop: null,
    facts: null,
    mutations: null,
  } as const;
  return { done, walk: walkOf({ model, system, run: done, ...rest }) };
}

/** A counterexample, found and recorded. */
function broken(model: AnyModel, mutations: Mutations, mutation: string): Walk {
  const stopAt = mutations.list[mutation]?.breaks ?? 'any';
  const { properties } = check(model, { mutations, mutation, stopAt });
  const witness = properties.find(({ name }) => name === stopAt)?.witness;
  if (!witness) throw new Error(`${mutation} breaks nothing`);
  const system = instantiate(model, { mutations, mutation });
  const found = { engine: 'explore', version: '0.0.0', states: 7 };
  const file = recordTrace(system, witness, { model, mutations, file: null, found });
  return walkOfTrace(file, model, mutations, 'replay it');
}

const lightOf = (walk: Walk, property: string, step: number) =>
  at(walk.lights.find((light) => light.property === property)?.marks ?? [], step);

describe('the states of a walk are those of the run', () => {
  const holds = (model: AnyModel) => (trace: Trace) => {
    const { done, walk } = shown(model, trace);
    const states = new States(walk);
    const back = done.states.map((_, i) => states.at(done.steps.length - i)).reverse();
    expect(back).toEqual(done.states);
    expect(schema.parse(JSON.parse(JSON.stringify(walk)))).toEqual(walk);
  };
  propertyTest.prop([traces(ring)], { seed: 1, numRuns: 30 })('of a ring', holds(ring));
  propertyTest.prop([traces(store, { maxSteps: 200 })], { seed: 1, numRuns: 10 })(
    'of a store',
    holds(store),
  );
});

const json = fc.jsonValue({ maxDepth: 3 }).filter((each) => !JSON.stringify(each).includes('-0'));
propertyTest.prop([fc.dictionary(fc.string(), fc.tuple(json, json))], { seed: 1 })(
  'a step is told by the values that it changed, whatever the keys are',
  (pairs) => {
    const side = (i: 0 | 1) =>
      Object.fromEntries(Object.entries(pairs).map(([key, pair]) => [key, [pair[i]]]));
    const diff = changed(side(0), side(1));
    expect(diff.every(([, value]) => value !== undefined)).toBe(true);
    const step = { action: 'a', params: {}, name: 'a', thread: null, changes: [], diff };
    expect(new States({ initial: side(0), steps: [step] }).at(1)).toEqual(side(1));
    expect(changed(side(1), side(1))).toEqual([]);
  },
);

propertyTest.prop([fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1 })], { seed: 1 })(
  'what holds in a state is the last value that began there or before',
  (values) => {
    const list = new SinceList<number>();
    for (const [i, value] of values.entries()) list.add(i, value);
    expect(values.map((_, i) => at(list.list, i))).toEqual(values);
    expect(list.list.every(([, value], i) => value !== list.list[i - 1]?.[1])).toBe(true);
  },
);

test('a lost update: which property is broken where, and what the model refuses on the way', () => {
  const [mutation = ''] = Object.keys(counterMutations.list);
  const walk = broken(counter, counterMutations, mutation);
  const { finding, steps } = walk;
  expect(finding).toMatchObject({ step: steps.length, property: expect.any(String) });
  const { property = '' } = finding ?? {};
  expect(lightOf(walk, property, steps.length)?.mark).toBe('broken');
  expect(lightOf(walk, property, steps.length - 1)?.mark).toBe('holds');
  expect(walk.facts).toMatchObject({ states: 7, sameShape: true, replay: 'replay it' });
});

test('a run that never ends has its loop, and what is owed since when', () => {
  const walk = broken(pingPong, pingPongMutations, 'nobody has to hit');
  expect(walk.loop).not.toBeNull();
  const { property = '' } = walk.finding ?? {};
  expect(lightOf(walk, property, walk.steps.length)?.mark).toBe('owed');
});

test('of a shipped protocol: the card of the broken id, and what was refused', async () => {
  const { model, mutations } = await loadProtocol('guest_memfd_conversion');
  const path = 'traces/guest_memfd_conversion/gup-fast-does-not-read-the-pte-again.json';
  const walk = walkOfTrace(readTrace(packageFile(path)), model, mutations, 'replay it');
  expect(walk.finding).toMatchObject({
    conjunct: 'noHostPin',
    ids: { page: 'page0' },
    view: [{ path: 'sharing' }, { path: 'hostPins', value: ['host0'] }],
    parting: { at: 'state', step: { step: 18 } },
  });
  const [card] = walk.cards;
  expect(card?.ids).toEqual({ page: 'page0' });
  expect(card?.rows.at(-1)).toEqual([22, { attribute: 'private' }]);
  expect(card?.rows.at(-3)?.[1]).toMatchObject({
    'can touch it': { host: true, guest: false },
    'held by': { pin: ['host0'] },
  });
  const refused = (at(walk.refused, 0) ?? []).map((i) => walk.refusals[i]);
  expect(refused).toContainEqual({
    step: 'touch(page0)',
    thread: 'host0',
    path: 'mm.mm0.pte.page0',
    value: null,
  });
  const holders = walk.finding?.reads.find(({ path: of }) => of === 'folio.folio0.holders');
  expect(holders?.items?.[0]).toMatchObject({
    value: { by: 'host0', as: 'pin' },
    writer: { step: 18, thread: 'host0' },
  });
});

test.each([
  [
    'throws',
    'not there',
    () => {
      throw new Error('not there');
    },
  ],
  [
    'has no end',
    'circular',
    () => {
      const round: { self: unknown } = { self: null };
      round.self = round;
      return { round };
    },
  ],
])('a card that %s is bad input, and says of what', (_, says, of) => {
  const card = { each: {}, of };
  const model = { ...counter, definition: { ...counter.definition, card } };
  const none = { model: counter.name, bounds: {}, mutation: null, steps: [] };
  expect(() => shown(model, none)).toThrow(InputError);
  expect(() => shown(model, none)).toThrow(`the card of the state in ${counter.name}`);
  expect(() => shown(model, none)).toThrow(says);
});

test('a model without cards and without a contract has none', () => {
  expect(shown(ring, { model: 'ring', bounds: {}, mutation: null, steps: [] }).walk.cards).toEqual(
    [],
  );
});
