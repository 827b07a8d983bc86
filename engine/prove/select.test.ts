import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cube, imagesOf, stepOf } from '../fixtures/prove/cubes.ts';
import { distinct, Small, type Vector, vectorsOf } from '../fixtures/prove/vectors.ts';
import { Counter } from './count.ts';
import { Images } from './images.ts';
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
      seen += judge({ a, b, step, sets, select, images, transitions, move: transitions.of(step) });
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

test('after: the states that a step leads to', () => {
  const { seen, collections } = law(({ a, b, step, sets, images, move }) => {
    for (const from of [a, b]) {
      const expected = distinct(from.flatMap((vector) => imagesOf(step, vector)));
      expect(sets.vectors(images.after(sets.of(from).set, move))).toEqual(expected);
    }
    return distinct(a.flatMap((vector) => imagesOf(step, vector))).length;
  });
  expect(seen).toBeGreaterThan(500);
  expect(collections).toBeGreaterThan(1000);
});

test('before: the states of one set that a step leads from into another', () => {
  const { seen, collections } = law(({ a, b, step, sets, select, move }) => {
    // Every second image is put into the other set, so that there is something to be found.
    const images = a.flatMap((vector) => imagesOf(step, vector)).filter((_, i) => i % 2 === 0);
    const to = distinct([...b, ...images]);
    const expected = a.filter((vector) =>
      imagesOf(step, vector).some((image) => to.some((each) => isSame(each, image))),
    );
    expect(sets.vectors(select.before(sets.of(a).set, sets.of(to).set, move))).toEqual(expected);
    return expected.length;
  });
  expect(seen).toBeGreaterThan(300);
  expect(collections).toBeGreaterThan(1000);
});

test('a step that touches nothing can run everywhere and changes nothing', () => {
  law(({ a, b, sets, select, images, transitions }) => {
    const move = transitions.of([[]]);
    expect(move).toBe(DONE);
    const [x, y] = [sets.of(a), sets.of(b)];
    expect(select.able(x.set, move)).toBe(x.set);
    expect(select.still(x.set, move)).toBe(x.set);
    expect(images.after(x.set, move)).toBe(x.set);
    expect(select.before(x.set, y.set, move)).toBe(sets.intersect(x.set, y.set));
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
    const counter = new Counter({ sets, transitions });
    const { set } = sets.of(a);
    expect(counter.count(set)).toBe(BigInt(a.length));
    const cases = new Set(
      step.map((cube) => cube.map(({ level, was }) => `${level} ${was}`).join()),
    );
    // A vector is in one case of a step that has been learned: only such steps are counted.
    if (cases.size < step.length) return 0;
    const able = a.filter((vector) => imagesOf(step, vector).length > 0);
    expect(counter.able(set, move)).toBe(BigInt(able.length));
    return able.length;
  });
});

test('a count is not taken for that of a set whose node was collected', () => {
  const sets = new Small();
  const counter = new Counter({ sets, transitions: new Transitions() });
  const two = sets.of([
    [1, 1],
    [1, 2],
  ]);
  expect(counter.count(two.set)).toBe(2n);
  const { set } = two;
  sets.diagrams.held.delete(two);
  sets.diagrams.collect();
  let one = sets.of([[3, 3]]);
  for (let code = 4; one.set !== set && code < 20; code++) one = sets.of([[code, code]]);
  expect(one.set).toBe(set);
  expect(counter.count(one.set)).toBe(1n);
});
