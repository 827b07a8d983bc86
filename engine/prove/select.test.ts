import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cube, imagesOf, stepOf } from '../fixtures/prove/cubes.ts';
import { distinct, Small, type Vector, vectorsOf } from '../fixtures/prove/vectors.ts';
import { Counter } from './count.ts';
import { Images } from './images.ts';
import { Preimages } from './preimages.ts';
import { Select } from './select.ts';
import { DONE, Transitions } from './transitions.ts';

const FIELDS = 5;
const isSame = (a: Vector, b: Vector) => a.join() === b.join();

/** What a step does with sets, against the same done one vector at a time; how much was seen. */
function law(
  judge: (given: {
    readonly a: Vector[];
    readonly b: Vector[];
    readonly step: Cube[];
    readonly sets: Small;
    readonly select: Select;
    readonly images: Images;
    readonly preimages: Preimages;
    readonly transitions: Transitions;
    readonly move: number;
  }) => number,
): { readonly seen: number; readonly collections: number } {
  let [seen, collections] = [0, 0];
  const drawn = [vectorsOf(FIELDS), vectorsOf(FIELDS), stepOf(FIELDS)] as const;
  fc.assert(
    fc.property(...drawn, fc.boolean(), (a, b, step, isEager) => {
      const sets = new Small(isEager);
      const transitions = new Transitions();
      const select = new Select(sets, transitions);
      const images = new Images(sets, transitions);
      const preimages = new Preimages(sets, transitions);
      const move = transitions.of(step);
      seen += judge({ a, b, step, sets, select, images, preimages, transitions, move });
      collections += sets.diagrams.collections;
    }),
    { numRuns: 250, seed: 1 },
  );
  return { seen, collections };
}

test('able: the states in which a step can run', () => {
  const { seen, collections } = law(({ a, step, sets, select, move }) => {
    const expected = a.filter((vector) => imagesOf(step, vector).length > 0);
    expect(sets.vectors(select.able(sets.of(a).set, move))).toEqual(expected);
    return expected.length;
  });
  expect(seen).toBeGreaterThan(500);
  expect(collections).toBeGreaterThan(1000);
});

test('still: the states that a step leaves as they are', () => {
  const { seen } = law(({ a, step, sets, select, move }) => {
    const expected = a.filter((vector) =>
      imagesOf(step, vector).some((image) => isSame(image, vector)),
    );
    expect(sets.vectors(select.still(sets.of(a).set, move))).toEqual(expected);
    return expected.length;
  });
  expect(seen).toBeGreaterThan(20);
});

test('images: the states that a step leads to', () => {
  const { seen, collections } = law(({ a, b, step, sets, images, move }) => {
    for (const from of [a, b]) {
      const expected = distinct(from.flatMap((vector) => imagesOf(step, vector)));
      expect(sets.vectors(images.image(sets.of(from).set, move))).toEqual(expected);
    }
    return distinct(a.flatMap((vector) => imagesOf(step, vector))).length;
  });
  expect(seen).toBeGreaterThan(500);
  expect(collections).toBeGreaterThan(1000);
});

test('preimages: the states of one set that a step leads from into another', () => {
  const { seen, collections } = law(({ a, b, step, sets, preimages, move }) => {
    // Every second image is put into the other set, so that there is something to be found.
    const images = a.flatMap((vector) => imagesOf(step, vector)).filter((_, i) => i % 2 === 0);
    const to = distinct([...b, ...images]);
    const expected = a.filter((vector) =>
      imagesOf(step, vector).some((image) => to.some((each) => isSame(each, image))),
    );
    expect(sets.vectors(preimages.image(sets.of(to).set, move, 0, sets.of(a).set))).toEqual(
      expected,
    );
    return expected.length;
  });
  expect(seen).toBeGreaterThan(300);
  expect(collections).toBeGreaterThan(1000);
});

test('a step that touches nothing can run everywhere and changes nothing', () => {
  law(({ a, b, sets, select, images, preimages, transitions }) => {
    const move = transitions.of([[]]);
    expect(move).toBe(DONE);
    const [x, y] = [sets.of(a), sets.of(b)];
    expect(select.able(x.set, move)).toBe(x.set);
    expect(select.still(x.set, move)).toBe(x.set);
    expect(images.image(x.set, move)).toBe(x.set);
    expect(preimages.image(y.set, move, 0, x.set)).toBe(sets.intersect(x.set, y.set));
    return 0;
  });
});

test('the same cubes are the same node, in whichever order they come', () => {
  law(({ step, transitions, move }) => {
    expect(transitions.of(step.toReversed())).toBe(move);
    expect(transitions.of([...step, ...step])).toBe(move);
    return 0;
  });
});

test('counts are exact: of vectors, and of those in which a step can run', () => {
  law(({ a, step, sets, transitions, move }) => {
    const counter = new Counter({ sets, transitions }, sets.of(a).set);
    expect(counter.all).toBe(BigInt(a.length));
    for (let level = 0; level < FIELDS; level++) {
      const those = a.filter((vector) => vector[level] === 1);
      expect(counter.having(level, 1)).toBe(BigInt(those.length));
    }
    const cases = new Set(
      step.map((cube) => cube.map(({ level, was }) => `${level} ${was}`).join()),
    );
    // A vector is in one case of a step that has been learned: only such steps are counted.
    if (cases.size < step.length) return 0;
    const able = a.filter((vector) => imagesOf(step, vector).length > 0);
    expect(counter.able(move)).toBe(BigInt(able.length));
    return able.length;
  });
});
