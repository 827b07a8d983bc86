import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closureOf, imagesOf, nodesOf, stepOf } from '../fixtures/prove/cubes.ts';
import { CODES, Small, vectorsOf } from '../fixtures/prove/vectors.ts';
import { Images } from './images.ts';
import { Preimages } from './preimages.ts';
import { Saturation } from './saturation.ts';
import { Transitions } from './transitions.ts';

const FIELDS = 5;
/** Contexts of a level: none but the one that each has, few, as many as there are. */
const most = fc.constantFrom(1, 2, 256);
const sizes = Array.from({ length: FIELDS }, () => CODES);

test('a set is closed under steps as one vector after the other is', () => {
  let [grown, collections, largest] = [0, 0, 0];
  const steps = fc.array(stepOf(FIELDS), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(vectorsOf(FIELDS, 6), steps, fc.boolean(), most, (from, all, isEager, contexts) => {
      const sets = new Small(isEager);
      const transitions = new Transitions();
      const start = sets.of(from);
      const images = new Images(sets, transitions);
      const nodes = nodesOf(transitions, all);
      const saturation = new Saturation(images, nodes, sizes, contexts);
      const closed = sets.hold(saturation.close(start.set));
      const expected = closureOf(all, from);
      expect(sets.vectors(closed.set)).toEqual(expected);
      expect(saturation.close(closed.set)).toBe(closed.set);
      saturation.end();
      expect(sets.diagrams.top).toBe(0);
      expect(sets.diagrams.rows).toEqual([]);
      if (expected.length > from.length) grown += 1;
      largest = Math.max(largest, expected.length);
      collections += sets.diagrams.collections;
    }),
    { numRuns: 120, seed: 1 },
  );
  expect(grown).toBeGreaterThan(50);
  expect(largest).toBeGreaterThan(200);
  expect(collections).toBeGreaterThan(1000);
});

test('closed step by step, with more steps each time, it is the same set', () => {
  const steps = fc.array(stepOf(FIELDS), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(vectorsOf(FIELDS, 6), steps, fc.boolean(), (from, all, isEager) => {
      const sets = new Small(isEager);
      const transitions = new Transitions();
      const reached = sets.of(from);
      const nodes = nodesOf(transitions, all);
      const images = new Images(sets, transitions);
      for (let known = 1; known <= nodes.length; known++) {
        const some = new Saturation(images, nodes.slice(0, known), sizes);
        reached.set = some.close(reached.set);
        some.end();
      }
      const whole = new Saturation(images, nodes, sizes);
      expect(whole.close(sets.of(from).set)).toBe(reached.set);
    }),
    { numRuns: 40, seed: 2 },
  );
});

test('what leads into a part of a closed set is what one vector after the other does', () => {
  let [grown, short, collections] = [0, 0, 0];
  const steps = fc.array(stepOf(FIELDS), { minLength: 1, maxLength: 8 });
  const drawn = [vectorsOf(FIELDS, 6), steps, fc.nat(), fc.boolean(), most] as const;
  fc.assert(
    fc.property(...drawn, (from, all, nth, isEager, contexts) => {
      const sets = new Small(isEager);
      const transitions = new Transitions();
      const closed = closureOf(all, from);
      const goal = closed.filter((_, i) => (i + nth) % 7 === 0).slice(0, 2);
      const known = new Set(goal.map((vector) => vector.join()));
      const leads = (vector: (typeof closed)[number]) =>
        all.some((step) => imagesOf(step, vector).some((image) => known.has(image.join())));
      for (let size = -1; size !== known.size; ) {
        size = known.size;
        for (const vector of closed) if (leads(vector)) known.add(vector.join());
      }
      const expected = closed.filter((vector) => known.has(vector.join()));
      const [whole, to] = [sets.of(closed), sets.of(goal)];
      const preimages = new Preimages(sets, transitions);
      const tops = nodesOf(transitions, all);
      const backwards = new Saturation(preimages, tops, sizes, contexts);
      const reaches = sets.hold(backwards.close(to.set, whole.set));
      expect(sets.vectors(reaches.set)).toEqual(expected);
      expect(backwards.close(reaches.set, whole.set)).toBe(reaches.set);
      backwards.end();
      expect(sets.diagrams.top).toBe(0);
      expect(sets.diagrams.rows).toEqual([]);
      if (expected.length > goal.length) grown += 1;
      if (expected.length < closed.length) short += 1;
      collections += sets.diagrams.collections;
    }),
    { numRuns: 80, seed: 1 },
  );
  expect(grown).toBeGreaterThan(20);
  expect(short).toBeGreaterThan(20);
  expect(collections).toBeGreaterThan(500);
});
