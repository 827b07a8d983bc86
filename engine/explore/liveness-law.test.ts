import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask } from '../fixtures/asked-graph.ts';
import { bruteForceLasso, type Question } from '../fixtures/brute-liveness.ts';
import type { Lasso } from './liveness.ts';

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
