import { expect, test } from 'vitest';
import { gmem, gmemMutations } from '../bench/gmem.ts';
import { check } from '../engine/explore/check.ts';
import { counter, counterMutations } from '../engine/fixtures/counter.ts';
import { lockedCounter, lockedCounterMutations } from '../engine/fixtures/hunt-locked-counter.ts';
import { pingPong, pingPongMutations } from '../engine/fixtures/ping-pong.ts';
import { spinlock, spinlockMutations } from '../engine/fixtures/spinlock.ts';
import type { AnyModel } from '../engine/language/model.ts';
import type { Mutations } from '../engine/language/mutation.ts';
import { instantiate } from '../engine/system/instantiate.ts';
import { run } from '../engine/trace.ts';
import { digestOf } from './digest.ts';
import { toItf } from './itf.ts';
import { toMermaid } from './mermaid.ts';
import { parseTrace } from './parse.ts';
import { recordTrace } from './record.ts';
import { replayTrace } from './replay.ts';
import type { TraceFile } from './trace-file.ts';
import { toVitest } from './vitest-test.ts';
import { slug, traceText } from './write.ts';

function record(model: AnyModel, mutations: Mutations, mutation: string): TraceFile {
  const stopAt = mutations.list[mutation]?.breaks ?? 'any';
  const { properties } = check(model, { mutations, mutation, stopAt });
  const witness = properties.find(({ name }) => name === stopAt)?.witness;
  if (!witness) throw new Error(`${mutation} breaks nothing`);
  const system = instantiate(model, { mutations, mutation });
  const found = { engine: 'reference', version: '0.0.0' };
  return recordTrace(system, witness, { model, mutations, file: null, found });
}

const CASES: [string, AnyModel, Mutations][] = [
  ...Object.keys(gmemMutations.list).map((name): [string, AnyModel, Mutations] => [
    name,
    gmem,
    gmemMutations,
  ]),
  ...Object.keys(counterMutations.list).map((name): [string, AnyModel, Mutations] => [
    name,
    counter,
    counterMutations,
  ]),
  ...Object.keys(spinlockMutations.list).map((name): [string, AnyModel, Mutations] => [
    name,
    spinlock,
    spinlockMutations,
  ]),
  ['nobody has to hit', pingPong, pingPongMutations],
  ['the lock is kept', lockedCounter, lockedCounterMutations],
];

test.each(CASES)('%s: recorded, written, read back and proved', (mutation, model, mutations) => {
  const file = record(model, mutations, mutation);
  const back = parseTrace(traceText(file), 'a file');
  expect(back).toEqual(file);
  const { ok, proofs, sameShape } = replayTrace(back, model, mutations);
  expect(proofs.map(({ name }) => name)).toEqual([
    'runs',
    'violates',
    'harmless without the mutation',
  ]);
  expect(proofs.filter((proof) => !proof.ok)).toEqual([]);
  expect({ ok, sameShape }).toEqual({ ok: true, sameShape: true });
});

const WAITS = 'completion does not wait for references';
const recorded = record(gmem, gmemMutations, WAITS);
const failing = (file: TraceFile) =>
  replayTrace(file, gmem, gmemMutations).proofs.find(({ ok }) => !ok);

test('a trace that no longer runs says which step is refused, by which read', () => {
  const steps = recorded.steps.filter(({ action }) => action !== 'gup_check');
  expect(failing({ ...recorded, steps: steps.filter(({ action }) => action !== 'map') })).toEqual({
    name: 'runs',
    ok: false,
    detail:
      'step 1, gup_read(host0, page0), is refused: its guard read not mapped.host0.page0, ' +
      'as in the initial state',
  });
  const twice = recorded.steps
    .filter(({ action }) => action === 'map')
    .flatMap((map) => [map, map]);
  expect(failing({ ...recorded, steps: twice })?.detail).toBe(
    'step 2, map(host0, page0), is refused: its guard read mapped.host0.page0, ' +
      'written by step 1, map(host0, page0)',
  );
  expect(failing({ ...recorded, steps: steps.slice(2) })?.detail).toBe(
    'step 1, gup_get(host0), is refused: host0 stands at idle, not at gup_get: no step moved it',
  );
});

test('a trace that violates something else says what, and what holds', () => {
  const { property } = recorded;
  const other = { ...property, conjunct: 'unmapped' };
  expect(failing({ ...recorded, property: other })?.detail).toBe(
    'privateIsClean/unpinned for page0, host0 is broken at step 6, ' +
      'where the file says privateIsClean/unmapped for page0, host0 at step 6',
  );
  const early = { ...property, step: 5 };
  expect(failing({ ...recorded, property: early })?.name).toBe('violates');
  const short = { ...recorded, steps: recorded.steps.slice(0, 5), property: early };
  expect(failing(short)?.detail).toBe('privateIsClean holds at step 5: share.page0 = UNSHARING');
});

test('a fault of the protocol itself is not blamed on the mutation', () => {
  const steps = [{ action: 'fall', params: {} }];
  const file = { ...record(counter, counterMutations, 'it counts by two') };
  expect(() => replayTrace({ ...file, steps }, counter, counterMutations)).toThrow(/'fall'/);
  const list = { 'it changes nothing': { breaks: 'comesBack' } };
  const same = { ...counterMutations, list };
  const blamed = {
    ...file,
    mutation: 'it changes nothing',
    steps: [],
    property: { ...file.property, step: 0 },
  };
  const { proofs } = replayTrace(blamed, counter, same);
  expect(proofs.map(({ ok }) => ok)).toEqual([true, false, true]);
});

test('the digest is of the shape, not of the bounds or the code', () => {
  expect(recorded.digest).toBe(digestOf(gmem));
  expect(digestOf(gmem)).not.toBe(digestOf(counter));
  expect(replayTrace({ ...recorded, digest: '0'.repeat(16) }, gmem, gmemMutations).sameShape).toBe(
    false,
  );
});

test('ITF holds no plain number and no null, and names action and parameters', () => {
  const system = instantiate(gmem, { mutations: gmemMutations, mutation: WAITS });
  const itf = JSON.parse(JSON.stringify(toItf(recorded, run(system, recorded.steps))));
  expect(itf['#meta']).toMatchObject({ format: 'ITF', status: 'violation' });
  expect(itf.vars).toContain('mbt::actionTaken');
  expect(itf.states).toHaveLength(recorded.steps.length + 1);
  const last = itf.states.at(-1);
  expect(last['mbt::actionTaken']).toBe('complete');
  expect(last['mbt::nondetPicks'].page).toEqual({ tag: 'Some', value: 'page0' });
  expect(last.refs.page0).toEqual({ '#bigint': '2' });
  const states = JSON.stringify(
    itf.states.map(({ '#meta': _, ...state }: object & { '#meta': object }) => state),
  );
  expect(states).not.toMatch(/[[:,](?:-?\d|null)/);
});

test('Mermaid text holds nothing that ends a line or begins an entity', () => {
  const system = instantiate(gmem, { mutations: gmemMutations, mutation: WAITS });
  const lines = toMermaid(system, recorded, run(system, recorded.steps)).split('\n');
  expect(lines[0]).toBe('sequenceDiagram');
  for (const line of lines) expect(line.replaceAll(/#\d+;|->>/g, '')).not.toMatch(/[;#"<>{}]/);
  expect(lines.filter((line) => line.includes('->>'))).toHaveLength(recorded.steps.length);
});

test('a test imports the model, and quotes what a string may hold', () => {
  const from = './gmem.ts';
  const text = toVitest(
    { ...recorded, mutation: `it's "so" \\ here` },
    { model: { name: 'gmem', from }, mutations: { name: 'gmemMutations', from } },
  );
  expect(text).toContain("import { gmem, gmemMutations } from './gmem.ts';");
  expect(text).toContain(`'it\\'s "so" \\\\ here'`);
});

test('file names are mutations in lower case, with hyphens', () => {
  expect(slug('as posted in v7: clear_shared() does not zap')).toBe(
    'as-posted-in-v7-clear-shared-does-not-zap',
  );
});
