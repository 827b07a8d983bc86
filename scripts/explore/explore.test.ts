import { describe, expect, test } from 'vitest';
import { check } from '../../engine/explore/check.ts';
import { counter, counterMutations } from '../../engine/fixtures/counter.ts';
import { pingPong, pingPongMutations } from '../../engine/fixtures/ping-pong.ts';
import { oneOf, table } from '../../engine/language/domain.ts';
import type { AnyModel } from '../../engine/language/model.ts';
import type { Mutations } from '../../engine/language/mutation.ts';
import { protocol } from '../../engine/language/protocol.ts';
import { loadProtocol } from '../../model/index.ts';
import { parseTrace } from '../../traces/parse.ts';
import { replayTrace } from '../../traces/replay.ts';
import type { Goal } from '../../traces/viewer/ask.ts';
import type { Target } from '../load.ts';
import { find } from './find.ts';
import { graph } from './graph.ts';
import { save } from './save.ts';
import { walk } from './step-by-step.ts';

const targetOf = (model: AnyModel, mutations: Mutations | null): Target => ({
  ...{ name: model.name, model, mutations, file: null },
  modelExport: { name: 'model', from: './model.ts' },
  mutationsExport: { name: 'mutations', from: './model.ts' },
});
const counting = targetOf(counter, counterMutations);
const over = 'it does not stop at the top';
const trap = 'it is a trap: at the top there is no way back';
const start = { mutation: null, steps: [], loop: null };

describe('the shortest way', () => {
  const way = (goal: Goal, mutation: string | null = null, target = counting) =>
    find({ target, bounds: {} }, { ask: 'find', ...start, mutation, goal });

  test('to a property that is broken, as check finds it; and none where it holds', () => {
    expect(way({ kind: 'property', name: 'inRange' }, over).steps).toHaveLength(4);
    expect(way({ kind: 'property', name: 'comesBack' }, trap).steps?.length).toBeGreaterThan(0);
    expect(way({ kind: 'property', name: 'isFull' }).steps).toHaveLength(3);
    expect(way({ kind: 'property', name: 'inRange' }).text).toMatch(/^No way leads there/);
  });

  test('to a loop, which begins after what was walked', () => {
    const never = 'nobody has to hit';
    const target = targetOf(pingPong, pingPongMutations);
    const { breaks } = pingPongMutations.list[never];
    const found = way({ kind: 'property', name: breaks }, never, target);
    expect(found.loop).not.toBeNull();
  });

  test('to a predicate, to a change, and to what is so already', () => {
    expect(way({ kind: 'change', path: ['n'] }).steps).toHaveLength(1);
    expect(way({ kind: 'when', text: 'n == top' }).steps).toHaveLength(3);
    expect(way({ kind: 'when', text: 'n == 0' })).toMatchObject({
      steps: [],
      text: 'It is so here.',
    });
    expect(() => way({ kind: 'when', text: 'n >' })).toThrow(/cannot read/);
    expect(() => way({ kind: 'change', path: ['nothing'] })).toThrow(/no field nothing/);
  });
});

test('a walk under another model stops at a step that is refused there, and why', async () => {
  const shipped = await loadProtocol('guest_memfd_accessible');
  const target = { ...counting, ...shipped, modelExport: null, mutationsExport: null };
  const mutation = 'the references are not compared';
  const goal = { kind: 'property', name: 'isolation' } as const;
  const { steps } = find({ target, bounds: {} }, { ask: 'find', ...start, mutation, goal });
  const asked = { ask: 'walk', ...start, steps: steps ?? [], at: 99 } as const;
  const faulty = walk({ target, bounds: {} }, { ...asked, mutation });
  expect(faulty).toMatchObject({ stopped: null, at: steps?.length });
  expect(faulty.walk.finding).toMatchObject({ property: 'isolation', step: steps?.length });
  const correct = walk({ target, bounds: {} }, asked);
  expect(correct.stopped).toMatchObject({ step: 8, text: expect.stringMatching(/its guard read/) });
  expect(correct.at).toBe(7);
  expect(correct.next.map(({ name }) => name)).not.toContain(faulty.walk.steps[7]?.name);
});

test('a step says what it would change, and what it would newly break', () => {
  const up = { action: 'increment', params: {} };
  const there = { ask: 'walk', ...start, mutation: over, steps: [up, up, up, up], at: 3 } as const;
  const [first] = walk({ target: counting, bounds: {} }, there).next;
  expect(first).toMatchObject({ changes: ['n 3→4'], breaks: ['inRange'] });
  // Broken already: a further step does not break it anew.
  expect(walk({ target: counting, bounds: {} }, { ...there, at: 4 }).next[0]).toMatchObject({
    breaks: [],
  });
});

test('what is saved as a trace, replay takes; a walk that breaks nothing is none', async () => {
  const { model, mutations, ...shipped } = await loadProtocol('direct_map');
  const target = { ...counting, ...shipped, model, mutations };
  const [mutation = ''] = Object.keys(mutations?.list ?? {});
  const goal = { kind: 'property', name: mutations?.list[mutation]?.breaks ?? '' } as const;
  const whole = { ...target, modelExport: null, mutationsExport: null };
  const asking = { ask: 'find', ...start, mutation, goal } as const;
  const { steps } = find({ target: whole, bounds: {} }, asking);
  const asked = { ask: 'save', ...start, mutation, steps: steps ?? [], as: 'trace' } as const;
  const { name, text } = save({ target: whole, bounds: {} }, asked);
  expect(name).toMatch(/\.json$/);
  expect(replayTrace(parseTrace(text, name), model, mutations).proofs).toMatchObject([
    { ok: true },
    { ok: true },
    { ok: true },
  ]);
  const few = { ...asked, steps: asked.steps.slice(0, 1) };
  expect(() => save({ target: whole, bounds: {} }, few)).toThrow(/breaks nothing/);
  expect(
    JSON.parse(save({ target: whole, bounds: {} }, { ...few, as: 'report' }).text),
  ).toMatchObject({
    finding: null,
  });
});

test('a graph has every state, its dead ends and its classes; a large one is cut', async () => {
  const small = graph({ target: counting, bounds: {} }, trap);
  expect(small.isCut).toBe(false);
  expect(small.nodes.map(({ depth }) => depth)).toEqual([0, 1, 2, 3]);
  expect(small.nodes.map(({ isEnd }) => isEnd)).toEqual([false, false, false, true]);
  for (const { from, to } of small.edges) {
    expect(small.nodes[to]?.depth).toBeLessThanOrEqual((small.nodes[from]?.depth ?? 0) + 1);
  }
  const { model, mutations } = await loadProtocol('guest_memfd_accessible');
  const target = { ...counting, model, mutations };
  expect(graph({ target, bounds: {} }, null)).toMatchObject({ isCut: true });
  const whole = graph({ target, bounds: { converters: 1 } }, null);
  const { states, steps } = check(model, { bounds: { converters: 1 } });
  expect([whole.nodes.length, whole.edges.length]).toEqual([states, steps]);
});

const user = oneOf('u0', 'u1', 'u2');
interface Pool {
  readonly queue: readonly ('u0' | 'u1' | 'u2')[];
  readonly user: Readonly<Record<'u0' | 'u1' | 'u2', 'idle' | 'waiting' | 'using'>>;
}
const words = protocol<Pool>();
const onUser = words.thread('user', user);
const pool = words.model({
  name: 'pool',
  bounds: { users: user.count(3, { symmetric: true }) },
  init: ({ users }) => ({ queue: [], user: table(users, 'idle') }),
  actions: {
    ask: onUser('idle', {
      then: (s, { user: own }) => {
        s.queue.push(own);
        return 'waiting';
      },
    }),
    take: onUser('waiting', { when: (s, p) => s.queue[0] === p.user, then: () => 'using' }),
    leave: onUser('using', {
      then: (s) => {
        s.queue.shift();
        return 'idle';
      },
    }),
  },
});

test('states that differ in interchangeable ids only are of one class, as check counts', () => {
  const { nodes } = graph({ target: targetOf(pool, null), bounds: {} }, null);
  expect(nodes).toHaveLength(check(pool, { symmetry: false }).states);
  const classes = new Set(nodes.map(({ sameAs }) => sameAs)).size;
  expect(classes).toBe(check(pool).states);
  expect(classes).toBeLessThan(nodes.length);
});
