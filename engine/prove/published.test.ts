import { describe, expect, test } from 'vitest';
import { published } from '../../examples/published.ts';
import { twoPhaseCommit } from '../../examples/two-phase-commit.ts';
import { philosopherMutations, philosophers } from '../fixtures/philosophers.ts';
import { differProved, proofOf, wholeOf } from '../fixtures/random/proofs.ts';
import { spinlock } from '../fixtures/spinlock.ts';
import { store } from '../fixtures/store.ts';
import { FIELD_ORDERS } from './orders.ts';

// Counts of the TLA+ Examples and of stateright; see engine/two-phase-commit.test.ts.
test.each([
  { managers: 3, states: 288, steps: 1145 },
  { managers: 5, states: 8832 },
])('$managers managers have $states states, as published', ({ managers, ...counts }) => {
  const verdict = proofOf(twoPhaseCommit, { bounds: { managers } });
  expect(verdict).toMatchObject({ complete: true, ...counts });
  const verdicts = Object.fromEntries(verdict.properties.map((p) => [p.name, p.verdict]));
  expect(verdicts).toEqual({
    agreement: 'holds',
    deadlock: 'holds',
    someoneCommits: 'reached',
    someoneAborts: 'reached',
  });
});

test.each([philosophers, spinlock, store].map((model) => [model.name, model] as const))(
  'the same of %s, whatever the order of the fields',
  (_, model) => {
    const whole = wholeOf(model);
    for (const order of FIELD_ORDERS) {
      expect(differProved(model, whole, { order }), order).toBe(null);
    }
  },
);

test('a fault of the philosophers is found as near as it is', () => {
  for (const mutation of Object.keys(philosopherMutations.list)) {
    const setting = { mutation, mutations: philosopherMutations };
    const whole = wholeOf(philosophers, setting);
    const lengths = ({ properties }: typeof whole) =>
      properties
        .filter(({ kind }) => kind !== 'leadsTo' && kind !== 'reachable')
        .map(({ name, witness }) => [name, witness?.steps.length]);
    expect(lengths(proofOf(philosophers, { ...setting, stopAt: 'never' }))).toEqual(lengths(whole));
  }
});

describe('a proof ends early, and says why:', () => {
  test('too little memory', () => {
    const verdict = proofOf(twoPhaseCommit, { bounds: { managers: 7 }, maxMemory: 1 });
    expect(verdict).toMatchObject({ complete: false, cut: 'max-memory' });
    expect(verdict.properties.map(({ verdict }) => verdict)).not.toContain('holds');
  });

  test('a step of too many cases, with what it reads', () => {
    const verdict = proofOf(twoPhaseCommit, { caseLimit: 3 });
    expect(verdict).toMatchObject({ complete: false, cut: 'max-cases' });
    const [first] = verdict.symbolic?.tooMany ?? [];
    expect(first?.cases).toBeGreaterThan(3);
    expect(first?.reads.length).toBeGreaterThan(0);
    const values = first?.reads.map((read) => read.values) ?? [];
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(verdict.properties.map(({ verdict }) => verdict)).not.toContain('holds');
  });

  test('interrupted, or out of time', () => {
    const interrupted = () => 'interrupted' as const;
    expect(proofOf(twoPhaseCommit, { interrupted })).toMatchObject({ cut: 'interrupted' });
    expect(proofOf(twoPhaseCommit, { maxSeconds: 0 })).toMatchObject({ cut: 'max-seconds' });
  });
});

test('the published models have the states and verdicts of the reference engine', () => {
  const small = published.filter(({ states }) => states < 150);
  expect(small.length).toBeGreaterThan(3);
  for (const { model } of small) {
    expect(differProved(model, wholeOf(model)), model.name).toBe(null);
  }
});
