import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../explore/check.ts';
import { ring, ringMutations } from '../fixtures/hunt-ring.ts';
import { store } from '../fixtures/store.ts';
import { oneOf } from '../language/domain.ts';
import { protocol } from '../language/protocol.ts';
import { instantiate } from '../system/instantiate.ts';
import type { Trace } from '../trace.ts';
import { hunt } from './hunt.ts';
import { stroll } from './stroll.ts';
import { TraceArbitrary } from './traces.ts';
import { Trodden } from './trodden.ts';
import { terrainOf } from './walk.ts';

/** Opens after twelve right digits of six each, and begins again after a wrong one. */
const { model } = protocol<{ readonly right: number }>();
const digit = oneOf('a', 'b', 'c', 'd', 'e', 'f');
const safe = model({
  name: 'safe',
  bounds: {},
  init: () => ({ right: 0 }),
  actions: {
    turn: {
      params: { digit },
      then: (s, { digit: turned }) => {
        s.right = turned === digit.values[(s.right * 5) % 6] ? s.right + 1 : 0;
      },
    },
  },
  always: { staysShut: (s) => s.right < 12 },
});

test('a hunt goes on from where it has been, and finds what no run finds by itself', () => {
  for (let seed = 0; seed < 5; seed++) {
    expect(hunt(safe, { seed, runs: 100 }).found?.steps).toHaveLength(12);
    let found = 0;
    const terrain = terrainOf(instantiate(safe), 'any');
    const alone = new TraceArbitrary(terrain, 100, ({ walk }) => {
      found += walk.violation ? 1 : 0;
    });
    fc.sample(alone, { seed, numRuns: 1000 });
    expect(found).toBe(0);
  }
});

test.each([ring, store])('a hunt in $name sees every state', (small) => {
  const { states } = check(small, { stopAt: 'never' });
  expect(hunt(small, { runs: 100 }).states).toBe(states);
});

/** What is made of fast-check's random numbers. */
function withRandom<T>(seed: number, make: (mrng: fc.Random) => T): T {
  const made: T[] = [];
  class Making extends fc.Arbitrary<null> {
    override generate(mrng: fc.Random) {
      made.push(make(mrng));
      return new fc.Value(null, undefined);
    }
    override canShrinkWithoutContext(value: unknown): value is null {
      return value === null;
    }
    override shrink() {
      return fc.Stream.nil<fc.Value<null>>();
    }
  }
  fc.sample(new Making(), { seed, numRuns: 1 });
  return made[0] as T;
}

describe('what is drawn', () => {
  const terrain = terrainOf(instantiate(ring), 'never');
  const key = (state: unknown, name: string) => `${terrain.codes.code(state)} ${name}`;
  /** What a few runs leave, and a draw from that. */
  const drawn = (seed: number, most: number) =>
    withRandom(seed, (mrng) => {
      const trodden = new Trodden(terrain);
      const taken = new Set<string>();
      for (let run = 0; run < 2; run++) {
        const { walk } = stroll(terrain, mrng, 12, trodden);
        for (const [at, { name }] of walk.steps.entries()) taken.add(key(walk.states[at], name));
      }
      return { untried: trodden.draw(mrng, most), taken };
    });

  test('is a way that runs, of fewer steps than asked, with a step at its end that is new', () => {
    let some = 0;
    for (let seed = 0; seed < 50; seed++) {
      const { untried, taken } = drawn(seed, 6);
      if (!untried) continue;
      some += 1;
      const { walk, step } = untried;
      expect(walk.steps.length).toBeLessThan(6);
      expect(walk.states).toHaveLength(walk.steps.length + 1);
      for (const [at, each] of [...walk.steps, step].entries()) {
        const before = walk.states[at] ?? {};
        expect(terrain.places.choice(before).enabled).toContain(each);
        const after = walk.states[at + 1];
        if (after)
          expect(terrain.places.same(after, terrain.system.apply(each, before))).toBe(true);
      }
      expect(taken.has(key(walk.states.at(-1), step.name))).toBe(false);
    }
    expect(some).toBeGreaterThan(10);
  });

  test('is nothing where all has been tried', () => {
    const all = new Trodden(terrain);
    const states = [terrain.system.initial];
    for (const state of states) {
      for (const step of terrain.places.choice(state).enabled) {
        const after = terrain.places.after(state, step);
        all.add(state, step, after);
        if (!states.includes(after)) states.push(after);
      }
    }
    expect(withRandom(1, (mrng) => all.draw(mrng, 100))).toBeNull();
  });
});

test('the examples before the runs do not change how a run is made again', () => {
  const faulty = { mutations: ringMutations, mutation: 'a full ring is written to' } as const;
  const idle: Trace = { model: 'ring', bounds: {}, mutation: faulty.mutation, steps: [] };
  for (let seed = 0; seed < 10; seed++) {
    const setting = { ...faulty, seed, examples: [idle, idle, idle] };
    const first = hunt(ring, setting);
    const again = hunt(ring, { ...setting, path: first.path ?? '' });
    expect(again.found).toEqual(first.found);
  }
});
