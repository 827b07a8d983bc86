import fc from 'fast-check';
import { expect, test } from 'vitest';
import { protocolNames } from '../../model/index.ts';
import { entries } from '../../scripts/corpus/entries.ts';
import { fitted } from '../fixtures/random/fitted.ts';
import { mirrorModelOf } from '../fixtures/random/mirror-model.ts';
import { type MirrorSketch, mirrorSketches } from '../fixtures/random/mirror-sketch.ts';
import { modelOf } from '../fixtures/random/model.ts';
import { differProved, witnessOf } from '../fixtures/random/proofs.ts';
import { sketches } from '../fixtures/random/sketch.ts';
import { Tally, VERDICTS } from '../fixtures/random/tally.ts';
import { Proof } from './proof.ts';

test('prove finds what the reference engine finds on many models', () => {
  const tally = new Tally();
  const judge = fc.property(sketches(), (drawn) => {
    const { model, verdict } = fitted(drawn, modelOf, 600);
    tally.add([], verdict);
    expect(differProved(model, verdict)).toBe(null);
  });
  fc.assert(judge, { seed: 42, numRuns: 60, endOnFailure: true });
  expect(tally.scarce(VERDICTS, 3), tally.report).toEqual([]);
}, 3_600_000);

test('and on models of interchangeable ids', () => {
  const plain = (drawn: MirrorSketch) => mirrorModelOf(drawn);
  const judge = fc.property(mirrorSketches, (drawn) => {
    const { model, verdict } = fitted(drawn, plain, 600);
    expect(differProved(model, verdict)).toBe(null);
  });
  fc.assert(judge, { seed: 42, numRuns: 15, endOnFailure: true });
}, 3_600_000);

test.each(protocolNames())(
  'every fault of %s is found as near as it was recorded',
  async (name) => {
    const all = (await entries()).filter(({ protocol }) => protocol === name);
    expect(all.length).toBeGreaterThan(0);
    for (const { mutation, breaks, system, trace } of all) {
      if (trace.property?.kind === 'leadsTo') continue;
      const found = witnessOf(new Proof(system, { stopAt: breaks }).run(), breaks);
      expect(found?.steps.length, mutation).toBe(trace.steps.length);
    }
  },
  3_600_000,
);
