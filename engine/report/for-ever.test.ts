import { expect, test } from 'vitest';
import { check } from '../explore/check.ts';
import { pingPong, pingPongMutations } from '../fixtures/ping-pong.ts';
import { spinlock, spinlockMutations } from '../fixtures/spinlock.ts';
import type { AnyModel } from '../language/model.ts';
import type { Mutations } from '../language/mutation.ts';
import { instantiate } from '../system/instantiate.ts';
import { tell } from './text.ts';

/** The shortest counterexample of a mutation, told. */
function told(model: AnyModel, mutations: Mutations, mutation: string): string {
  const stopAt = mutations.list[mutation]?.breaks ?? 'any';
  const { properties } = check(model, { mutations, mutation, stopAt });
  const finding = properties.find(({ name }) => name === stopAt)?.witness;
  if (!finding) throw new Error(`${mutation} breaks nothing`);
  const system = instantiate(model, { mutations, mutation });
  return `\n${tell({ system, finding, how: 'shortest', replay: 'again' })}\n`;
}

test('a run that goes round for ever has its loop marked, and says what is fair about it', () => {
  const mutation = 'what can run only now and then need not';
  expect(told(spinlock, spinlockMutations, mutation)).toMatchInlineSnapshot(`
    "
    spinlock + "what can run only now and then need not"  (workers=2)
    getsIn never comes for worker0: owed since step 1 (waits), 1 step and then 3 over and over
      (shortest way in)

         worker0  worker1  changed
      1  want              worker0 is now at spin
    │ 2           want     worker1 is now at spin
    │ 3           take     lock null→worker1
    │ 4           release  lock worker1→null
    back to state 1, under weak fairness of worker0, worker1

    replay: again
    "
  `);
});

test('a run that stops says that no fair step can run', () => {
  expect(told(spinlock, spinlockMutations, 'the lock is kept')).toMatchInlineSnapshot(`
    "
    spinlock + "the lock is kept"  (workers=2)
    getsIn never comes for worker0: owed since step 1 (waits), 3 steps and then nothing more
      (shortest)

         worker0  worker1  changed
      1  want              worker0 is now at spin
      2           want     worker1 is now at spin
      3           take     lock null→worker1
    and stays there for ever: no fair step can run, under strong fairness of worker0, worker1

    replay: again
    "
  `);
});

test('without any fairness, it says that every run may stop, and how to declare it', () => {
  expect(told(spinlock, spinlockMutations, 'nobody has to go on')).toMatchInlineSnapshot(`
    "
    spinlock + "nobody has to go on"  (workers=2)
    isFreed never comes: owed since step 2 (lock = worker0), 2 steps and then nothing more
      (shortest)

         worker0  changed
      1  want     worker0 is now at spin
      2  take     lock null→worker0
    and stays there for ever: the model declares no fairness, so every run may simply stop
    say what must go on: thread('worker', …, { fair: 'weak' }), or fair: 'weak' in a step

    replay: again
    "
  `);
});

test('a response that is owed from the start and never comes has no steps to show', () => {
  expect(told(pingPong, pingPongMutations, 'nobody has to hit')).toMatchInlineSnapshot(`
    "
    ping-pong + "nobody has to hit"
    comesBack never comes for right: owed from the start (ball = left), 0 steps and then nothing
      more (shortest)
    and stays there for ever: no fair step can run, under weak fairness of watch()

    replay: again
    "
  `);
});

test('a loop that is none is our own mistake too', () => {
  const mutation = 'what can run only now and then need not';
  const system = instantiate(spinlock, { mutations: spinlockMutations, mutation });
  const finding = check(spinlock, { mutations: spinlockMutations, mutation }).properties.find(
    ({ name }) => name === 'getsIn',
  )?.witness;
  if (!finding) throw new Error('nobody starves');
  const telling = (how: 'shortest' | 'recorded') => () =>
    tell({ system, finding: { ...finding, loop: 2 }, how, replay: 'again' });
  expect(telling('shortest')).toThrow('cannot be one: the last step does not lead back to state 2');
  expect(telling('recorded')).not.toThrow();
});
