import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadProtocol, protocolNames } from '../../model/index.ts';
import {
  differ,
  differAnyhow,
  differBySymmetry,
  differResumed,
} from '../fixtures/random/engines.ts';
import { fitted } from '../fixtures/random/fitted.ts';
import { mirrorModelOf } from '../fixtures/random/mirror-model.ts';
import { type MirrorSketch, mirrorSketches } from '../fixtures/random/mirror-sketch.ts';
import { modelOf } from '../fixtures/random/model.ts';
import { sketches } from '../fixtures/random/sketch.ts';
import { Tally } from '../fixtures/random/tally.ts';

const LARGE = { items: 3, walkers: 3, workers: 2, acts: 24 };

test('the engines agree on larger models, some of thousands of states', () => {
  const tally = new Tally();
  const judge = fc.property(sketches(LARGE), (drawn) => {
    const found = fitted(drawn, modelOf, 2500);
    tally.add([], found.verdict);
    expect(differAnyhow(found)).toBe(null);
  });
  fc.assert(judge, { seed: 1, numRuns: 40 });
  expect(tally.atLeast(1000), tally.report).toBeGreaterThan(3);
}, 3_600_000);

test('with symmetry as well', () => {
  const symmetric = (drawn: MirrorSketch) => mirrorModelOf(drawn, true);
  const judge = fc.property(mirrorSketches, (drawn) => {
    const found = fitted(drawn, symmetric, 600);
    expect(differBySymmetry(found)).toBe(null);
    expect(differResumed(found.model, 6, { stopAt: 'never' })).toBe(null);
  });
  fc.assert(judge, { seed: 1, numRuns: 40 });
}, 3_600_000);

test('two threads find what one finds, and go on where others stopped', () => {
  const judge = fc.property(sketches(LARGE), fc.integer({ min: 1, max: 9 }), (drawn, slices) => {
    const { model } = fitted(drawn, modelOf, 3000);
    const two = { workers: 2, enough: 0 } as const;
    expect(differ(model, { stopAt: 'never' }, two)).toBe(null);
    expect(differResumed(model, slices, { stopAt: 'never' })).toBe(null);
  });
  fc.assert(judge, { seed: 2, numRuns: 20 });
}, 3_600_000);

test.each(protocolNames())(
  'the engines agree on %s and each of its faults, as far as 3,000 states',
  async (name) => {
    const { model, mutations } = await loadProtocol(name);
    for (const mutation of [null, ...Object.keys(mutations?.list ?? {})]) {
      for (const stopAt of ['never', 'any']) {
        const asked = { mutation, mutations, stopAt, maxStates: 3000 };
        expect(differ(model, asked), `${mutation}`).toBe(null);
      }
    }
  },
  3_600_000,
);
