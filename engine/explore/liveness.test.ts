import { describe, expect, test } from 'vitest';
import { ask } from '../fixtures/asked-graph.ts';
import type { Move } from '../fixtures/brute-liveness.ts';
import type { Graph } from './graph.ts';
import { findLasso } from './liveness.ts';

const moves = (...list: (readonly [from: number, step: number, to: number])[]): Move[] =>
  list.map(([from, step, to]) => ({ from, step, to }));
const flags = (size: number, ...set: number[]) =>
  Array.from({ length: size }, (_, i) => set.includes(i));
const weak = (...steps: number[]) => ({ kind: 'weak', steps }) as const;
const strong = (...steps: number[]) => ({ kind: 'strong', steps }) as const;

describe('fairness', () => {
  // 0 ⇄ 1 by steps 1 and 2; step 3 leaves from 1 only, to 2.
  const flicker = {
    size: 3,
    moves: moves([0, 1, 1], [1, 2, 0], [1, 3, 2]),
    from: flags(3, 0),
    to: flags(3, 2),
  };

  test('none at all: every run may stop where it is owed', () => {
    const { lasso } = ask({ ...flicker, fairness: [] });
    expect(lasso).toEqual({ states: [0], steps: [], loop: 0 });
  });

  test('weak does not help a step that can run only now and then', () => {
    const { lasso } = ask({ ...flicker, fairness: [weak(1), weak(2), weak(3)] });
    expect(lasso).toEqual({ states: [0, 1, 0], steps: [1, 2], loop: 0 });
  });

  test('strong does, if what comes between is fair too', () => {
    expect(ask({ ...flicker, fairness: [weak(1), weak(2), strong(3)] }).lasso).toBe(null);
    // Without it the run stops where the step cannot run.
    expect(ask({ ...flicker, fairness: [strong(3)] }).lasso).toMatchObject({ loop: 0, steps: [] });
  });

  test('strong is met by a part that avoids its states', () => {
    // 0 → 1 → 2 → 0, and 0 ⇄ 3: only 2 lets step 9 run, which leads out. (3 is found before 2.)
    const fairness = [weak(1, 2, 3, 4, 5), strong(9)];
    const { lasso } = ask({
      size: 5,
      moves: moves([0, 1, 1], [1, 2, 2], [2, 3, 0], [0, 4, 3], [3, 5, 0], [2, 9, 4]),
      from: flags(5, 0),
      to: flags(5, 4),
      fairness,
    });
    expect(lasso).toEqual({ states: [0, 2, 0], steps: [4, 5], loop: 0 });
  });

  test('a run that stops may not leave behind what can run', () => {
    const line = { size: 2, moves: moves([0, 1, 1]), from: flags(2, 0), to: flags(2, 1) };
    expect(ask({ ...line, fairness: [weak(1)] }).lasso).toBe(null);
    expect(ask({ ...line, fairness: [strong(1)] }).lasso).toBe(null);
    expect(ask({ ...line, fairness: [weak(2)] }).lasso).toMatchObject({ loop: 0 });
  });
});

describe('steps that change nothing', () => {
  test('are not taken: a run cannot meet its fairness by them', () => {
    // Step 1 stays, step 2 moves on; one constraint on both.
    const stay = {
      size: 2,
      moves: moves([0, 1, 0], [0, 2, 1]),
      from: flags(2, 0),
      to: flags(2, 1),
    };
    expect(ask({ ...stay, fairness: [weak(1, 2)] }).lasso).toBe(null);
  });

  test('are not able to run either: a run may stop where there is nothing else', () => {
    const spin = { size: 1, moves: moves([0, 1, 0]), from: flags(1, 0), to: flags(1) };
    const stops = { states: [0], steps: [], loop: 0 };
    expect(ask({ ...spin, fairness: [weak(1)] }).lasso).toEqual(stops);
    expect(ask({ ...spin, fairness: [strong(1)] }).lasso).toEqual(stops);
  });
});

test('a way back that lets a strong constraint run goes on to it, and not round twice', () => {
  const { lasso } = ask({
    size: 4,
    moves: moves([0, 1, 1], [1, 2, 2], [2, 3, 0], [2, 9, 3], [3, 4, 0]),
    from: flags(4, 0),
    to: flags(4),
    fairness: [weak(1), strong(9)],
  });
  expect(lasso).toEqual({ states: [0, 1, 2, 3, 0], steps: [1, 2, 9, 4], loop: 0 });
});

test('a way may pass the initial state again before it comes to what is fair', () => {
  // Owed at 1 only; 1 is left by a strong step that leads out of it, so only 0 can be stayed in.
  const { lasso } = ask({
    size: 3,
    moves: moves([0, 1, 1], [1, 2, 0], [1, 3, 2]),
    from: flags(3, 1),
    to: flags(3, 2),
    fairness: [strong(3)],
  });
  expect(lasso).toEqual({ states: [0, 1, 0], steps: [1, 2], loop: 2 });
});

test('a chain and a ring of a million states need no recursion', () => {
  const size = 1_000_000;
  const ring: Graph = {
    size,
    successors: (state, out) => out.push(0, (state + 1) % size),
    parent: (state) => state - 1,
  };
  const turns = [{ name: 'f', kind: 'weak', steps: [0] }] as const;
  const round = findLasso(
    ring,
    (state) => state === 5,
    () => false,
    turns,
  );
  expect(round?.loop).toBe(5);
  expect(round?.steps).toHaveLength(5 + size);
  const last = size - 1;
  expect(
    findLasso(
      ring,
      (state) => state === 5,
      (state) => state === last,
      turns,
    ),
  ).toBe(null);
});
