import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  differ,
  differAnyhow,
  differBySymmetry,
  differResumed,
} from '../fixtures/random/engines.ts';
import { type Fitted, fitted } from '../fixtures/random/fitted.ts';
import { mirrorModelOf } from '../fixtures/random/mirror-model.ts';
import { type MirrorSketch, mirrorSketches } from '../fixtures/random/mirror-sketch.ts';
import { modelOf } from '../fixtures/random/model.ts';
import { type Sketch, sketches } from '../fixtures/random/sketch.ts';
import { Tally } from '../fixtures/random/tally.ts';
import { oneOf, table } from '../language/domain.ts';
import { protocol } from '../language/protocol.ts';
import { check } from './check.ts';

const MAX_STATES = 150;
const plain = (drawn: MirrorSketch) => mirrorModelOf(drawn);
const symmetric = (drawn: MirrorSketch) => mirrorModelOf(drawn, true);

/** What is asked of each of so many random models; how often the property of runs was violated. */
function rich(seed: number, numRuns: number, differ: (found: Fitted<Sketch>) => string | null) {
  const tally = new Tally();
  const judge = fc.property(sketches(), (drawn) => {
    const found = fitted(drawn, modelOf, MAX_STATES);
    tally.add([], found.verdict);
    expect(differ(found)).toBe(null);
  });
  fc.assert(judge, { seed, numRuns });
  return tally;
}

test('explore finds what the reference engine finds, however a search ends', () => {
  const tally = rich(42, 40, differAnyhow);
  const kinds = ['always', 'step', 'deadlock', 'recoverable', 'leadsTo'];
  const verdicts = kinds.flatMap((kind) => [`${kind}: violated`, `${kind}: holds`]);
  expect(tally.scarce(verdicts, 3), tally.report).toEqual([]);
  expect(tally.atLeast(50), tally.report).toBeGreaterThan(5);
}, 120_000);

test('the same of models of interchangeable ids, searched without symmetry', () => {
  const judge = fc.property(mirrorSketches, (drawn) => {
    expect(differAnyhow(fitted(drawn, plain, MAX_STATES))).toBe(null);
  });
  fc.assert(judge, { seed: 42, numRuns: 12 });
}, 120_000);

test('with symmetry, orbits are those of brute force, and verdicts those of all states', () => {
  const judge = fc.property(mirrorSketches, (drawn) => {
    expect(differBySymmetry(fitted(drawn, symmetric, MAX_STATES))).toBe(null);
  });
  fc.assert(judge, { seed: 42, numRuns: 30 });
}, 120_000);

test('two threads find what one finds', () => {
  let joined = 0;
  rich(7, 5, ({ model, verdict }) => {
    const two = { workers: 2, enough: 0 } as const;
    if (check(model, { ...two, stopAt: 'never' }).details?.workers === 2) joined += 1;
    const maxStates = Math.ceil(verdict.states / 2);
    return differ(model, { stopAt: 'never' }, two) ?? differ(model, { maxStates }, two);
  });
  expect(joined).toBeGreaterThan(3);
}, 120_000);

test('a search that is saved and resumed finds what one without a break finds', () => {
  let turn = 0;
  const options = () => ({
    stopAt: turn++ % 2 === 0 ? 'never' : 'any',
    ...(turn % 3 === 0 && { trieLimit: 5 }),
  });
  rich(8, 15, ({ model }) => differResumed(model, 4, options()));
  const judge = fc.property(mirrorSketches, (drawn) => {
    const { model } = fitted(drawn, symmetric, MAX_STATES);
    expect(differResumed(model, 4, options())).toBe(null);
  });
  fc.assert(judge, { seed: 8, numRuns: 8 });
}, 120_000);

test('a step of one id is judged by what claims say of the id whose place it takes', () => {
  type Id = 'a' | 'b' | 'c';
  const id = oneOf('a', 'b', 'c');
  const { model, each } = protocol<Readonly<Record<'n' | 'm', Readonly<Record<Id, number>>>>>();
  for (const order of [
    [1, 2, 3],
    [9, 4, 1],
    [2, 1, 3],
  ]) {
    const counters = model({
      name: 'counters',
      bounds: { ids: id.count(3, { symmetric: true }) },
      init: ({ ids }) => ({ n: table(ids, 0 as number), m: table(ids, 0 as number) }),
      actions: {
        count: {
          params: { id },
          when: (s, { id }) => s.n[id] < 2,
          then: (s, { id }) => void s.n[id]++,
        },
        change: {
          params: { id },
          when: (s, { id }) => s.m[id] < 3,
          then: (s, { id }) => {
            s.m[id] = order[s.m[id]] ?? 0;
          },
        },
      },
      always: { low: each({ id }, (s, { id }) => s.m[id] < 3 || s.n[id] < 1) },
    });
    const lengths = [true, false].map(
      (symmetry) =>
        check(counters, { symmetry, stopAt: 'never' }).properties[0]?.witness?.steps.length,
    );
    expect(lengths[0]).toBe(lengths[1]);
  }
});
