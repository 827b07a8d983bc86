import { describe, expect, test } from 'vitest';
import { check } from '../explore/check.ts';
import { violation } from '../explore/verdict.ts';
import { store } from '../fixtures/store.ts';
import type { Action } from '../language/action.ts';
import { contract } from '../language/contract.ts';
import { type Domain, oneOf, table } from '../language/domain.ts';
import type { Each } from '../language/property.ts';
import { protocol } from '../language/protocol.ts';
import { instantiate } from './instantiate.ts';
import { holds } from './system.ts';

type Lamp = 'lamp0' | 'lamp1' | 'lamp2';
interface Lamps {
  readonly on: Readonly<Record<Lamp, boolean>>;
  readonly lit: number;
}
const { model, each } = protocol<Lamps>();
const lamp = oneOf('lamp0', 'lamp1', 'lamp2');

const working = contract<{ readonly on: boolean; readonly lit: number }>()({
  always: { counted: { low: (v) => !v.on || v.lit > 0, high: (v) => v.lit < 3 } },
  step: { stays: (before, after) => !before.on || after.on },
  leadsTo: { glows: { from: (v) => v.lit > 0, to: (v) => v.on } },
  recoverable: { canShine: (v) => v.on },
  reachable: { shines: (v) => v.on },
});

const bounds = { lamps: lamp.count(2) };
const init = ({ lamps }: { lamps: Domain<Lamp> }) => ({ on: table(lamps, false), lit: 0 });
const actions: { light: Action<Lamps, { lamp: Lamp }, never> } = {
  light: {
    params: { lamp },
    when: (s, { lamp }) => !s.on[lamp],
    then: (s, { lamp }) => {
      s.on[lamp] = true;
      s.lit += 1;
    },
  },
};

const lamps = model({
  name: 'lamps',
  bounds,
  init,
  actions,
  ensures: working,
  view: each({ lamp }, (s, { lamp }) => ({ on: s.on[lamp], lit: s.lit })),
  always: {
    dark: each(
      { lamp, other: lamp },
      (s, p) => !(s.on[p.lamp] && s.on[p.other]) || p.lamp === p.other,
    ),
  },
  leadsTo: {
    spreads: { from: (s) => s.lit > 0, to: (s) => s.lit > 1 },
    follows: each({ lamp }, { from: (s, p) => s.on[p.lamp], to: (s, p) => !s.on[p.lamp] }),
  },
  recoverable: { allOn: (s) => Object.values(s.on).every(Boolean) },
});

describe('claims', () => {
  const system = instantiate(lamps);

  test('each property of a contract is said of each view, conjunct by conjunct', () => {
    const counted = system.always.filter(({ property }) => property === 'counted');
    expect(counted.map(({ conjunct, params }) => [conjunct, params])).toEqual([
      ['low', { lamp: 'lamp0' }],
      ['low', { lamp: 'lamp1' }],
      ['high', { lamp: 'lamp0' }],
      ['high', { lamp: 'lamp1' }],
    ]);
    expect(
      counted.map((claim) => claim.subject({ on: { lamp0: true, lamp1: false }, lit: 9 })),
    ).toEqual([
      { on: true, lit: 9 },
      { on: false, lit: 9 },
      { on: true, lit: 9 },
      { on: false, lit: 9 },
    ]);
  });

  test('each makes one claim for every combination of ids that exist', () => {
    const dark = (n: number) =>
      instantiate(lamps, { bounds: { lamps: n } }).always.filter((c) => c.property === 'dark')
        .length;
    expect([1, 2, 3].map(dark)).toEqual([1, 4, 9]);
  });

  test('are judged on the state they are given', () => {
    const dark = system.always.filter(({ property }) => property === 'dark');
    expect(dark.every((claim) => holds(claim, { on: { lamp0: true, lamp1: false }, lit: 1 }))).toBe(
      true,
    );
    expect(
      dark.filter((claim) => !holds(claim, { on: { lamp0: true, lamp1: true }, lit: 2 })),
    ).toMatchObject([
      { params: { lamp: 'lamp0', other: 'lamp1' } },
      { params: { lamp: 'lamp1', other: 'lamp0' } },
    ]);
  });

  test('a violation names the conjunct that broke and of which ids', () => {
    const wide = check(lamps, { bounds: { lamps: 3 }, stopAt: 'counted' });
    const found = wide.properties.find(({ name }) => name === 'counted');
    expect(found?.witness).toMatchObject({ conjunct: 'high', params: { lamp: 'lamp0' } });
    expect(violation(check(lamps))).toMatchObject({
      property: 'dark',
      conjunct: null,
      params: { lamp: 'lamp0', other: 'lamp1' },
    });
  });

  test('a response is claimed of each view, once, or of each id', () => {
    expect(system.leadsTo.map(({ property, params }) => [property, params])).toEqual([
      ['glows', { lamp: 'lamp0' }],
      ['glows', { lamp: 'lamp1' }],
      ['spreads', {}],
      ['follows', { lamp: 'lamp0' }],
      ['follows', { lamp: 'lamp1' }],
    ]);
    const state = { on: { lamp0: false, lamp1: true }, lit: 1 };
    expect(system.leadsTo.map(({ from, to }) => [holds(from, state), holds(to, state)])).toEqual([
      [true, false],
      [true, true],
      [true, false],
      [false, true],
      [true, false],
    ]);
  });

  test('properties are listed once each, contract first, with their kinds', () => {
    expect(system.properties).toEqual([
      { name: 'counted', kind: 'always' },
      { name: 'dark', kind: 'always' },
      { name: 'stays', kind: 'step' },
      { name: 'deadlock', kind: 'deadlock' },
      { name: 'glows', kind: 'leadsTo' },
      { name: 'spreads', kind: 'leadsTo' },
      { name: 'follows', kind: 'leadsTo' },
      { name: 'canShine', kind: 'recoverable' },
      { name: 'allOn', kind: 'recoverable' },
      { name: 'shines', kind: 'reachable' },
    ]);
  });

  test('a goal said of each id is reached only when every id has reached it', () => {
    const goals = (reachable: Readonly<Record<string, Each<Lamps, boolean>>>) =>
      check(model({ name: 'goals', bounds, init, actions, reachable })).properties.at(-1);
    expect(goals({ every: each({ lamp }, (s, { lamp }) => s.on[lamp]) })?.verdict).toBe('reached');
    const first = each({ lamp }, (s, { lamp }) => s.on[lamp] && lamp === 'lamp0');
    expect(goals({ first })).toMatchObject({ verdict: 'unreached', witness: null });
  });

  test('sleepInAtomic is claimed only where a sleeping step and a spin section exist', () => {
    expect(instantiate(store).properties.map(({ name }) => name)).not.toContain('sleepInAtomic');
  });
});

describe('names', () => {
  const yes = (): boolean => true;
  const response = { from: yes, to: yes };
  test.each([
    ['a property and a goal', { always: { a: () => true }, reachable: { a: () => true } }, "'a'"],
    ['a response and a goal', { leadsTo: { b: response }, reachable: { b: yes } }, "'b'"],
    ['a built-in one', { always: { deadlock: () => true } }, "'deadlock'"],
    [
      'one of the contract',
      { ensures: working, view: lamps.definition, step: { stays: () => true } },
      "'stays'",
    ],
  ])('used twice are refused: %s', (_, groups, message) => {
    const view = each({ lamp }, (s, { lamp }) => ({ on: s.on[lamp], lit: s.lit }));
    const both = { ...groups, ...('view' in groups && { view }) };
    const bad = model({
      name: 'bad',
      bounds: {},
      init: () => ({ on: table(lamp, false), lit: 0 }),
      actions: {},
      ...both,
    } as never);
    expect(() => instantiate(bad)).toThrow(`property name ${message} is used twice`);
  });
});
