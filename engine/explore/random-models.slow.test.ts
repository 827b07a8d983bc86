import fc from 'fast-check';
import { expect, test } from 'vitest';
import { disagreement } from '../fixtures/random/agreement.ts';
import { badWitness } from '../fixtures/random/engines.ts';
import {
  FEATURES,
  featuresOf,
  MIRROR_FEATURES,
  mirrorFeaturesOf,
} from '../fixtures/random/features.ts';
import { type Fitted, fitted } from '../fixtures/random/fitted.ts';
import { mirrorModelOf, mirrorSorts } from '../fixtures/random/mirror-model.ts';
import { mirrorSketches } from '../fixtures/random/mirror-sketch.ts';
import { modelOf } from '../fixtures/random/model.ts';
import { type Orbits, orbitsOf } from '../fixtures/random/orbits.ts';
import { sketches } from '../fixtures/random/sketch.ts';
import { Tally, VERDICTS } from '../fixtures/random/tally.ts';
import { instantiate } from '../system/instantiate.ts';
import { check } from './check.ts';
import type { Verdict } from './verdict.ts';

const MAX_STATES = 200;
/** Models up to this size are searched twice. */
const TWICE = 40;

test('the reference engine counts as brute force does on rich random models', () => {
  const tally = new Tally();
  fc.assert(
    fc.property(sketches(), (drawn) => {
      const found = fitted(drawn, modelOf, MAX_STATES);
      tally.add(featuresOf(found.sketch, found.verdict), found.verdict);
      expect(countsOf(found.verdict)).toEqual(counted(orbitsIn(found, [])));
      expect(badWitness(found.model, found.verdict)).toBe(null);
      if (found.verdict.states > TWICE) return;
      expect(disagreement([found.verdict, check(found.model, { stopAt: 'never' })])).toBe(null);
    }),
    { numRuns: 240, seed: 42 },
  );
  // Agreement says something only of models that do something, and of everything there is.
  const expected = [...FEATURES, ...VERDICTS, 'sleepInAtomic: violated'];
  expect(tally.scarce(expected, 3), tally.report).toEqual([]);
  expect(tally.atLeast(10), tally.report).toBeGreaterThan(140);
  expect(tally.atLeast(100), tally.report).toBeGreaterThan(30);
}, 240_000);

test('random symmetric models are symmetric', () => {
  const tally = new Tally();
  let [states, orbits] = [0, 0];
  fc.assert(
    fc.property(mirrorSketches, (drawn) => {
      const found = fitted(drawn, mirrorModelOf, MAX_STATES);
      tally.add(mirrorFeaturesOf(found.sketch, found.verdict), found.verdict);
      const all = orbitsIn(found, mirrorSorts(found.sketch));
      expect(all.flaw).toBe(null);
      expect(countsOf(found.verdict)).toEqual(counted(all));
      states += all.states;
      orbits += all.orbits;
    }),
    { numRuns: 120, seed: 42 },
  );
  expect(tally.scarce([...MIRROR_FEATURES, ...VERDICTS], 3), tally.report).toEqual([]);
  expect(tally.atLeast(10), tally.report).toBeGreaterThan(70);
  // With two sorts of at most three and two ids, an orbit has twelve states at most.
  expect(states / orbits).toBeGreaterThan(2);
});

function orbitsIn<S>({ model, verdict }: Fitted<S>, sorts: ReturnType<typeof mirrorSorts>): Orbits {
  const orbits = orbitsOf(instantiate(model), sorts, verdict.states);
  if (!orbits) throw new Error(`brute force finds more than ${verdict.states} states`);
  return orbits;
}

const countsOf = ({ states, steps, depth, actions }: Verdict) => ({
  states,
  steps,
  depth,
  actions: actions.filter(({ fired, refused }) => fired + refused > 0),
});

const counted = ({ states, steps, depth, stateActions }: Orbits) => ({
  states,
  steps,
  depth,
  actions: stateActions,
});
