import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CODES,
  distinct,
  plain,
  Small,
  type Vector,
  vectorsOf,
} from '../fixtures/prove/vectors.ts';
import { EMPTY, UNIT } from './diagrams.ts';
import { Finder } from './find.ts';

const FIELDS = 5;
const pair = [vectorsOf(FIELDS), vectorsOf(FIELDS)] as const;
let collections = 0;

/** Tries a law with little room or less, so that nodes are collected in the middle of it. */
function law(judge: (a: Vector[], b: Vector[], sets: Small) => void, numRuns = 150): void {
  collections = 0;
  fc.assert(
    fc.property(...pair, fc.boolean(), (a, b, isEager) => {
      const sets = new Small(isEager);
      judge(a, b, sets);
      collections += sets.diagrams.collections;
    }),
    { numRuns, seed: 1 },
  );
}

test.each(['union', 'intersect', 'minus'] as const)('%s is that of plain sets', (name) => {
  law((a, b, sets) => {
    const [x, y] = [sets.of(a), sets.of(b)];
    const both = sets.hold(sets[name](x.set, y.set));
    expect(sets.vectors(both.set)).toEqual(plain[name](a, b));
    // What went in is as it was.
    expect(sets.vectors(x.set)).toEqual(a);
    expect(sets.vectors(y.set)).toEqual(b);
    // Known results are the same as before, and of the same node after a collection.
    sets.diagrams.collect();
    expect(sets[name](x.set, y.set)).toBe(both.set);
  });
  expect(collections).toBeGreaterThan(1000);
});

test('equal sets are the same node, however they were made', () => {
  law((a, b, sets) => {
    const x = sets.of([...a, ...b]);
    const y = sets.of([...b, ...a].toReversed());
    expect(y.set).toBe(x.set);
    const [p, q] = [sets.of(a), sets.of(b)];
    const [less, common] = [sets.hold(EMPTY), sets.hold(EMPTY)];
    less.set = sets.minus(p.set, q.set);
    common.set = sets.intersect(p.set, q.set);
    // a = (a − b) ∪ (a ∩ b)
    expect(sets.union(less.set, common.set)).toBe(p.set);
    common.set = sets.union(p.set, q.set);
    // (a ∪ b) − b = a − b
    expect(sets.minus(common.set, q.set)).toBe(less.set);
  });
  expect(collections).toBeGreaterThan(1000);
});

test('pick keeps what has the code', () => {
  law((a, _, sets) => {
    const x = sets.of(a);
    for (let level = 0; level < FIELDS; level++) {
      for (let code = 0; code < CODES; code++) {
        const picked = sets.pick(x.set, level, code);
        expect(sets.vectors(picked)).toEqual(a.filter((vector) => vector[level] === code));
      }
    }
  }, 60);
  expect(collections).toBeGreaterThan(1000);
});

test('project drops the other fields, and remembers by what was kept', () => {
  const keeps = fc.array(fc.boolean(), { minLength: FIELDS, maxLength: FIELDS });
  const ways = fc.array(keeps, { minLength: 1, maxLength: 4 });
  let runs = 0;
  fc.assert(
    fc.property(...pair, ways, fc.boolean(), (a, b, all, isEager) => {
      const sets = new Small(isEager);
      const held = [a, b].map((vectors) => ({ vectors, ...sets.hold(sets.of(vectors).set) }));
      for (const [id, keep] of all.entries()) {
        for (const { vectors, set } of held) {
          const part = vectors.map((vector) => vector.filter((_, level) => keep[level]));
          expect(sets.vectors(sets.project(set, keep, id + 1))).toEqual(distinct(part));
        }
      }
      runs += sets.diagrams.collections;
    }),
    { numRuns: 150, seed: 1 },
  );
  expect(runs).toBeGreaterThan(1000);
});

test('find gives the least vector with the wanted codes', () => {
  const code = fc.oneof({ arbitrary: fc.constant(-1), weight: 2 }, fc.nat(CODES - 1));
  const wanted = fc.array(code, {
    minLength: FIELDS,
    maxLength: FIELDS,
  });
  let found = 0;
  fc.assert(
    fc.property(vectorsOf(FIELDS), wanted, (a, codes) => {
      const sets = new Small();
      const first = a.find((vector) => codes.every((code, i) => code < 0 || vector[i] === code));
      const set = sets.of(a).set;
      const finder = new Finder(sets.diagrams);
      expect(finder.find(set, codes)).toEqual(first ?? null);
      // Wherever it looks first, it finds one if there is one.
      for (const near of a.slice(0, 3)) {
        finder.find(set, near);
        const other = finder.find(set, codes);
        expect(other === null).toBe(first === undefined);
        if (other === null) continue;
        expect(a).toContainEqual(other);
        expect(codes.every((code, i) => code < 0 || other[i] === code)).toBe(true);
      }
      if (first) found += 1;
    }),
    { numRuns: 400, seed: 1 },
  );
  expect(found).toBeGreaterThan(20);
});

test('size counts each node once', () => {
  law((a, b, sets) => {
    const x = sets.of([...a, ...b]);
    sets.diagrams.collect();
    const tails = new Set<string>();
    const all = distinct([...a, ...b]);
    // A node stands for the vectors that may follow from a value on: one for each such set.
    for (let level = 0; level < FIELDS; level++) {
      for (const prefix of distinct(all.map((vector) => vector.slice(0, level)))) {
        const rest = all.filter((vector) => prefix.every((code, i) => vector[i] === code));
        const after = rest.map((vector) => vector.slice(level));
        for (const first of new Set(after.map(([code]) => code ?? 0))) {
          tails.add(`${level}:${after.filter(([code = 0]) => code >= first).join(' ')}`);
        }
      }
    }
    expect(sets.size(x.set)).toBe(tails.size);
  }, 60);
});

test('the smallest sets there are', () => {
  const sets = new Small();
  expect(sets.single([])).toBe(UNIT);
  expect(sets.union(UNIT, EMPTY)).toBe(UNIT);
  expect(sets.intersect(UNIT, UNIT)).toBe(UNIT);
  expect(sets.minus(UNIT, UNIT)).toBe(EMPTY);
  expect(new Finder(sets.diagrams).find(UNIT, [])).toEqual([]);
  expect(new Finder(sets.diagrams).find(EMPTY, [])).toBe(null);
  expect(sets.project(EMPTY, [true], 1)).toBe(EMPTY);
  expect(sets.size(UNIT)).toBe(0);
});
