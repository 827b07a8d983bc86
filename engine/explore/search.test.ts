import { describe, expect, test } from 'vitest';
import { counter, counterMutations } from '../fixtures/counter.ts';
import { lostUpdate, lostUpdateMutations } from '../fixtures/lost-update.ts';
import { philosopherMutations, philosophers } from '../fixtures/philosophers.ts';
import { readerWriter, readerWriterMutations } from '../fixtures/reader-writer.ts';
import { oneOf, range, table } from '../language/domain.ts';
import { protocol } from '../language/protocol.ts';
import { instantiate } from '../system/instantiate.ts';
import { check } from './check.ts';
import { Search } from './search.ts';
import { type Verdict, violation } from './verdict.ts';

const names = (verdict: Verdict) => violation(verdict)?.steps.map(({ name }) => name);
const found = (verdict: Verdict, property: string) =>
  verdict.properties.find(({ name }) => name === property);

/** Three numbers that grow alone: a large state space without a surprise. */
const grid = protocol<Readonly<Record<'x' | 'y' | 'z' | 'side', number>>>().model({
  name: 'grid',
  bounds: { side: range(9, { min: 1, max: 99 }) },
  init: ({ side }) => ({ x: 0, y: 0, z: 0, side }),
  actions: {
    grow: {
      params: { axis: oneOf('x', 'y', 'z') },
      when: (s, { axis }) => s[axis] < s.side,
      then: (s, { axis }) => {
        s[axis] += 1;
      },
    },
  },
});

describe('counterexamples', () => {
  test('are shortest, and the first such in the order of the actions', () => {
    const options = {
      mutations: lostUpdateMutations,
      mutation: 'the total is read and written in two steps',
    };
    const expected = ['add(worker0)', 'add(worker1)', 'write(worker0)', 'write(worker1)'];
    expect(names(check(lostUpdate, options))).toEqual(expected);
    expect(names(check(lostUpdate, { ...options, bounds: { workers: 3 } }))).toEqual(expected);
  });

  test('of a step property end with the step that breaks it', () => {
    const verdict = check(counter, { mutations: counterMutations, mutation: 'it counts by two' });
    expect(names(verdict)).toEqual(['increment()']);
  });

  test('of a recoverable property lead to the first state with no way back', () => {
    const mutation = 'it is a trap: at the top there is no way back';
    const verdict = check(counter, { mutations: counterMutations, mutation, bounds: { top: 2 } });
    expect(names(verdict)).toEqual(['increment()']);
    expect(verdict).toMatchObject({ complete: true, cut: null });
  });

  test('of the initial state are empty', () => {
    const { model } = protocol<{ readonly n: number }>();
    const always = { positive: (s: { n: number }) => s.n > 0 };
    const verdict = check(
      model({ name: 'm', bounds: {}, init: () => ({ n: 0 }), actions: {}, always }),
    );
    expect(names(verdict)).toEqual([]);
    expect(verdict).toMatchObject({ complete: false, cut: 'violation', states: 1 });
  });
});

describe('deadlock', () => {
  const left = { mutations: philosopherMutations, mutation: 'everyone takes the left fork first' };

  test('is found where nobody can move, and names who is inside', () => {
    for (const seats of [2, 3, 4]) {
      const verdict = check(philosophers, { ...left, bounds: { seats } });
      expect(names(verdict)).toHaveLength(seats);
      expect(violation(verdict)).toMatchObject({
        property: 'deadlock',
        params: { philosopher: 'seat0' },
      });
    }
  });

  test('is not where every thread rests, even if no step is left', () => {
    // Every worker is done: a label at which it may rest.
    expect(found(check(lostUpdate), 'deadlock')?.verdict).toBe('holds');
    // The counter has no thread at all.
    const mutation = 'it is a trap: at the top there is no way back';
    const stuck = check(counter, { mutations: counterMutations, mutation });
    expect(found(stuck, 'deadlock')?.verdict).toBe('holds');
  });

  test('is where steps are left, but none changes anything', () => {
    interface Spin {
      readonly t: Readonly<Record<'t0', 'idle' | 'spin'>>;
    }
    const { model, thread } = protocol<Spin>();
    const t = oneOf('t0');
    const on = thread('t', t);
    const actions = {
      go: on('idle', { then: () => 'spin' }),
      spin: on('spin', { then: () => 'spin' }),
    };
    const verdict = check(
      model({ name: 'spin', bounds: {}, init: () => ({ t: table(t, 'idle') }), actions }),
    );
    expect(names(verdict)).toEqual(['go(t0)']);
  });
});

describe('sleeping in a spin section', () => {
  test('is a violation as soon as the thread stands at the sleeping step', () => {
    const mutation = 'the spin lock is not given up';
    const verdict = check(readerWriter, { mutations: readerWriterMutations, mutation });
    expect(violation(verdict)).toMatchObject({
      property: 'sleepInAtomic',
      params: { task: 'task0' },
    });
    expect(names(verdict)?.at(-1)).toBe('spin_unlock(task0)');
  });
});

describe('counts', () => {
  test('say how often each action fired, and stood refused', () => {
    expect(check(grid, { bounds: { side: 1 } })).toMatchObject({
      states: 8,
      steps: 12,
      depth: 3,
      actions: [{ name: 'grow', fired: 12, refused: 12 }],
    });
  });
});

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
    const { seconds: __, ...whole } = check(model, setting);
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
