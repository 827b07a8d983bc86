import { expect, test } from 'vitest';
import { Small } from '../fixtures/prove/vectors.ts';
import { Cache } from './cache.ts';
import { Diagrams, EMPTY } from './diagrams.ts';
import { Finder } from './find.ts';
import { Images } from './images.ts';
import { Preimages } from './preimages.ts';
import { Saturation } from './saturation.ts';
import { Select } from './select.ts';
import { Sets } from './sets.ts';
import { NoRoom } from './stop.ts';
import { ANY, Transitions } from './transitions.ts';

/** A set of so many vectors of two fields that share no node. */
function many(sets: Sets, count: number): void {
  const all = { set: EMPTY as number };
  const one = { set: EMPTY as number };
  sets.diagrams.held.add(all).add(one);
  for (let i = 0; i < count; i++) {
    one.set = sets.single([i, i]);
    all.set = sets.union(all.set, one.set);
  }
}

test('where bytes run out it is said so, and the budget is kept', () => {
  const maxBytes = 200_000;
  const diagrams = new Diagrams(maxBytes, () => {}, 1 << 8);
  const sets = new Sets(diagrams);
  expect(() => many(sets, 10_000)).toThrow(NoRoom);
  expect(diagrams.isFull).toBe(true);
  expect(diagrams.bytes).toBeLessThanOrEqual(maxBytes);
  expect(diagrams.live).toBeGreaterThan(1000);
});

test('where the nodes that were asked for run out it is not the bytes', () => {
  const diagrams = new Diagrams(Infinity, () => {}, 1 << 8);
  diagrams.maxNodes = 500;
  expect(() => many(new Sets(diagrams), 10_000)).toThrow(NoRoom);
  expect(diagrams.isFull).toBe(false);
  expect(diagrams.peak).toBe(501);
});

test('a pause comes now and then, and may end the work', () => {
  let pauses = 0;
  const diagrams = new Diagrams(Infinity, () => {
    pauses += 1;
    if (pauses === 2) throw new Error('enough');
  });
  expect(() => many(new Sets(diagrams), 200_000)).toThrow('enough');
  expect(pauses).toBe(2);
});

test('what nobody holds is collected, and what is held stays what it was', () => {
  const sets = new Small();
  const { diagrams } = sets;
  const kept = sets.of([
    [1, 2, 3],
    [1, 2, 4],
    [2, 2, 3],
  ]);
  const gone = sets.of([[7, 7, 7]]);
  diagrams.collect();
  const live = diagrams.live;
  diagrams.held.delete(gone);
  diagrams.collect();
  expect(diagrams.live).toBe(live - 3);
  expect(diagrams.live).toBe(sets.size(kept.set));
  expect(sets.vectors(kept.set)).toEqual([
    [1, 2, 3],
    [1, 2, 4],
    [2, 2, 3],
  ]);
});

test('a memory gives back what was put, or nothing', () => {
  const cache = new Cache(4, () => true);
  const entries = Array.from({ length: 2000 }, (_, i) => [i % 7, i + 2, (i * i) % 13, i] as const);
  for (const [op, a, b, result] of entries) {
    cache.put(op, a, b, result);
    expect(cache.get(op, a, b)).toBe(result);
  }
  const known = entries.filter(([op, a, b, result]) => cache.get(op, a, b) === result);
  const lost = entries.filter(([op, a, b]) => cache.get(op, a, b) === -1);
  expect(known.length + lost.length).toBe(entries.length);
  expect(known.length).toBeGreaterThan(500);
});

test('a memory that may not grow stays as large as it is', () => {
  const cache = new Cache(4, () => false);
  const { bytes } = cache;
  for (let i = 2; i < 1000; i++) cache.put(1, i, i, i);
  expect(cache.bytes).toBe(bytes);
  expect(cache.get(1, 999, 999)).toBe(999);
});

test('hundreds of fields do not overflow the stack', () => {
  const FIELDS = 900;
  const sets = new Small();
  const transitions = new Transitions();
  // Each field goes to 1 when the one below it has; the last one when it likes.
  const tops = Array.from({ length: FIELDS }, (_, level) =>
    transitions.of([
      [
        { level, was: 0, becomes: 1 },
        ...(level + 1 < FIELDS ? [{ level: level + 1, was: 1, becomes: 1 }] : []),
      ],
    ]),
  );
  const initial = sets.of([Array.from({ length: FIELDS }, () => 0)]);
  const sizes = Array.from({ length: FIELDS }, () => 2);
  const images = new Images(sets, transitions);
  const saturation = new Saturation(images, tops, sizes);
  const reached = sets.hold(saturation.close(initial.set));
  saturation.end();
  expect(sets.vectors(sets.pick(reached.set, 0, 1)).length).toBe(1);
  expect(sets.size(reached.set)).toBeLessThan(3 * FIELDS);

  // One step that touches every field, and all that is done with sets.
  const all = transitions.of([sizes.map((_, level) => ({ level, was: ANY, becomes: 1 }))]);
  const select = new Select(sets, transitions);
  const last = sets.of([Array.from({ length: FIELDS }, () => 1)]);
  expect(images.image(reached.set, all)).toBe(last.set);
  expect(select.able(reached.set, all)).toBe(reached.set);
  const preimages = new Preimages(sets, transitions);
  expect(preimages.image(last.set, all, 0, reached.set)).toBe(reached.set);
  const even = sizes.map((_, level) => level % 2 === 0);
  expect(sets.size(sets.project(reached.set, even, 1))).toBeGreaterThan(FIELDS / 2);
  const rest = sets.hold(sets.minus(reached.set, last.set));
  expect(sets.union(rest.set, last.set)).toBe(reached.set);
  expect(
    new Finder(sets.diagrams).find(
      reached.set,
      sizes.map(() => 1),
    ),
  ).toHaveLength(FIELDS);
});
