/** Faults in what a search by orbits and a resumed search need: agreement tells. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { differResumed } from '../fixtures/random/engines.ts';
import { MOST, mirrored } from '../fixtures/random/shows.ts';
import { oneOf, table } from '../language/domain.ts';
import { protocol } from '../language/protocol.ts';
import { Orbits } from '../learn/orbits.ts';
import { check } from './check.ts';
import { Canon } from './packed/canon.ts';

let forgetsLooks = false;
vi.mock('../learn/looks.ts', async (original) => {
  const real = await original<typeof import('../learn/looks.ts')>();
  const looksOf: typeof real.looksOf = (relation) => (forgetsLooks ? [] : real.looksOf(relation));
  return { ...real, looksOf };
});

afterEach(() => {
  vi.restoreAllMocks();
  forgetsLooks = false;
});

describe('symmetry', () => {
  test('without one of the renamings is found out', () => {
    const tables = Object.getOwnPropertyDescriptor(Orbits.prototype, 'tables')?.get;
    vi.spyOn(Orbits.prototype, 'tables', 'get').mockImplementation(function (this: Orbits) {
      const all = tables?.call(this);
      const last = all.renamings - 1;
      const ids = all.starts.at(-1);
      // The last one does what the first one does: nothing.
      const asFirst = (list: Int32Array, width: number) =>
        list.map((to, i) => (i >= last * width ? (list[i % width] ?? 0) : to));
      const codes = all.codes.map((to: number, i: number) =>
        i % all.renamings === last ? all.codes[i - last] : to,
      );
      return {
        ...all,
        codes,
        comes: asFirst(all.comes, ids),
        from: asFirst(all.from, all.fields),
        to: asFirst(all.to, all.fields),
      };
    });
    expect(mirrored()).toBeLessThanOrEqual(MOST);
  });

  test('that leaves some states in the form they have is found out', () => {
    const { applyNext } = Canon.prototype;
    vi.spyOn(Canon.prototype, 'applyNext').mockImplementation(function (this: Canon, ...all) {
      const [states, at] = all;
      return (states[at] ?? 0) % 8 !== 1 && applyNext.apply(this, all);
    });
    expect(mirrored()).toBeLessThanOrEqual(MOST);
  });
});

describe('what a claim looks at', () => {
  type Id = 'a' | 'b';
  const id = oneOf('a', 'b');
  const { model, each } = protocol<Readonly<Record<'n' | 'k' | 'up', Record<Id, number>>>>();
  /** The flag is looked at only of an id that has counted; `k` decides which id it is called by. */
  const late = (k: number) =>
    model({
      name: 'late',
      bounds: { ids: id.count(2, { symmetric: true }) },
      init: ({ ids }) => ({ n: table(ids, 0), k: table(ids, 0), up: table(ids, 0) }),
      actions: {
        count: {
          params: { id },
          when: (s) => Object.values(s.n).every((n) => n === 0),
          then: (s, { id }) => void s.n[id]++,
        },
        change: {
          params: { id },
          when: (s, { id }) => s.n[id] === 1 && s.k[id] === 0,
          then: (s, { id }) => {
            s.k[id] = k;
          },
        },
        raise: {
          params: { id },
          when: (s, { id }) => s.k[id] !== 0,
          then: (s, { id }) => {
            s.up[id] = 1;
          },
        },
      },
      always: { low: each({ id }, (s, { id }) => s.n[id] === 0 || s.up[id] === 0) },
    });
  const isFound = (k: number) => {
    const [symmetric, plain] = [true, false].map((symmetry) => {
      const { properties } = check(late(k), { symmetry, stopAt: 'never', audit: 0 });
      return properties[0]?.witness?.steps.length;
    });
    return symmetric === plain;
  };
  const values = Array.from({ length: 20 }, (_, i) => i + 1);

  test('is what it would look at if ids had changed places', () => {
    expect(values.every(isFound)).toBe(true);
    vi.spyOn(Orbits.prototype, 'alike').mockImplementation((bits) => bits);
    expect(values.every(isFound)).toBe(false);
  });
});

describe('a resumed search', () => {
  const { model } = protocol<{ readonly n: number; readonly flag: boolean }>();
  const late = model({
    name: 'late',
    bounds: {},
    init: () => ({ n: 0, flag: false }),
    actions: {
      count: { when: (s) => s.n < 9, then: (s) => void s.n++ },
      raise: {
        when: (s) => s.n === 9,
        then: (s) => {
          s.flag = true;
        },
      },
    },
    // The flag is looked at only once the number is high.
    always: { notRaised: (s) => s.n < 9 || !s.flag },
    recoverable: { isLow: (s) => s.n < 9 },
  });

  test('judges what its properties look at, and without knowing that it is found out', () => {
    expect(differResumed(late, 9, { stopAt: 'never', audit: 0 })).toBe(null);
    forgetsLooks = true;
    expect(differResumed(late, 9, { stopAt: 'never', audit: 0 })).toContain('notRaised');
  });
});
