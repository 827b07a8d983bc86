import { describe, expect, test } from 'vitest';
import { pingPong, pingPongMutations } from '../fixtures/ping-pong.ts';
import { spinlock, spinlockMutations } from '../fixtures/spinlock.ts';
import { instantiate } from '../system/instantiate.ts';
import { run } from '../trace.ts';
import { check } from './check.ts';
import { flawOf, owedSince } from './lasso.ts';
import { replay } from './replay.ts';

const CASES = [
  ...Object.entries(spinlockMutations.list).map(
    ([mutation, { breaks }]) => [mutation, breaks, spinlock, spinlockMutations] as const,
  ),
  ...Object.entries(pingPongMutations.list).map(
    ([mutation, { breaks }]) => [mutation, breaks, pingPong, pingPongMutations] as const,
  ),
];

describe.each(CASES)('%s: what breaks %s', (mutation, breaks, model, mutations) => {
  const verdict = check(model, { mutations, mutation, stopAt: breaks });
  const witness = verdict.properties.find(({ name }) => name === breaks)?.witness;
  const { steps = [], loop = null } = witness ?? {};

  test('is proved again by running it', () => {
    const outcome = replay(model, { mutations, mutation, loop }, steps);
    expect(outcome.refused).toBeNull();
    expect(outcome.broken(breaks)).toEqual({
      property: breaks,
      kind: 'leadsTo',
      conjunct: null,
      params: witness?.params,
      step: steps.length,
    });
  });

  test('is refused without the mutation, or breaks nothing there', () => {
    expect(replay(model, { loop }, steps).broken(breaks)).toBeNull();
  });

  test('is nothing without its loop', () => {
    expect(replay(model, { mutations, mutation }, steps).broken(breaks)).toBeNull();
  });
});

describe('a loop', () => {
  const system = instantiate(spinlock, {
    mutations: spinlockMutations,
    mutation: 'what can run only now and then need not',
  });
  const step = (action: string, worker = 'worker1') => ({ action, params: { worker } });
  const round = [step('want'), step('take'), step('release')];
  const starving = run(system, [step('want', 'worker0'), ...round]);
  const waiting = system.leadsTo.filter(({ property }) => property === 'getsIn');

  test('closes, or does not', () => {
    expect(flawOf(system, starving, 1)).toBeNull();
    expect(flawOf(system, starving, 0)).toMatch('does not lead back to state 0');
    expect(flawOf(system, starving, 9)).toMatch('there is no state 9');
  });

  test('meets a constraint by a step, or where none can run', () => {
    // worker0 can run in two of its three states, and worker1 runs.
    expect(flawOf(system, starving, 1)).toBeNull();
    // Staying at the end leaves worker0 at a lock that is free.
    expect(flawOf(system, starving, 4)).toMatch('worker0 (weak) can run all along it');
    const strong = instantiate(spinlock);
    expect(flawOf(strong, run(strong, starving.steps), 1)).toMatch(
      'worker0 (strong) can run in it',
    );
  });

  test('owes what never comes since the first time that it is called for', () => {
    const owed = waiting.map((claim) => owedSince(claim, starving.states, 1));
    expect(owed).toEqual([1, null]);
  });

  test('answers what is called for at its end by what it holds at its start', () => {
    const back = run(system, [...round, step('want')]);
    expect(waiting.map((claim) => owedSince(claim, back.states, 0))).toEqual([null, null]);
    expect(waiting.map((claim) => owedSince(claim, back.states, 4))).toEqual([null, 4]);
  });
});
