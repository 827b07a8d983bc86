/** The limits that warts.md names and no other test shows. A limit that is gone fails here. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, oneOf, protocol, table } from 'lastref';
import { expect, test } from 'vitest';
import { instantiate } from '../engine/system/instantiate.ts';

const t = oneOf('t0', 't1');

test('a list that only grows has no last state', () => {
  const { model } = protocol<{ readonly log: readonly number[] }>();
  const growing = model({
    name: 'growing',
    bounds: {},
    init: () => ({ log: [] }),
    actions: { grow: { then: (s) => void s.log.push(0) } },
  });
  expect(check(growing, { maxStates: 500 })).toMatchObject({ complete: false, depth: 500 });
});

test('an awaited action is taken for a promise', async () => {
  let called = false;
  const action = {
    then: () => {
      called = true;
      throw new Error('not a promise');
    },
  };
  await expect(Promise.resolve<unknown>(action)).rejects.toThrow('not a promise');
  expect(called).toBe(true);
});

interface Walk {
  readonly n: number;
  readonly walker: Readonly<Record<'t0' | 't1', 'home' | 'out'>>;
}
const { model, thread, each } = protocol<Walk>();
const at = (rests: readonly 'out'[]) => thread('walker', t, { rests, fair: 'weak' });
const init = () => ({ n: 0, walker: table(t, 'home') });

test('a label where nothing starts must be declared as a rest', () => {
  const walk = (rests: readonly 'out'[]) =>
    model({
      name: 'walk',
      bounds: {},
      init,
      actions: { go: at(rests)('home', { then: () => 'out' }) },
    });
  expect(() => check(walk([]))).toThrow("unknown label 'out' returned by go(t0)");
  expect(check(walk(['out'])).states).toBe(4);
});

test('a goal of each id is unreached when there are no ids', () => {
  const none = model({
    name: 'none',
    bounds: { walkers: t.count(0) },
    init,
    actions: {},
    reachable: { goesOut: each({ walker: t }, (s, { walker }) => s.walker[walker] === 'out') },
  });
  const goals = (walkers: number) =>
    check(none, { bounds: { walkers } }).properties.filter(({ kind }) => kind === 'reachable');
  expect(goals(1)).toMatchObject([{ name: 'goesOut', verdict: 'unreached' }]);
  expect(goals(0)).toMatchObject([{ name: 'goesOut', verdict: 'unreached' }]);
});

test('an impurity that shows between two audits is missed', () => {
  // The answer of `look` hangs on a variable that `count` leaves behind. It is learned at the first
  // state, and after the 33rd the next one to be audited is the 38th.
  let last = 0;
  const impure = model({
    name: 'impure',
    bounds: {},
    init,
    actions: {
      count: {
        when: (s) => s.n < 99,
        then: (s) => {
          last = s.n;
          s.n += 1;
        },
      },
      look: { then: (s) => void Object.assign(s.walker, { t0: isLate() ? 'out' : 'home' }) },
    },
  });
  const isLate = () => last >= 33 && last <= 35;
  expect(check(impure).states).toBe(100);
  expect(() => check(impure, { audit: 1 })).toThrow('look() is impure');
  expect(check(impure, { engine: 'reference' }).states).toBeGreaterThan(100);
});

test('a livelock is recoverable, and no leadsTo', () => {
  const on = at([]);
  const polite = model({
    name: 'polite',
    bounds: {},
    init,
    actions: {
      stepOut: on('home', { then: () => 'out' }),
      stepBack: on('out', { then: () => 'home' }),
      pass: {
        fair: 'weak',
        when: (s) => s.walker.t0 === 'out' && s.walker.t1 === 'home',
        then: (s) => void Object.assign(s, { n: 1 }),
      },
    },
    leadsTo: { getsOn: { from: (s) => s.walker.t0 === 'out', to: (s) => s.n === 1 } },
    recoverable: { passes: (s) => s.n === 1 },
  });
  const violated = check(polite).properties.filter(({ verdict }) => verdict === 'violated');
  expect(violated).toMatchObject([{ name: 'getsOn', witness: { loop: 1 } }]);
});

test('a checkpoint does not see what a function takes from its surroundings', () => {
  const most = (limit: number) =>
    model({
      name: 'most',
      bounds: {},
      init,
      actions: {
        count: { when: (s) => s.n < limit, then: (s) => void Object.assign(s, { n: 1 }) },
      },
    });
  expect(check(most(0)).states).not.toBe(check(most(1)).states);
  expect(instantiate(most(0)).fingerprint()).toBe(instantiate(most(1)).fingerprint());
});

test('more than 32,768 steps are refused', () => {
  const value = oneOf(...Array.from({ length: 32_769 }, (_, i) => i));
  const wide = model({
    name: 'wide',
    bounds: {},
    init,
    actions: {
      choose: {
        params: { value },
        when: (s) => s.n === 0,
        then: (s, { value }) => void Object.assign(s, { n: value }),
      },
    },
  });
  expect(() => check(wide)).toThrow('32769 steps, and 32768 are the most');
});

test('every test that warts.md names is there', () => {
  const warts = readFileSync(join(import.meta.dirname, 'warts.md'), 'utf8').replaceAll(/\s+/g, ' ');
  const named = [...warts.matchAll(/`([a-z/-]+\.test(?:-d)?\.ts`): "([^"…]+)"/g)];
  expect(named.length).toBeGreaterThan(7);
  for (const [, path = '', name = ''] of named) {
    const source = readFileSync(join(import.meta.dirname, '..', path.replace('`', '')), 'utf8');
    expect(source, `${path} has no test "${name}"`).toContain(name);
  }
});
