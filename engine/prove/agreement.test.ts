import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitted } from '../fixtures/random/fitted.ts';
import { mirrorModelOf } from '../fixtures/random/mirror-model.ts';
import { type MirrorSketch, mirrorSketches } from '../fixtures/random/mirror-sketch.ts';
import { modelOf } from '../fixtures/random/model.ts';
import { differProved } from '../fixtures/random/proofs.ts';
import { sketches } from '../fixtures/random/sketch.ts';
import { Tally } from '../fixtures/random/tally.ts';

const MAX_STATES = 200;

test('prove finds what the reference engine finds, however it ends', () => {
  const tally = new Tally();
  const judge = fc.property(sketches(), (drawn) => {
    const { model, verdict } = fitted(drawn, modelOf, MAX_STATES);
    tally.add([], verdict);
    expect(differProved(model, verdict)).toBe(null);
  });
  fc.assert(judge, { seed: 42, numRuns: 12, endOnFailure: true });
  const verdicts = ['always: violated', 'step: violated', 'recoverable: violated'];
  expect(tally.scarce([...verdicts, 'deadlock: violated'], 1), tally.report).toEqual([]);
  expect(tally.atLeast(50), tally.report).toBeGreaterThan(0);
}, 120_000);

test('and on models of interchangeable ids, all states of which it counts', () => {
  const plain = (drawn: MirrorSketch) => mirrorModelOf(drawn);
  const judge = fc.property(mirrorSketches, (drawn) => {
    const { model, verdict } = fitted(drawn, plain, MAX_STATES);
    expect(differProved(model, verdict)).toBe(null);
  });
  fc.assert(judge, { seed: 42, numRuns: 4, endOnFailure: true });
}, 120_000);
