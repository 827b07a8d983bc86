import { expect, test } from 'vitest';
import { check } from '../explore/check.ts';
import { counter, counterMutations } from '../fixtures/counter.ts';
import { lockedCounter, lockedCounterMutations } from '../fixtures/hunt-locked-counter.ts';
import { lostUpdate, lostUpdateMutations } from '../fixtures/lost-update.ts';
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

test('a state property is told with what its broken conjunct read', () => {
  const text = told(lostUpdate, lostUpdateMutations, 'the total is read and written in two steps');
  expect(text).toMatchInlineSnapshot(`
    "
    lost-update + "the total is read and written in two steps"  (workers=2)
    nothingIsLost does not hold: total = 1, worker.worker0.at = done and worker.worker1.at = done,
      after 4 steps (shortest)

         worker0  worker1  changed
      1  add               worker0 is now at write
      2           add      worker1 is now at write
      3  write             total 0→1
      4           write    worker1 is now at done

    replay: again
    "
  `);
});

test('a conjunct is named; steps of no thread have a column of their own', () => {
  expect(told(counter, counterMutations, 'it does not stop at the top')).toMatchInlineSnapshot(`
    "
    counter + "it does not stop at the top"  (top=3)
    inRange/high does not hold: n = 4 and top = 3, after 4 steps (shortest)

         any time   changed
      1  increment  n 0→1
      2  increment  n 1→2
      3  increment  n 2→3
      4  increment  n 3→4

    replay: again
    "
  `);
});

test('a step property is told with what differs across the step', () => {
  expect(told(counter, counterMutations, 'it counts by two')).toMatchInlineSnapshot(`
    "
    counter + "it counts by two"  (top=3)
    oneByOne does not hold: n 0→2, after 1 step (shortest)

         any time   changed
      1  increment  n 0→2

    replay: again
    "
  `);
});

test('what is lost for good is said to be so', () => {
  const trap = 'it is a trap: at the top there is no way back';
  expect(told(counter, counterMutations, trap)).toMatchInlineSnapshot(`
    "
    counter + "it is a trap: at the top there is no way back"  (top=3)
    comesBack is lost: from here no state where it holds can be reached, after 1 step (shortest)

         any time   changed
      1  increment  n 0→1

    replay: again
    "
  `);
});

test('a deadlock lists each thread inside a routine and what it waits for', () => {
  expect(told(lockedCounter, lockedCounterMutations, 'the lock is kept')).toMatchInlineSnapshot(`
    "
    locked-counter + "the lock is kept"  (workers=2)
    deadlock: no step changes anything, after 7 steps (shortest)
      w0 stands at write: write(w0) waits while added = 1
      w1 stands at write: write(w1) waits while added = 1

         w0     w1    changed
      1  lock         w0 is now at read
      2  read         w0 is now at write
      3  write        value 0→1, added 0→1
      4  lock         w0 is now at read
      5  read         seen 0→1
      6         lock  w1 is now at read
      7         read  seen 0→1

    replay: again
    "
  `);
});

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

test('a goal is told as one', () => {
  const goal = check(lostUpdate).properties.find(({ name }) => name === 'allDone')?.witness;
  if (!goal) throw new Error('allDone was not reached');
  const system = instantiate(lostUpdate);
  const text = tell({ system, finding: goal, how: 'shortest', replay: 'again' });
  expect(text).toContain('allDone is reached, after 2 steps (shortest)');
});

test('a trace that does not run is our own mistake, and said', () => {
  const system = instantiate(counter);
  const finding = {
    property: 'inRange',
    kind: 'always',
    conjunct: 'low',
    params: {},
    steps: [{ action: 'reset', params: {} }],
  } as const;
  const telling = () => tell({ system, finding, how: 'shortest', replay: 'again' });
  expect(telling).toThrow('does not run: step 1, reset, is refused (guard)');
});
