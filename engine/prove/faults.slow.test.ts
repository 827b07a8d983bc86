/** Each part of the symbolic engine is broken on purpose: agreement with the reference tells. */
import { afterEach, expect, test, vi } from 'vitest';
import { differProved } from '../fixtures/random/proofs.ts';
import { MOST, rich } from '../fixtures/random/shows.ts';
import { Cache } from './cache.ts';
import { Contexts } from './contexts.ts';
import { Diagrams, EMPTY, UNIT } from './diagrams.ts';
import { Preimages } from './preimages.ts';
import { Sets } from './sets.ts';
import { type Change, Transitions } from './transitions.ts';

afterEach(() => void vi.restoreAllMocks());

/** The number of the model on which a fault shows first. */
const shows = () => rich(({ model, verdict }) => differProved(model, verdict));

test('a union that loses the largest value', () => {
  const union = Sets.prototype.union;
  vi.spyOn(Sets.prototype, 'union').mockImplementation(function (this: Sets, a, b) {
    const both = union.call(this, a, b);
    const isBoth = both !== a && both !== b && this.diagrams.right(both) !== EMPTY;
    return isBoth ? this.diagrams.right(both) : both;
  });
  expect(shows()).toBeLessThanOrEqual(MOST);
});

test('a saturation that takes what begins with a code once only', () => {
  const fires = Contexts.prototype.fires;
  const taken = new WeakMap<Contexts, Set<string>>();
  vi.spyOn(Contexts.prototype, 'fires').mockImplementation(function (this: Contexts, ...at) {
    const seen = taken.get(this) ?? new Set();
    taken.set(this, seen);
    const isNew = !seen.has(at.join());
    seen.add(at.join());
    return isNew ? fires.call(this, ...at) : new Int32Array(0);
  });
  expect(shows()).toBeLessThanOrEqual(MOST);
});

test('a node that is taken for closed before a step has begun at it', () => {
  const { isIdle } = Contexts.prototype;
  vi.spyOn(Contexts.prototype, 'isIdle').mockImplementation(function (this: Contexts, context) {
    return isIdle.call(this, context) || context % 7 === 6;
  });
  expect(shows()).toBeLessThanOrEqual(MOST);
});

test('a context that is that of another code above', () => {
  const below = Contexts.prototype.below;
  vi.spyOn(Contexts.prototype, 'below').mockImplementation(function (
    this: Contexts,
    context,
    code,
  ) {
    return below.call(this, context, code > 0 ? code - 1 : code);
  });
  expect(shows()).toBeLessThanOrEqual(MOST);
});

test('a step taken back that loses the least value it comes from', () => {
  const { image } = Preimages.prototype;
  vi.spyOn(Preimages.prototype, 'image').mockImplementation(function (this: Preimages, ...of) {
    const found = image.call(this, ...of);
    const rest = found > UNIT ? this.sets.diagrams.right(found) : EMPTY;
    return rest === EMPTY ? found : rest;
  });
  expect(shows()).toBeLessThanOrEqual(MOST);
});

test('a collection that takes what is in use', () => {
  const { node, right } = Diagrams.prototype;
  let [made, looks] = [0, 0];
  vi.spyOn(Diagrams.prototype, 'node').mockImplementation(function (this: Diagrams, ...of) {
    if (++made % 16 === 0) {
      const { rows } = this;
      const work = rows.splice(0);
      this.collect(of[1], of[2]);
      rows.push(...work);
    }
    return node.call(this, ...of);
  });
  // Lists that have become rings have no end.
  vi.spyOn(Diagrams.prototype, 'right').mockImplementation(function (this: Diagrams, of) {
    if (++looks > 5_000_000) throw new Error('it does not end');
    return right.call(this, of);
  });
  const differ: Parameters<typeof rich>[0] = ({ model, verdict }) => {
    looks = 0;
    try {
      return differProved(model, verdict);
    } catch (error) {
      // A node that has become part of what is below it.
      if (error instanceof RangeError) return error.message;
      throw error;
    }
  };
  expect(rich(differ)).toBeLessThanOrEqual(MOST);
});

test('a step that does not write the last field it should', () => {
  const of = Transitions.prototype.of;
  vi.spyOn(Transitions.prototype, 'of').mockImplementation(function (
    this: Transitions,
    cubes: readonly (readonly Change[])[],
    from = 0,
  ) {
    const kept = (change: Change, i: number, all: readonly Change[]) =>
      i === all.length - 1 && change.was >= 0 ? { ...change, becomes: change.was } : change;
    return of.call(this, from === 0 ? cubes.map((cube) => cube.map(kept)) : cubes, from);
  });
  expect(shows()).toBeLessThanOrEqual(MOST);
});

test('a memory that takes one operation for another', () => {
  const { get, put } = Cache.prototype;
  vi.spyOn(Cache.prototype, 'get').mockImplementation(function (this: Cache, op, a, b) {
    return get.call(this, op >> 1, a, b);
  });
  vi.spyOn(Cache.prototype, 'put').mockImplementation(function (this: Cache, op, ...rest) {
    put.call(this, op >> 1, ...rest);
  });
  expect(shows()).toBeLessThanOrEqual(MOST);
});

test('without a fault, but with a collection at every 64th node, nothing shows', () => {
  const node = Diagrams.prototype.node;
  let made = 0;
  vi.spyOn(Diagrams.prototype, 'node').mockImplementation(function (
    this: Diagrams,
    value,
    right,
    down,
  ) {
    if (++made % 64 === 0) this.collect(right, down);
    return node.call(this, value, right, down);
  });
  let models = 0;
  rich(({ model, verdict }) => {
    if (++models > 2) return 'enough';
    expect(differProved(model, verdict)).toBe(null);
    return null;
  });
  expect(models).toBe(3);
  expect(made).toBeGreaterThan(1000);
}, 120_000);
