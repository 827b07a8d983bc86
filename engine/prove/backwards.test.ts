import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closureOf, imagesOf, nodesOf, stepOf } from '../fixtures/prove/cubes.ts';
import { CODES, Small, vectorsOf } from '../fixtures/prove/vectors.ts';
import { Backwards } from './backwards.ts';
import { Select } from './select.ts';
import { Transitions } from './transitions.ts';

const FIELDS = 5;
const sizes = Array.from({ length: FIELDS }, () => CODES);

test('what leads into a part of a closed set is what one vector after the other does', () => {
  let [grown, short, collections] = [0, 0, 0];
  const steps = fc.array(stepOf(FIELDS), { minLength: 1, maxLength: 8 });
  const drawn = [vectorsOf(FIELDS, 6), steps, fc.nat(), fc.boolean()] as const;
  fc.assert(
    fc.property(...drawn, (from, all, nth, isEager) => {
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
      const select = new Select(sets, transitions);
      const tops = nodesOf(transitions, all);
      const backwards = new Backwards(sets, transitions, select, tops, sizes);
      const reaches = sets.hold(backwards.close(whole.set, to.set));
      expect(sets.vectors(reaches.set)).toEqual(expected);
      expect(backwards.close(whole.set, reaches.set)).toBe(reaches.set);
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
