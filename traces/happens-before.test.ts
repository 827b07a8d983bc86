import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counter } from '../engine/fixtures/counter.ts';
import { lostUpdate, lostUpdateMutations } from '../engine/fixtures/lost-update.ts';
import { philosopherMutations, philosophers } from '../engine/fixtures/philosophers.ts';
import { readerWriter, readerWriterMutations } from '../engine/fixtures/reader-writer.ts';
import { wandering } from '../engine/fixtures/wander.ts';
import { instantiate } from '../engine/system/instantiate.ts';
import type { Step, System } from '../engine/system/system.ts';
import { run } from '../engine/trace.ts';
import { type Moment, momentsOf } from './happens-before.ts';

const threadOf = ({ thread }: Step) => thread ?? 'none';

const clocks = (system: System, steps: [action: string, worker: string][]) => {
  const named = steps.map(([action, worker]) => ({ action, params: { worker } }));
  return momentsOf(system, run(system, named), threadOf).map(({ clock }) =>
    Object.fromEntries(clock),
  );
};

const racy = instantiate(lostUpdate, {
  mutations: lostUpdateMutations,
  mutation: 'the total is read and written in two steps',
});

test('a step comes after the one that wrote what it reads, not after one that only read it', () => {
  expect(
    clocks(racy, [
      ['add', 'worker0'],
      ['add', 'worker1'],
      ['write', 'worker0'],
    ]),
  ).toEqual([{ worker0: 1 }, { worker1: 1 }, { worker0: 2 }]);
  expect(
    clocks(racy, [
      ['add', 'worker0'],
      ['write', 'worker0'],
      ['add', 'worker1'],
    ]),
  ).toEqual([{ worker0: 1 }, { worker0: 2 }, { worker0: 2, worker1: 1 }]);
});

const before = (a: Moment, b: Moment): boolean => (b.clock.get(a.thread) ?? 0) >= own(a);
const own = ({ thread, clock }: Moment): number => clock.get(thread) ?? 0;

test('clocks count the steps of each thread, and say of every order that it holds', () => {
  const walks = wandering([
    [counter, null],
    [lostUpdate, lostUpdateMutations],
    [philosophers, philosopherMutations],
    [readerWriter, readerWriterMutations],
  ]);
  fc.assert(
    fc.property(walks, ({ system, steps }) => {
      const moments = momentsOf(system, run(system, steps), threadOf);
      for (const [i, moment] of moments.entries()) {
        const earlier = moments.slice(0, i + 1);
        expect(own(moment)).toBe(earlier.filter(({ thread }) => thread === moment.thread).length);
        for (const other of earlier) {
          if (other !== moment) expect(before(moment, other)).toBe(false);
          if (!before(other, moment)) continue;
          // What comes before one that comes before comes before.
          for (const [thread, count] of other.clock) {
            expect(moment.clock.get(thread)).toBeGreaterThanOrEqual(count);
          }
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('a step that is concurrent with the one before it could have run without it', () => {
  const walks = wandering([
    [philosophers, philosopherMutations],
    [readerWriter, readerWriterMutations],
  ]);
  let swapped = 0;
  fc.assert(
    fc.property(walks, ({ system, steps }) => {
      const done = run(system, steps);
      const moments = momentsOf(system, done, threadOf);
      for (const [i, moment] of moments.entries()) {
        const next = moments[i + 1];
        if (!next || before(moment, next)) continue;
        // The second step did not see the first: it would have run before it, and done the same.
        const alone = run(system, [...steps.slice(0, i), ...steps.slice(i + 1, i + 2)]);
        expect(alone.refused).toBeNull();
        swapped += 1;
      }
    }),
    { numRuns: 60 },
  );
  expect(swapped).toBeGreaterThan(20);
});
