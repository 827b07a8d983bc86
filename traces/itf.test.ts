import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counter, counterMutations } from '../engine/fixtures/counter.ts';
import { lockedCounter, lockedCounterMutations } from '../engine/fixtures/hunt-locked-counter.ts';
import { ring, ringMutations } from '../engine/fixtures/hunt-ring.ts';
import { lostUpdate, lostUpdateMutations } from '../engine/fixtures/lost-update.ts';
import { philosopherMutations, philosophers } from '../engine/fixtures/philosophers.ts';
import { pingPong, pingPongMutations } from '../engine/fixtures/ping-pong.ts';
import { readerWriter, readerWriterMutations } from '../engine/fixtures/reader-writer.ts';
import { spinlock, spinlockMutations } from '../engine/fixtures/spinlock.ts';
import { type Wandering, wandering } from '../engine/fixtures/wander.ts';
import { Interner } from '../engine/system/intern.ts';
import { run } from '../engine/trace.ts';
import { digestOf } from './digest.ts';
import { fromItf } from './from-itf.ts';
import { encode, toItf } from './itf.ts';
import { isItf, parseItf } from './itf-file.ts';
import { matches } from './itf-match.ts';
import type { TraceFile } from './trace-file.ts';

/** A walk as a trace file. What it says it violates is carried along, and judged by replay. */
function fileOf({ model, system, steps }: Wandering): TraceFile {
  const { states } = run(system, steps);
  const interner = new Interner();
  const last = interner.code(states.at(-1));
  const loop = states.findIndex((state) => interner.code(state) === last);
  return {
    format: 'lastref-trace',
    version: 1,
    protocol: system.model,
    digest: digestOf(model),
    bounds: { ...system.bounds },
    mutation: system.mutation,
    steps: steps.map(({ action, params }) => ({ action, params: { ...params } })),
    property: { name: 'some', kind: 'leadsTo', conjunct: null, params: {}, step: steps.length },
    loop,
    found: { engine: 'explore', version: '0.0.0' },
    source: { status: 'DER', cite: 'a walk' },
  };
}

const back = (text: string) => {
  const data: unknown = JSON.parse(text);
  if (!isItf(data)) throw new Error('not taken for ITF');
  return parseItf(data, 'walk.itf.json');
};

test('a walk through a model, written as ITF and read back, is the same trace', () => {
  const models = wandering([
    [counter, counterMutations],
    [lostUpdate, lostUpdateMutations],
    [lockedCounter, lockedCounterMutations],
    [ring, ringMutations],
    [philosophers, philosopherMutations],
    [pingPong, pingPongMutations],
    [readerWriter, readerWriterMutations],
    [spinlock, spinlockMutations],
  ]);
  const property = fc.property(models, (walk) => {
    const file = fileOf(walk);
    const text = JSON.stringify(toItf(file, run(walk.system, walk.steps)));
    const { model, mutations } = walk;
    const reading = { model, mutations, file: null, bounds: {}, mutation: null, version: '9.9.9' };
    expect(fromItf(back(text), reading, 'walk')).toEqual(file);
  });
  fc.assert(property, { numRuns: 100 });
});

test('any value of a state is written so that it is known again, and no other is', () => {
  const value = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(value, value, (one, other) => {
      const written = JSON.parse(JSON.stringify(encode(one)));
      expect(() => parseItf({ vars: ['x'], states: [{ x: written }] }, 'a file')).not.toThrow();
      expect(matches(written, one)).toBe(true);
      const interner = new Interner();
      expect(matches(written, other)).toBe(interner.code(one) === interner.code(other));
    }),
  );
});

test.each<[what: string, value: unknown, itf: unknown]>([
  ['an integer', 3, { '#bigint': '3' }],
  ['an integer beyond 2^53', 2 ** 60, { '#bigint': '1152921504606846976' }],
  ['a number that is none', 0.5, { '#unserializable': '0.5' }],
  ['null', null, { tag: 'None', value: { '#tup': [] } }],
  ['a record', { a: true, b_1: 'x' }, { a: true, b_1: 'x' }],
  ['keys that are no names of fields', { 'a b': 'x' }, { '#map': [['a b', 'x']] }],
  ['a key that is a wrapper', { '#set': 'x' }, { '#map': [['#set', 'x']] }],
  ['a key that makes a variant', { tag: 'x' }, { '#map': [['tag', 'x']] }],
  ['numbers as keys', { 0: 'x' }, { '#map': [['0', 'x']] }],
])('%s', (_, value, itf) => {
  expect(encode(value)).toEqual(itf);
});

test('a field that ITF keeps for itself is refused', () => {
  const [walk] = fc.sample(wandering([[counter, null]]), { numRuns: 1, seed: 1 });
  if (!walk) throw new Error('no walk');
  const states = [{ '#meta': 1 }];
  expect(() => toItf(fileOf(walk), { steps: [], states, refused: null })).toThrow(
    "the state has a field '#meta', which ITF keeps for itself",
  );
});
