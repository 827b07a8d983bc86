import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counter } from '../fixtures/counter.ts';
import { lockedCounter, lockedCounterMutations } from '../fixtures/hunt-locked-counter.ts';
import { lostUpdate, lostUpdateMutations } from '../fixtures/lost-update.ts';
import { philosophers } from '../fixtures/philosophers.ts';
import { readerWriter } from '../fixtures/reader-writer.ts';
import { Recording } from '../learn/recording.ts';
import { Structure } from '../learn/structure.ts';
import { instantiate } from '../system/instantiate.ts';
import type { State, Step, System } from '../system/system.ts';
import { type Run, run } from '../trace.ts';
import { assignedBy } from './assigned.ts';
import { Writers } from './writers.ts';

/** A run of enabled steps, each picked by a number. */
function walk(system: System, picks: readonly number[]): Run {
  const steps: Step[] = [];
  let state = system.initial;
  for (const pick of picks) {
    const enabled = system.candidates(state).filter((step) => system.enabled(step, state));
    const step = enabled[pick % enabled.length];
    if (!step) break;
    steps.push(step);
    state = system.apply(step, state);
  }
  return run(system, steps);
}

const picks = fc.array(fc.nat(), { maxLength: 24 });
const twoSteps = {
  mutations: lostUpdateMutations,
  mutation: 'the total is read and written in two steps',
};
const notWaited = {
  mutations: lockedCounterMutations,
  mutation: 'the lock is not waited for',
};
const systems: [string, System][] = [
  ['a lock', instantiate(lockedCounter)],
  ['a lock that nobody waits for', instantiate(lockedCounter, notWaited)],
  ['a lost update', instantiate(lostUpdate, twoSteps)],
  ['forks', instantiate(philosophers)],
  ['steps of no thread', instantiate(counter)],
  ['lists', instantiate(readerWriter)],
];

/** The codes of all fields, and for each step what the learning engine saw it assign. */
function seenByLearning(system: System, { steps, states }: Run) {
  const structure = new Structure(system.initial);
  const codes = states.map((state) => structure.encode(state));
  const isList = (field: number) => Array.isArray(structure.value(field, codes[0]?.[field] ?? 0));
  const assigned = steps.map((step, i) => {
    const recording = new Recording(structure, codes[i] ?? [], () => {});
    system.rehearse(step, recording.root);
    // To learning, a list that is read may have been changed in place: it tells nothing of those.
    return new Set([...recording.written].filter((field) => !isList(field)));
  });
  return { structure, codes, assigned, isList };
}

describe.each(systems)('%s', (_, system) => {
  test('the last writer of a field is the last step that changed or assigned it', () => {
    fc.assert(
      fc.property(picks, fc.nat(), (numbers, end) => {
        const done = walk(system, numbers);
        const at = end % done.states.length;
        const { structure, codes, assigned, isList } = seenByLearning(system, done);
        const reads = structure.paths.map((path, field) => ({
          path,
          value: structure.value(field, codes[at]?.[field] ?? 0),
        }));
        const seen = new Writers(system, done).seen(reads, at);
        for (const [field, { path, writer, since }] of seen.entries()) {
          const before = done.steps.slice(0, at);
          const changes = (i: number) => codes[i]?.[field] !== codes[i + 1]?.[field];
          const changed = before.findLastIndex((_, i) => changes(i)) + 1;
          expect([path, since?.step ?? 0]).toEqual([path, changed]);
          const last = before.findLastIndex((_, i) => changes(i) || assigned[i]?.has(field)) + 1;
          if (isList(field)) expect(writer?.step ?? 0).toBeGreaterThanOrEqual(changed);
          else expect([path, writer?.step ?? 0]).toEqual([path, last]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('no step after its last writer leaves a field with another value', () => {
    fc.assert(
      fc.property(picks, (numbers) => {
        const done = walk(system, numbers);
        const { structure, codes } = seenByLearning(system, done);
        const reads = structure.paths.map((path) => ({ path, value: null }));
        const seen = new Writers(system, done).seen(reads, done.steps.length);
        for (const [field, { since }] of seen.entries()) {
          const values = codes.slice(since?.step ?? 0).map((row) => row[field]);
          expect(new Set(values).size).toBe(1);
        }
      }),
      { numRuns: 30 },
    );
  });
});

test('a field that is written again with the same value names both steps', () => {
  const system = instantiate(lostUpdate, twoSteps);
  const steps = ['add', 'add', 'write', 'write'].map((action, i) => ({
    action,
    params: { worker: `worker${i % 2}` },
  }));
  const done = run(system, steps);
  const [total] = new Writers(system, done).seen([{ path: 'total', value: 1 }], 4);
  expect(total).toMatchObject({
    writer: { step: 4, name: 'write(worker1)', thread: 'worker1' },
    was: 1,
    since: { step: 3 },
  });
});

test('each item of a list is named with the step that put it there', () => {
  const states: State[] = [{ list: ['a'] }, { list: ['a', 'b'] }, { list: ['b', 'b'] }];
  const system = instantiate(counter);
  const [step] = system.steps;
  if (!step) throw new Error('a counter has steps');
  const done = { states, steps: [step, { ...step, name: 'second' }], refused: null };
  const [list] = new Writers(system, done).seen([{ path: 'list', value: ['b', 'b', 'a'] }], 2);
  expect(list?.items?.map(({ writer }) => writer?.step ?? 0)).toEqual([2, 2, 0]);
});

test('an object put in the place of another assigns each field of it', () => {
  const system = instantiate(counter);
  const [step] = system.steps;
  if (!step) throw new Error('a counter has steps');
  const replacing: System = {
    ...system,
    rehearse: (_, standIn) => {
      const draft = standIn as { a: { x: number; y: number }; b: { x: number; y: number } };
      draft.a = draft.b;
      draft.b.x = 3;
      throw new Error('what was assigned until here counts');
    },
  };
  const state = { a: { x: 1, y: 2 }, b: { x: 1, y: 2 } };
  expect([...assignedBy(replacing, step, state)]).toEqual(['a.x', 'a.y', 'b.x']);
});
