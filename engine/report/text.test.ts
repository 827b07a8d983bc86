import { expect, test } from 'vitest';
import { check } from '../explore/check.ts';
import { counter, counterMutations } from '../fixtures/counter.ts';
import { lockedCounter, lockedCounterMutations } from '../fixtures/hunt-locked-counter.ts';
import { lostUpdate, lostUpdateMutations } from '../fixtures/lost-update.ts';
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
