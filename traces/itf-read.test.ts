import { expect, test } from 'vitest';
import { counter, counterMutations } from '../engine/fixtures/counter.ts';
import { lostUpdate, lostUpdateMutations } from '../engine/fixtures/lost-update.ts';
import { failure, read } from '../engine/fixtures/read-itf.ts';
import { oneOf, protocol, table } from '../engine/index.ts';
import { replayTrace } from './replay.ts';

const TWO_STEPS = 'the total is read and written in two steps';

const none = { tag: 'None', value: { '#tup': [] } };
const big = (n: number) => ({ '#bigint': String(n) });
/** Two workers as Apalache writes functions and Quint sum types. */
const workers = (...each: [at: string, seen: number][]) => ({
  '#map': each.map(([at, seen], i) => [
    `worker${i}`,
    { at: { tag: at, value: { '#tup': [] } }, seen: big(seen) },
  ]),
});
const state = (index: number, total: number, ...each: [string, number][]) => ({
  '#meta': { index },
  'adding::total': big(total),
  'adding::worker': workers(...each),
});

/** The shape of `quint run --mbt --out-itf` and of Apalache, for the model of lost updates. */
const quint = {
  '#meta': {
    format: 'ITF',
    'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
    source: 'adding.qnt',
    status: 'violation',
  },
  vars: ['adding::total', 'adding::worker'],
  states: [
    state(0, 0, ['idle', 0], ['idle', 0]),
    state(1, 0, ['idle', 0], ['write', 0]),
    state(2, 0, ['write', 0], ['write', 0]),
    state(3, 1, ['done', 0], ['write', 0]),
    state(4, 1, ['done', 0], ['done', 0]),
  ],
};
const STEPS = [
  { action: 'add', params: { worker: 'worker1' } },
  { action: 'add', params: { worker: 'worker0' } },
  { action: 'write', params: { worker: 'worker0' } },
  { action: 'write', params: { worker: 'worker1' } },
];

test('a file of another tool is explained by its states alone', () => {
  const trace = read(quint, lostUpdate, TWO_STEPS, lostUpdateMutations);
  expect(trace).toMatchObject({
    protocol: 'lost-update',
    file: './m.ts',
    steps: STEPS,
    property: { name: 'nothingIsLost', step: 4 },
    found: { engine: 'itf', version: '1.2.3' },
  });
  expect(replayTrace(trace, lostUpdate, lostUpdateMutations).ok).toBe(true);
});

test('actions and picks are used where the file has them, and states where it has not', () => {
  const named = STEPS.map(({ action, params: { worker } }, i) => ({
    '#meta': { index: i + 1 },
    'mbt::actionTaken': action,
    'mbt::nondetPicks': { worker: { tag: 'Some', value: worker }, other: none },
  }));
  const first = { 'mbt::actionTaken': 'init', 'mbt::nondetPicks': { worker: none, other: none } };
  const vars = ['mbt::actionTaken', 'mbt::nondetPicks', 'mbt::actionTaken'];
  const file = { vars, states: [first, ...named] };
  expect(read(file, lostUpdate, TWO_STEPS, lostUpdateMutations).steps).toEqual(STEPS);
});

test('a state that is written twice is no step', () => {
  const [first, ...rest] = quint.states;
  const states = [first, first, ...rest];
  const trace = read({ ...quint, states }, lostUpdate, TWO_STEPS, lostUpdateMutations);
  expect(trace.steps).toEqual(STEPS);
});

test('the pair of states that no step explains is named, with what could have happened', () => {
  const { states } = quint;
  const gap = { ...quint, states: [...states.slice(0, 3), ...states.slice(4)] };
  const error = failure(() => read(gap, lostUpdate, TWO_STEPS, lostUpdateMutations));
  expect(error.message).toMatch(
    /^other\.itf\.json: no step of lost-update .* leads from states\[2\] to states\[3\]$/,
  );
  expect(error.available[0]).toMatch(/^after write\(worker0\) worker is .*, in the file \{"#map"/);
  expect(failure(() => read(quint, lostUpdate)).message).toContain('states[0] to states[1]');
  const late = { ...quint, states: states.slice(1) };
  expect(failure(() => read(late, lostUpdate)).message).toContain('is not the initial state');
});

test('a run that breaks nothing is no counterexample, and says so', () => {
  const states = [0, 1, 2].map((n) => ({ n }));
  const error = failure(() => read({ vars: ['n'], states }, counter, null, counterMutations));
  expect(error.message).toContain('all 2 steps run on counter  (top=3), and break nothing');
  expect(error.available).toContain('it counts by two');
});

type Node = 'n1' | 'n2';
interface Gossip {
  readonly knows: Readonly<Record<Node, boolean>>;
  readonly queue: readonly Node[];
  readonly last: Node | null;
}
const vocabulary = protocol<Gossip>();
const node = oneOf('n1', 'n2');
const gossip = vocabulary.model({
  name: 'gossip',
  bounds: { nodes: node.count(2) },
  init: ({ nodes }) => ({ knows: table(nodes, false), queue: [], last: null }),
  actions: {
    tell: {
      params: { node },
      then: (s, { node }) => {
        s.knows[node] = true;
        s.queue.push(node);
        s.last = node;
      },
    },
    forget: {
      then: (s) => {
        s.knows = { n1: false, n2: false };
        s.queue = [];
        s.last = null;
      },
    },
  },
  always: { short: (s) => s.queue.length < 2 },
});

test('sets, tuples, options and a loop of another tool', () => {
  const at = (knows: string[], last: unknown) => ({
    knows: { '#set': knows },
    queue: { '#tup': knows },
    last,
  });
  const some = (value: string) => ({ tag: 'Some', value });
  const states = [at([], none), at(['n2'], some('n2')), at(['n2', 'n1'], some('n1'))];
  const trace = read({ vars: ['knows', 'queue', 'last'], states, loop: 0 }, gossip);
  expect(trace.steps.map(({ action, params }) => [action, params])).toEqual([
    ['tell', { node: 'n2' }],
    ['tell', { node: 'n1' }],
    ['forget', {}],
  ]);
  expect(trace.property).toMatchObject({ name: 'short', step: 2 });
  const noWay = { vars: ['knows', 'queue', 'last'], states, loop: 1 };
  expect(failure(() => read(noWay, gossip)).message).toContain('the last state to states[1]');
});
