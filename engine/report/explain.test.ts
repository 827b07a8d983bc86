import { describe, expect, test } from 'vitest';
import { check } from '../explore/check.ts';
import { counter, counterMutations } from '../fixtures/counter.ts';
import { lockedCounter, lockedCounterMutations } from '../fixtures/hunt-locked-counter.ts';
import { lostUpdate, lostUpdateMutations } from '../fixtures/lost-update.ts';
import { spinlock, spinlockMutations } from '../fixtures/spinlock.ts';
import type { AnyModel } from '../language/model.ts';
import type { Mutations } from '../language/mutation.ts';
import { instantiate } from '../system/instantiate.ts';
import { explain } from './explain.ts';
import { explainText } from './explain-text.ts';

/** The shortest counterexample of a mutation, with the systems it is of. */
function found(model: AnyModel, mutations: Mutations, mutation: string) {
  const stopAt = mutations.list[mutation]?.breaks ?? 'any';
  const { properties } = check(model, { mutations, mutation, stopAt, engine: 'reference' });
  const finding = properties.find(({ name }) => name === stopAt)?.witness;
  if (!finding) throw new Error(`${mutation} breaks nothing`);
  return {
    finding,
    system: instantiate(model, { mutations, mutation }),
    correct: instantiate(model),
  };
}

/** That counterexample, explained. */
function told(...of: Parameters<typeof found>): string {
  const { system, finding, correct } = found(...of);
  const explanation = explain(system, finding, finding.steps, correct);
  return `\n${explainText(system, finding, finding.steps, explanation)}\n`;
}

const TWO_STEPS = 'the total is read and written in two steps';

test('of a state property: its reads, who wrote them last, and where the correct run parts', () => {
  expect(told(lostUpdate, lostUpdateMutations, TWO_STEPS)).toMatchInlineSnapshot(`
    "
    lost-update + "the total is read and written in two steps"  (workers=2)
    nothingIsLost does not hold: total = 1, worker.worker0.at = done and worker.worker1.at = done,
      after 4 steps (recorded)

    read               value  last written by
    total              1      step 4, write(worker1)  the same again, since step 3, write(worker0)
    worker.worker0.at  done   step 3, write(worker0)  was write
    worker.worker1.at  done   step 4, write(worker1)  was write

    without the mutation, step 1, add(worker0), leads elsewhere
    field              mutated  correct
    total              0        1
    worker.worker0.at  write    done
    then step 3, write, is refused: there is no action write
    "
  `);
});

test('of a step property: the reads of both ends', () => {
  expect(told(counter, counterMutations, 'it counts by two')).toMatchInlineSnapshot(`
    "
    counter + "it counts by two"  (top=3)
    oneByOne does not hold: n 0→2, after 1 step (recorded)

    read before the step, as in the initial state: n = 0

    read after it  value  last written by
    n              2      step 1, increment()  was 0

    without the mutation, step 1, increment(), leads elsewhere
    field  mutated  correct
    n      2        1
    then nothing is broken
    "
  `);
});

test('of a deadlock: each thread with the guards that it waits for', () => {
  expect(told(lockedCounter, lockedCounterMutations, 'the lock is kept')).toMatchInlineSnapshot(`
    "
    locked-counter + "the lock is kept"  (workers=2)
    deadlock: no step changes anything, after 7 steps (recorded)

    w0 stands at write
    write(w0) waits
      its guard read  value  last written by
      added           1      step 3, write(w0)  was 0  and refused

    w1 stands at write
    write(w1) waits
      its guard read  value  last written by
      added           1      step 3, write(w0)  was 0  and refused

    without the mutation, step 1, lock(w0), leads elsewhere
    field       mutated  correct
    lock.owner  null     w0
    then step 6, lock(w1), is refused: its guard read lock.owner = w0, written by step 4, lock(w0)
    "
  `);
});

test('of what never comes: since when it is owed, and the steps of the loop', () => {
  const weak = 'what can run only now and then need not';
  expect(told(spinlock, spinlockMutations, weak)).toMatchInlineSnapshot(`
    "
    spinlock + "what can run only now and then need not"  (workers=2)
    getsIn never comes for worker0: owed since step 1 (waits), 1 step and then 3 over and over
      (recorded)

    owed since step 1  value  last written by
    worker.worker0     spin   step 1, want(worker0)  was idle

    not answered after step 4  value  last written by
    worker.worker0             spin   step 1, want(worker0)  was idle

       step              changed
    2  want(worker1)     worker1 is now at spin
    3  take(worker1)     lock null→worker1
    4  release(worker1)  lock worker1→null
    back to state 1, under weak fairness of worker0, worker1

    without the mutation, the same steps run through the same states, and nothing is broken: the
      loop is not fair: worker0 (strong) can run in it and never does
    "
  `);
});

test('of a run that stays where it is for ever', () => {
  expect(told(spinlock, spinlockMutations, 'the lock is kept')).toMatchInlineSnapshot(`
    "
    spinlock + "the lock is kept"  (workers=2)
    getsIn never comes for worker0: owed since step 1 (waits), 3 steps and then nothing more
      (recorded)

    owed since step 1  value  last written by
    worker.worker0     spin   step 1, want(worker0)  was idle

    not answered after step 3  value  last written by
    worker.worker0             spin   step 1, want(worker0)  was idle

    and stays there for ever: no fair step can run, under strong fairness of worker0, worker1

    without the mutation, the same steps run through the same states, and nothing is broken: the
      loop is not fair: worker1 (strong) can run in it and never does
    "
  `);
});

test('of what is lost for good', () => {
  const trap = 'it is a trap: at the top there is no way back';
  const { system, finding, correct } = found(counter, counterMutations, trap);
  expect(explain(system, finding, finding.steps, correct)).toMatchObject({
    violated: true,
    cause: { kind: 'recoverable', view: null },
  });
});

describe('the lost update', () => {
  const { system, finding, correct } = found(lostUpdate, lostUpdateMutations, TWO_STEPS);

  test('on the correct model: the step, its reason, and nothing else', () => {
    const { refused, ...rest } = explain(correct, finding, finding.steps);
    expect(refused).toMatchObject({ step: 3, name: 'write', why: 'unknown step' });
    expect(rest).toEqual({ steps: 4, violated: false, cause: null, parting: null });
  });

  test('with a step left out, it holds, and that is said', () => {
    const steps = finding.steps.slice(0, 3);
    const explanation = explain(system, finding, steps, correct);
    expect(explanation).toMatchObject({ violated: false, refused: null });
    expect(explainText(system, finding, steps, explanation)).toContain(
      'nothingIsLost holds after 3 steps',
    );
  });

  test('of a conjunct that there is not', () => {
    const other = { ...finding, conjunct: 'high' };
    expect(() => explain(system, other, finding.steps)).toThrow(
      'lost-update does not say nothingIsLost/high at these bounds',
    );
  });
});
