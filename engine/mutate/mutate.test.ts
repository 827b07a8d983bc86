import { describe, expect, test } from 'vitest';
import { counter } from '../fixtures/counter.ts';
import { guarded } from '../fixtures/guarded.ts';
import { readerWriter } from '../fixtures/reader-writer.ts';
import { spinlock } from '../fixtures/spinlock.ts';
import type { AnyModel } from '../language/model.ts';
import { only } from '../system/only.ts';
import type { Bounds, System } from '../system/system.ts';
import { fateOfError, Trial } from './fate.ts';
import { idOf } from './mutant.ts';
import { Surveying } from './survey.ts';

/** Every mutant by name, with what became of it in a few words. */
function sweep(
  model: AnyModel,
  bounds: Bounds = {},
  cut: ((system: System) => System) | null = null,
) {
  const surveying = new Surveying(model, { bounds }, {}, cut);
  surveying.search.advance(Infinity);
  const survey = surveying.survey();
  if (!survey) throw new Error('a toy has few states');
  const told = survey.mutants.map((mutant) => {
    try {
      const options = { maxStates: 300 };
      const trial = new Trial(model, structuredClone(mutant), { bounds }, options, cut);
      while (!trial.search.advance(Infinity)) {
        // One slice is the whole search.
      }
      const fate = trial.fate(survey);
      if (fate.type === 'undecided') return [idOf(mutant), `ended by ${fate.cut}`];
      if (fate.type === 'survived') return [idOf(mutant), fate.sameGraph ? 'same' : 'survived'];
      const { by, name, length } = fate.killer;
      return [idOf(mutant), `${by} ${name}${length === null ? '' : ` in ${length}`}`];
    } catch (error) {
      const fate = fateOfError(error);
      return [idOf(mutant), fate.type === 'killed' ? `${fate.killer.by}` : fate.type];
    }
  });
  return { survey, fates: Object.fromEntries(told) as Record<string, string> };
}

describe('every kind of mutant, and what kills it', () => {
  test('a mutex, guards with names and without, a plain bound', () => {
    const { survey, fates } = sweep(guarded);
    expect(survey).toMatchObject({ idle: [], goals: ['isMoved'] });
    expect(fates).toEqual({
      'guard: lock without isFree': 'property oneAtATime in 2',
      'guard: lock without isLeft': 'property natural in 10',
      'guard: moveBack ignores left': 'same',
      'guard: moveBack ignores right': 'property nothingIsMade in 8',
      'drop: lock to take': 'property nothingIsLost in 2',
      'drop: take to put': 'property nothingIsMade in 3',
      'drop: put to leave': 'property nothingIsLost in 4',
      'drop: leave to idle': 'property comesBack in 2',
      'drop: moveBack': 'property comesBack in 2',
      'swap: put and leave': 'property nothingIsLost in 3',
      'swap: take and put': 'property nothingIsMade in 2',
      'lock: lock.owner let go at take': 'property oneAtATime in 2',
      'lock: lock.owner let go at put': 'property nothingIsLost in 2',
      'lock: lock.owner let go at leave': 'property oneAtATime in 4',
      'bound: total - 1': 'survived',
      'bound: total + 1': 'survived',
    });
  });

  test('a field that always has the same value is no conjunct; two read together are', () => {
    const { fates } = sweep(counter);
    expect(fates).toMatchObject({
      'guard: increment ignores n': 'property inRange in 4',
      'guard: reset ignores n': 'survived',
      'drop: increment': 'goal isFull',
      'drop: reset': 'property comesBack in 1',
    });
    expect(Object.keys(fates)).not.toContain('guard: increment ignores top');
  });

  test('a queue that grows for ever is no verdict', () => {
    const { fates } = sweep(readerWriter);
    expect(fates['guard: down_write ignores sem.waiting']).toBe('ended by max-states');
    expect(fates['drop: spin_unlock to idle']).toBe('property sleepInAtomic in 4');
    expect(fates['lock: sem.readers let go at up_read']).toBe('goal readsTogether');
  });
});

describe('what a weaker contract lets through', () => {
  test('spin lock without a word on who is inside: two of them are', () => {
    const { fates } = sweep(spinlock);
    expect(fates['guard: take ignores lock']).toBe('survived');
    expect(fates['drop: take to inside']).toBe('survived');
  });

  test('one property alone lets pass what the others notice', () => {
    const { fates } = sweep(guarded, {}, (system) => only(system, 'nothingIsMade'));
    expect(fates['drop: take to put']).toBe('property nothingIsMade in 3');
    expect(fates['drop: put to leave']).toBe('survived');
  });
});

test('a mutant is of actions that ran, and one for all of its ids', () => {
  const { survey } = sweep(spinlock, { workers: 3 });
  expect(survey.mutants.map(idOf)).toEqual(sweep(spinlock).survey.mutants.map(idOf));
});

test('a model that breaks its promises is refused', () => {
  const broken = { ...counter, definition: { ...counter.definition, always: { no: () => false } } };
  expect(() => sweep(broken)).toThrow('counter breaks no without any mutant');
});
