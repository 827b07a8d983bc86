import { describe, expect, test } from 'vitest';
import { check } from '../explore/check.ts';
import { pingPong, pingPongMutations } from '../fixtures/ping-pong.ts';
import type { Fair } from '../language/action.ts';
import { flag, oneOf, table } from '../language/domain.ts';
import { mutations } from '../language/mutation.ts';
import { protocol } from '../language/protocol.ts';
import { instantiate } from './instantiate.ts';
import type { System } from './system.ts';

interface Kitchen {
  readonly salt: number;
  readonly cook: Readonly<Record<'cook0' | 'cook1', 'idle' | 'stir' | 'taste' | 'rest'>>;
}
const { model, thread } = protocol<Kitchen>();
const cook = oneOf('cook0', 'cook1');
const grains = oneOf(1, 2);
const onCook = thread('cook', cook, { fair: 'weak', rests: ['rest'] });

const kitchen = model({
  name: 'kitchen',
  bounds: { cooks: cook.count(2), tasting: flag(true) },
  init: ({ cooks }) => ({ salt: 0, cook: table(cooks, 'idle') }),
  actions: {
    start: onCook('idle', { then: () => 'stir' }),
    stir: onCook('stir', { then: () => 'taste' }),
    taste: onCook('taste', { fair: 'strong', params: { grains }, then: () => 'rest' }),
    again: onCook('rest', { then: () => 'idle' }),
    sip: onCook('stir', { needs: 'tasting', fair: 'weak', then: () => 'idle' }),
    salt: {
      params: { grains },
      fair: 'strong',
      then: (s, { grains }) => {
        s.salt = grains;
      },
    },
  },
});

const list = mutations(kitchen, {
  'threads are free': { breaks: 'deadlock', fair: { cook: null } },
  'threads are strong': { breaks: 'deadlock', fair: { cook: 'strong' } },
  'actions change': { breaks: 'deadlock', fair: { taste: null, salt: 'weak', start: 'strong' } },
  'a step is added and freed': {
    breaks: 'deadlock',
    add: { burn: onCook('stir', { then: () => 'idle' }) },
    fair: { cook: 'weak' },
  },
  replaced: {
    breaks: 'deadlock',
    replace: {
      taste: onCook('taste', { params: { grains }, then: () => 'rest' }),
      salt: { params: { grains }, fair: 'weak', then: () => {} },
      stir: thread('cook', cook)('stir', { then: () => 'taste' }),
    },
  },
  dropped: { breaks: 'deadlock', drop: { taste: 'rest', salt: null }, unguard: ['sip'] },
});

const told = ({ fairness, steps }: System): string[] =>
  fairness.map(
    ({ kind, name, steps: own }) =>
      `${kind} ${name}: ${own.map((index) => steps[index]?.name).join(' ')}`,
  );
const mutated = (mutation: string) => told(instantiate(kitchen, { mutations: list, mutation }));

const ofThread = (id: string, kind: Fair) =>
  `${kind} ${id}: stir(${id}) taste(${id}, 1) taste(${id}, 2) sip(${id})`;
const tasting = [
  'strong taste(cook0): taste(cook0, 1) taste(cook0, 2)',
  'strong taste(cook1): taste(cook1, 1) taste(cook1, 2)',
];
const sipping = ['weak sip(cook0): sip(cook0)', 'weak sip(cook1): sip(cook1)'];
const salting = ['strong salt(1): salt(1)', 'strong salt(2): salt(2)'];
const threads = (kind: Fair) => [ofThread('cook0', kind), ofThread('cook1', kind)];

describe('fairness', () => {
  test('is of a thread inside a routine, of an action of each thread, of each other step', () => {
    const all = [...threads('weak'), ...tasting, ...sipping, ...salting];
    expect(told(instantiate(kitchen))).toEqual(all);
  });

  test('is of what exists in a run', () => {
    expect(told(instantiate(kitchen, { bounds: { cooks: 1, tasting: 0 } }))).toEqual([
      'weak cook0: stir(cook0) taste(cook0, 1) taste(cook0, 2)',
      ...tasting.slice(0, 1),
      ...salting,
    ]);
  });

  test('of no thread and without parameters goes by the name of its step', () => {
    expect(instantiate(pingPong).fairness.map(({ name }) => name)).toEqual([
      'hit(left)',
      'hit(right)',
      'watch()',
    ]);
  });
});

describe('a mutation', () => {
  test('takes the fairness of threads away, or changes it', () => {
    expect(mutated('threads are free')).toEqual([...tasting, ...sipping, ...salting]);
    const strong = [...threads('strong'), ...tasting, ...sipping, ...salting];
    expect(mutated('threads are strong')).toEqual(strong);
  });

  test('changes that of actions, and leaves the threads theirs', () => {
    expect(mutated('actions change')).toEqual([
      ...threads('weak'),
      'strong start(cook0): start(cook0)',
      'strong start(cook1): start(cook1)',
      ...sipping,
      'weak salt(1): salt(1)',
      'weak salt(2): salt(2)',
    ]);
  });

  test('that replaces an action keeps what it does not say anew', () => {
    expect(mutated('replaced')).toEqual([
      'weak cook0: taste(cook0, 1) taste(cook0, 2) sip(cook0)',
      'weak cook1: taste(cook1, 1) taste(cook1, 2) sip(cook1)',
      ...tasting,
      ...sipping,
      'weak salt(1): salt(1)',
      'weak salt(2): salt(2)',
    ]);
    // The replacement says nothing of fairness, and hits all the same where it changes anything.
    const { fairness } = instantiate(pingPong, {
      mutations: pingPongMutations,
      mutation: 'it is always hit to the left',
    });
    expect(fairness.map(({ name }) => name)).toContain('hit(left)');
  });

  test('that drops or unguards keeps it, and one that adds has that of its thread', () => {
    expect(mutated('dropped')).toEqual([...threads('weak'), ...tasting, ...sipping, ...salting]);
    expect(mutated('a step is added and freed')[0]).toBe(
      `${ofThread('cook0', 'weak')} burn(cook0)`,
    );
  });
});

test('fairness has no say in anything but leadsTo', () => {
  const { seconds: _, ...plain } = check(kitchen);
  const { seconds: __, ...free } = check(kitchen, {
    mutations: list,
    mutation: 'threads are free',
  });
  expect({ ...free, mutation: null }).toEqual(plain);
});
