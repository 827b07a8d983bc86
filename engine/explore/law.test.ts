import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bruteForce, type Summary } from '../fixtures/brute-force.ts';
import { type Act, type Label, passes, type Sketch, sketch } from '../fixtures/random-model.ts';
import type { Action } from '../language/action.ts';
import { oneOf, table } from '../language/domain.ts';
import { protocol } from '../language/protocol.ts';
import { check } from './check.ts';
import { replay } from './replay.ts';
import type { Verdict } from './verdict.ts';

type Id = 't0' | 't1' | 't2';
interface Numbers {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly t: Readonly<Record<Id, Label>>;
}

test('the engine agrees with brute force on random models', () => {
  let violations = 0;
  const owed = { never: 0, always: 0 };
  fc.assert(
    fc.property(sketch, (drawn) => {
      const expected = bruteForce(drawn);
      const model = modelOf(drawn);
      const bounds = { threads: drawn.threads };
      const verdict = check(model, { bounds, stopAt: 'never' });
      const lasso = verdict.properties.find(({ kind }) => kind === 'leadsTo')?.witness ?? null;
      const found = lasso?.loop ?? null;
      const few = expected.owed !== undefined;
      expect(summary(verdict, few ? found : undefined)).toEqual(expected);
      if (few) owed[found === null ? 'always' : 'never'] += 1;
      // Where there are too many states for brute force, the lasso is one at least.
      if (lasso) {
        const again = replay(model, { bounds, loop: found }, lasso.steps);
        expect(again.broken('leadsTo')).toMatchObject({ step: lasso.steps.length });
      }
      violations += Object.values(expected.found).filter((length) => length !== null).length;
    }),
    { numRuns: 400, seed: 42 },
  );
  // The models are not so tame that agreement says nothing.
  expect(violations).toBeGreaterThan(400);
  expect(Math.min(owed.never, owed.always)).toBeGreaterThan(80);
});

const summary = (
  { states, steps, depth, properties, actions }: Verdict,
  owed: Summary['owed'],
): Summary => ({
  states,
  steps,
  depth: depth ?? 0,
  fired: actions.map(({ fired }) => fired),
  found: Object.fromEntries(
    properties.flatMap(({ name, kind, witness }) =>
      kind === 'leadsTo' ? [] : [[name, witness?.steps.length ?? null]],
    ),
  ),
  owed,
});

function modelOf({ acts, x, y, ...said }: Sketch) {
  const { model, thread } = protocol<Numbers>();
  const t = oneOf('t0', 't1', 't2');
  const on = thread('t', t, {
    rests: ['home'],
    ...(said.fair && { fair: said.fair }),
  });
  const actionOf = (act: Act) => {
    const when = (s: Numbers) => passes(act.test, s);
    const then = (s: { x: number; y: number; z: number; t: Record<Id, Label> }): Label => {
      const to = passes(act.test, s) ? act.to : (act.otherwise ?? act.to);
      for (const { field, add, value } of act.writes)
        s[field] = add ? (s[field] + value) % 3 : value;
      return to;
    };
    const guard = {
      ...(act.otherwise === null && { when }),
      ...(act.fair && { fair: act.fair }),
    };
    return act.from === null
      ? { ...guard, then: (s: never) => void then(s) }
      : on(act.from, { ...guard, then });
  };
  // Every label is known, whichever labels the drawn actions start at.
  const known = (['home', 'mid', 'far'] as const).map((at) =>
    on(at, { when: () => false, then: () => at }),
  );
  const actions: Record<string, Action<Numbers, never, Label>> = Object.fromEntries(
    [...acts.map(actionOf), ...known].map((body, i) => [`a${i}`, body as never]),
  );
  return model({
    name: 'random',
    bounds: { threads: t.count(1) },
    init: ({ threads }) => ({ x, y, z: 0, t: table(threads, 'home') }),
    actions,
    always: { always: (s) => passes(said.always, s) },
    step: { step: (before, _, after) => after[said.step] >= before[said.step] - 1 },
    leadsTo: {
      leadsTo: {
        from: (s) => passes(said.leadsTo.from, s),
        to: (s) => passes(said.leadsTo.to, s),
      },
    },
    recoverable: { recoverable: (s) => passes(said.recoverable, s) },
    reachable: { reachable: (s) => passes(said.reachable, s) },
  });
}
