import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bruteForceLasso, type Move, type Question } from '../fixtures/brute-liveness.ts';
import type { Graph } from './graph.ts';
import { findLasso, type Lasso } from './liveness.ts';

/** A question about a graph whose states are renumbered in the order of a breadth-first search. */
function searched(question: Question): { readonly graph: Graph; readonly asked: Question } {
  const order = [0];
  const parents = [-1];
  for (const state of order) {
    for (const { from, to } of question.moves) {
      if (from !== state || order.includes(to)) continue;
      parents.push(order.indexOf(state));
      order.push(to);
    }
  }
  const moves = question.moves.flatMap(({ from, step, to }) =>
    order.includes(from) ? [{ from: order.indexOf(from), step, to: order.indexOf(to) }] : [],
  );
  const graph = {
    size: order.length,
    successors: (state: number, out: number[]) => {
      for (const { from, step, to } of moves) if (from === state) out.push(step, to);
    },
    parent: (state: number) => parents[state] ?? -1,
  };
  const by = (flags: readonly boolean[]) => order.map((state) => flags[state] ?? false);
  const asked = {
    ...question,
    size: order.length,
    moves,
    from: by(question.from),
    to: by(question.to),
  };
  return { graph, asked };
}

function ask(question: Question): { readonly lasso: Lasso | null; readonly asked: Question } {
  const { graph, asked } = searched(question);
  const fairness = asked.fairness.map((each, i) => ({ ...each, name: `f${i}` }));
  const lasso = findLasso(
    graph,
    (state) => asked.from[state] ?? false,
    (state) => asked.to[state] ?? false,
    fairness,
  );
  return { lasso, asked };
}

/** Everything that is wrong with a lasso, as a counterexample to the question. */
function faults({ moves, from, to, fairness }: Question, { states, steps, loop }: Lasso): string[] {
  const edge = (i: number) =>
    moves.some((m) => m.from === states[i] && m.step === steps[i] && m.to === states[i + 1]);
  const cycle = states.slice(loop);
  const taken = new Set(steps.slice(loop));
  const able = (own: readonly number[]) =>
    cycle.filter((s) => moves.some((m) => m.from === s && m.to !== s && own.includes(m.step)))
      .length;
  const owedAt = states.findLastIndex((state) => from[state]);
  return [
    ...(states.length === steps.length + 1 && states[0] === 0 ? [] : ['shape']),
    ...(steps.every((_, i) => edge(i)) ? [] : ['not a path']),
    ...(steps.every((_, i) => states[i] !== states[i + 1]) ? [] : ['a step that changes nothing']),
    ...(states.at(-1) === states[loop] ? [] : ['not closed']),
    ...(owedAt >= 0 && states.slice(Math.min(owedAt, loop)).every((s) => !to[s])
      ? []
      : ['not owed']),
    ...fairness
      .filter(({ kind, steps: own }) => {
        if (own.some((step) => taken.has(step))) return false;
        return kind === 'weak' ? able(own) === cycle.length : able(own) > 0;
      })
      .map(({ kind, steps: own }) => `${kind} ${own} unmet`),
  ];
}

const question: fc.Arbitrary<Question> = fc.integer({ min: 1, max: 7 }).chain((size) => {
  const state = fc.nat(size - 1);
  const step = fc.nat(4);
  const flags = fc.array(fc.boolean(), { minLength: size, maxLength: size });
  return fc.record({
    size: fc.constant(size),
    moves: fc.uniqueArray(fc.record({ from: state, step, to: state }), {
      maxLength: 16,
      selector: ({ from, step: by }) => from * 8 + by,
    }),
    from: flags,
    // Mostly without it, or nothing is ever owed for long.
    to: fc.array(fc.constantFrom(false, false, false, true), { minLength: size, maxLength: size }),
    fairness: fc.array(
      fc.record({
        kind: fc.constantFrom('weak' as const, 'strong' as const),
        steps: fc.uniqueArray(step, { minLength: 1, maxLength: 3 }),
      }),
      { maxLength: 3 },
    ),
  });
});

test('agrees with trying every set of states, by a shortest way into one, on random graphs', () => {
  const counts = { holds: 0, stays: 0, goesRound: 0 };
  fc.assert(
    fc.property(question, (drawn) => {
      const { lasso, asked } = ask(drawn);
      expect(lasso?.loop ?? null).toBe(bruteForceLasso(asked));
      if (lasso) expect(faults(asked, lasso)).toEqual([]);
      if (!lasso) counts.holds += 1;
      else if (lasso.loop === lasso.steps.length) counts.stays += 1;
      else counts.goesRound += 1;
    }),
    { numRuns: 4000, seed: 7 },
  );
  // Each of the three answers is given often enough to say something.
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(150);
});

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
