import { describe, expect, test } from 'vitest';
import { counter, counterMutations } from '../fixtures/counter.ts';
import { grid } from '../fixtures/grid.ts';
import { lostUpdate, lostUpdateMutations } from '../fixtures/lost-update.ts';
import { philosopherMutations, philosophers } from '../fixtures/philosophers.ts';
import { readerWriter, readerWriterMutations } from '../fixtures/reader-writer.ts';
import { oneOf, table } from '../language/domain.ts';
import { protocol } from '../language/protocol.ts';
import { check } from './check.ts';
import { type Verdict, violation } from './verdict.ts';

const names = (verdict: Verdict) => violation(verdict)?.steps.map(({ name }) => name);
const found = (verdict: Verdict, property: string) =>
  verdict.properties.find(({ name }) => name === property);

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
