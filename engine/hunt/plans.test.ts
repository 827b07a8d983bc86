import { describe, expect, test } from 'vitest';
import { lockedCounter, lockedCounterMutations } from '../fixtures/hunt-locked-counter.ts';
import { instantiate } from '../system/instantiate.ts';
import type { Step } from '../system/system.ts';
import { confined } from './confined.ts';
import { deletions } from './deletions.ts';
import { detours, loops } from './detours.ts';
import { type Terrain, terrainOf, type Walk, Walker } from './walk.ts';

const mutation = 'the lock is not waited for';
const system = instantiate(lockedCounter, {
  mutations: lockedCounterMutations,
  mutation,
  bounds: { workers: 3 },
});
const blind = terrainOf(system, 'never');
const judged = terrainOf(system, 'any');

const step = (name: string): Step => {
  const found = system.steps.find((each) => each.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};
const round = (worker: string) => ['lock', 'read', 'write'].map((action) => `${action}(${worker})`);

function walkOf(terrain: Terrain, names: readonly string[]): Walk {
  const walker = new Walker(terrain);
  for (const name of names) expect(walker.attempt(step(name))).toBe(true);
  return walker.end();
}

const texts = (plans: Iterable<readonly Step[]>): string[] =>
  [...plans].map((plan) => plan.map(({ name }) => name).join(' '));

describe('deletions', () => {
  // Two rounds of w0 with a round of w1 in between, part of which overlaps the second.
  const names = [...round('w0'), 'lock(w1)', 'lock(w0)', 'read(w1)', 'read(w0)', 'write(w1)'];
  const plans = texts(deletions(system, walkOf(blind, names)));
  const without = (drop: (name: string, at: number) => boolean) =>
    names.filter((name, at) => !drop(name, at)).join(' ');

  test('begin with everything, then halves', () => {
    expect(plans.slice(0, 3)).toEqual(['', names.slice(0, 4).join(' '), names.slice(4).join(' ')]);
  });
  test('take out a thread, an action, a way from home to home, one not yet back', () => {
    expect(plans).toContain(without((name) => name.includes('w1')));
    expect(plans).toContain(without((name) => name.startsWith('lock')));
    expect(plans).toContain(without((_, at) => at < 3));
    // Before the single steps: not merely as one of all the pairs.
    const away = plans.indexOf(without((_, at) => at === 4 || at === 6));
    expect(away).toBeGreaterThan(0);
    expect(away).toBeLessThan(plans.indexOf(without((_, at) => at === 0)));
  });
  test('take out each step and each pair of steps', () => {
    for (const [one] of names.entries()) {
      expect(plans).toContain(without((_, at) => at === one));
      for (const [two] of names.entries()) {
        expect(plans).toContain(without((_, at) => at === one || at === two));
      }
    }
  });
});

test('a detour is taken where it is shorter, and need not use the same steps', () => {
  const names = [...round('w2'), ...round('w1'), 'lock(w0)'];
  expect(texts(loops(blind, walkOf(blind, names)))).toEqual([]);
  const plans = texts(detours(blind, walkOf(blind, ['lock(w2)', 'lock(w1)', 'read(w2)'])));
  expect(plans).toContain('lock(w0) read(w2)');
  expect(plans).toContain('lock(w2) read(w2)');
});

describe('a search confined to the steps of a violation', () => {
  // A lost update in ten steps, of which six would do, in another order.
  const race = ['lock(w2)', 'read(w2)', 'lock(w1)', 'read(w1)', 'write(w1)', 'write(w2)'];
  const long = walkOf(judged, [...round('w1'), ...race]);

  test('finds a shortest one among them, then among those of other threads', () => {
    expect(long.violation?.property).toBe('noUpdateIsLost');
    const plans = [...confined(judged, long)];
    expect(plans.map((plan) => plan.length)).toEqual([6, 6, 6, 6]);
    expect(new Set(plans[0]?.map(({ thread }) => thread))).toEqual(new Set(['w1', 'w2']));
    expect(
      plans
        .slice(2)
        .flat()
        .some(({ thread }) => thread === 'w0'),
    ).toBe(true);
  });
  test('finds nothing where there is nothing shorter, and nothing without a judge', () => {
    expect([...confined(judged, walkOf(judged, race))]).toEqual([]);
    expect([...confined(blind, walkOf(blind, [...round('w1'), ...race]))]).toEqual([]);
  });
});
