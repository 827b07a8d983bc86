import { describe, expect, test } from 'vitest';
import { counter, counterMutations } from '../fixtures/counter.ts';
import { grid } from '../fixtures/grid.ts';
import { lostUpdate, lostUpdateMutations } from '../fixtures/lost-update.ts';
import { instantiate } from '../system/instantiate.ts';
import { check } from './check.ts';
import { Search } from './search.ts';
import type { Verdict } from './verdict.ts';

const found = (verdict: Verdict, property: string) =>
  verdict.properties.find(({ name }) => name === property);

describe('limits', () => {
  test('stopAt: at any violation, at one property, or never', () => {
    const of = {
      mutations: counterMutations,
      mutation: 'it does not stop at the top',
      maxStates: 20,
    };
    expect(check(counter, of)).toMatchObject({ cut: 'violation', states: 5 });
    expect(check(counter, { ...of, stopAt: 'inRange' })).toMatchObject({ states: 5 });
    expect(check(counter, { ...of, stopAt: 'oneByOne' })).toMatchObject({ cut: 'max-states' });
    const never = check(counter, { ...of, stopAt: 'never' });
    expect(never.cut).toBe('max-states');
    expect(found(never, 'inRange')?.witness?.steps).toHaveLength(4);
  });

  test('maxStates leaves unseen what is unseen', () => {
    const verdict = check(grid, { maxStates: 100 });
    expect(verdict).toMatchObject({ complete: false, cut: 'max-states' });
    expect(verdict.states).toBeLessThan(110);
    expect(found(verdict, 'deadlock')?.verdict).toBe('unknown');
  });

  test('maxSeconds ends a search in one slice too', () => {
    const verdict = check(grid, { bounds: { side: 99 }, maxSeconds: 0.05 });
    expect(verdict).toMatchObject({ complete: false, cut: 'max-seconds' });
    expect(verdict.seconds).toBeLessThan(1);
  });

  test('maxMemory ends a search', () => {
    const verdict = check(grid, { bounds: { side: 99 }, maxMemory: 1 });
    expect(verdict).toMatchObject({ complete: false, cut: 'max-memory' });
    expect(verdict.states).toBeLessThan(10_000);
  });

  test('a limit that is not reached changes nothing', () => {
    const { seconds: _, ...plain } = check(grid);
    const limits = { maxStates: 1000, maxSeconds: 600, maxMemory: 2 ** 40 };
    expect(check(grid, limits)).toMatchObject({
      ...plain,
      complete: true,
      cut: null,
      states: 1000,
    });
  });
});

describe('slices', () => {
  test.each([
    ['a complete search', grid, {}],
    [
      'a violation',
      lostUpdate,
      {
        mutations: lostUpdateMutations,
        mutation: Object.keys(lostUpdateMutations.list)[0] ?? null,
      },
    ],
    [
      'a trap',
      counter,
      { mutations: counterMutations, mutation: 'it is a trap: at the top there is no way back' },
    ],
  ])('give the verdict of one piece: %s', (_, model, setting) => {
    const search = new Search(instantiate(model, setting));
    let slices = 1;
    while (!search.advance(0)) slices += 1;
    const { seconds: __, ...whole } = check(model, { ...setting, engine: 'reference' });
    expect(search.verdict()).toMatchObject(whole);
    expect(slices).toBeGreaterThan(1);
  });

  test('between slices the verdict does not claim to be complete', () => {
    const search = new Search(instantiate(grid));
    search.advance(0);
    expect(search.verdict()).toMatchObject({ complete: false, cut: null });
    expect(found(search.verdict(), 'deadlock')?.verdict).toBe('unknown');
    expect(search.queue).toBe(3);
    expect(search.running?.action).toBe('grow');
  });

  test('a search that is stopped keeps what it knows', () => {
    const search = new Search(instantiate(grid));
    search.advance(0);
    search.stop('interrupted');
    expect(search.advance(Infinity)).toBe(true);
    expect(search.verdict()).toMatchObject({
      complete: false,
      cut: 'interrupted',
      states: 4,
      steps: 3,
    });
  });
});
