import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Act, type Label, passes, type Sketch, sketch } from '../fixtures/random-model.ts';
import type { Action } from '../language/action.ts';
import { oneOf, table } from '../language/domain.ts';
import { protocol } from '../language/protocol.ts';
import { check } from './check.ts';
import type { Verdict } from './verdict.ts';

type Id = 't0' | 't1' | 't2';
interface Numbers {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly t: Readonly<Record<Id, Label>>;
}

// The engine is held to a checker that shares no code with it: states are JSON texts, successors a
// plain copy, and every question is answered by walking the whole graph again.
test('the engine agrees with brute force on random models', () => {
  let violations = 0;
  fc.assert(
    fc.property(sketch, (drawn) => {
      const expected = bruteForce(drawn);
      expect(
        summary(check(modelOf(drawn), { bounds: { threads: drawn.threads }, stopAt: 'never' })),
      ).toEqual(expected);
      violations += Object.values(expected.found).filter((length) => length !== null).length;
    }),
    { numRuns: 400, seed: 42 },
  );
  // The models are not so tame that agreement says nothing.
  expect(violations).toBeGreaterThan(400);
});

/** Counts, and for each property the length of a shortest way to settle it. */
interface Summary {
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly fired: readonly number[];
  readonly found: Readonly<Record<string, number | null>>;
}

const summary = ({ states, steps, depth, properties, actions }: Verdict): Summary => ({
  states,
  steps,
  depth,
  fired: actions.map(({ fired }) => fired),
  found: Object.fromEntries(
    properties.map(({ name, witness }) => [name, witness?.steps.length ?? null]),
  ),
});

function modelOf({ acts, x, y, ...said }: Sketch) {
  const { model, thread } = protocol<Numbers>();
  const t = oneOf('t0', 't1', 't2');
  const on = thread('t', t, { rests: ['home'] });
  const actionOf = (act: Act) => {
    const when = (s: Numbers) => passes(act.test, s);
    const then = (s: { x: number; y: number; z: number; t: Record<Id, Label> }): Label => {
      const to = passes(act.test, s) ? act.to : (act.otherwise ?? act.to);
      for (const { field, add, value } of act.writes)
        s[field] = add ? (s[field] + value) % 3 : value;
      return to;
    };
    const guard = act.otherwise === null ? { when } : {};
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
    recoverable: { recoverable: (s) => passes(said.recoverable, s) },
    reachable: { reachable: (s) => passes(said.reachable, s) },
  });
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly act: number;
}
type Plain = { x: number; y: number; z: number; t: string[] };

function bruteForce({ acts, threads, x, y, ...said }: Sketch): Summary {
  const start = JSON.stringify({ x, y, z: 0, t: Array.from({ length: threads }, () => 'home') });
  const edges = new Map<string, Edge[]>();
  const explore = (from: string): void => {
    if (edges.has(from)) return;
    const out = acts.flatMap((act, i) =>
      moves(act, JSON.parse(from)).map((to) => ({ from, to, act: i })),
    );
    edges.set(from, out);
    for (const { to } of out) explore(to);
  };
  explore(start);
  const all = [...edges.values()].flat();
  const depths = shortest(start, edges);
  const first = (states: readonly string[]): number | null =>
    states.length === 0 ? null : Math.min(...states.map((state) => depths.get(state) ?? 0));
  const where = (holds: (s: Plain) => boolean) =>
    [...edges.keys()].filter((state) => holds(JSON.parse(state)));
  const resting = where((s) => passes(said.recoverable, s));
  const drops = all.filter(
    ({ from, to }) => JSON.parse(to)[said.step] < JSON.parse(from)[said.step] - 1,
  );
  const badStep = first(drops.map(({ from }) => from));
  return {
    states: edges.size,
    steps: all.length,
    depth: Math.max(...depths.values()),
    // Three actions more, which never fire: they make the labels known.
    fired: [...acts.map((_, i) => all.filter(({ act }) => act === i).length), 0, 0, 0],
    found: {
      always: first(where((s) => !passes(said.always, s))),
      step: badStep === null ? null : badStep + 1,
      deadlock: first(
        where((s) => s.t.some((label) => label !== 'home')).filter((state) =>
          (edges.get(state) ?? []).every(({ to }) => to === state),
        ),
      ),
      recoverable: first([...edges.keys()].filter((state) => !reaches(state, resting, edges))),
      reachable: first(where((s) => passes(said.reachable, s))),
    },
  };
}

/** The successors of a state by one action, one for each thread that can run it. */
function moves(act: Act, state: Plain): string[] {
  const holds = passes(act.test, { ...state });
  if (!holds && act.otherwise === null) return [];
  const written: Plain = { ...state };
  for (const { field, add, value } of act.writes) {
    written[field] = add ? (written[field] + value) % 3 : value;
  }
  if (act.from === null) return [JSON.stringify(written)];
  const label = holds ? act.to : (act.otherwise ?? act.to);
  return state.t.flatMap((at, i) =>
    at === act.from ? [JSON.stringify({ ...written, t: state.t.with(i, label) })] : [],
  );
}

function shortest(start: string, edges: ReadonlyMap<string, Edge[]>): Map<string, number> {
  const depths = new Map([[start, 0]]);
  for (const [state, depth] of depths) {
    for (const { to } of edges.get(state) ?? []) if (!depths.has(to)) depths.set(to, depth + 1);
  }
  return depths;
}

const reaches = (from: string, goals: readonly string[], edges: ReadonlyMap<string, Edge[]>) =>
  [...shortest(from, edges).keys()].some((state) => goals.includes(state));
