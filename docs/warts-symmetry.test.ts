/** The limits of symmetry and of hash compaction that warts.md names. */
import { check, type Domain, oneOf, protocol, table } from 'lastref';
import { expect, test } from 'vitest';

type Id = 't0' | 't1' | 't2' | 't3' | 't4' | 't5' | 't6';
interface Crowd {
  readonly n: number;
  readonly mode: string;
  readonly inside: readonly Id[];
  readonly walker: Readonly<Record<Id, 'home' | 'out'>>;
}
const { model, thread, each } = protocol<Crowd>();
const walker = oneOf('t0', 't1', 't2', 't3', 't4', 't5', 't6');
const at = thread('walker', walker, { rests: ['out'] });
const bounds = { walkers: walker.count(2, { symmetric: true }) };
const init = ({ walkers }: { readonly walkers: Domain<Id> }) => ({
  n: 0,
  mode: 'on',
  inside: [],
  walker: table(walkers, 'home'),
});
const goesOut = at('home', { then: () => 'out' });

/** A walk whose walkers do the same, with something added. */
const walk = { name: 'walk', bounds, init, actions: { goesOut } };

test('more than 720 ways to rename ids are refused', () => {
  const some = (walkers: number) => () => check(model(walk), { bounds: { walkers } });
  expect(some(6)().states).toBe(7);
  expect(some(7)).toThrow('5040 ways to rename ids (walkers=7) are too many');
});

test('a list that is kept sorted tells ids apart', () => {
  const kept = (sort: boolean) =>
    model({
      ...walk,
      actions: {
        enter: at('home', {
          then: (s, { walker }) => {
            s.inside.push(walker);
            if (sort) s.inside.sort();
            return 'out';
          },
        }),
      },
    });
  expect(check(kept(false), { audit: 1 }).details).toMatchObject({ symmetry: true });
  expect(() => check(kept(true), { audit: 1 })).toThrow('do not do the same (field inside)');
  expect(check(kept(true), { symmetry: false }).complete).toBe(true);
});

test('what follows an id along a run is refused with symmetry', () => {
  const isOut = (s: Crowd, id: Id) => s.walker[id] === 'out';
  const owing = model({
    ...walk,
    leadsTo: { getsOut: { from: () => true, to: (s) => isOut(s, 't0') } },
  });
  const back = model({
    ...walk,
    recoverable: { canGetOut: each({ walker }, (s, { walker }) => isOut(s, walker)) },
  });
  expect(() => check(owing)).toThrow('getsOut cannot be judged with symmetry');
  expect(() => check(back)).toThrow('canGetOut cannot be judged with symmetry');
});

test('a string that equals an id counts as that id', () => {
  const named = model({ ...walk, init: (values) => ({ ...init(values), mode: 't0' }) });
  expect(() => check(named)).toThrow('the initial state tells them apart (field mode)');
  expect(check(named, { symmetry: false }).complete).toBe(true);
});

test('an asymmetry that shows between two audits is missed', () => {
  const unfair = model({
    ...walk,
    actions: {
      count: { when: (s) => s.n < 99, then: (s) => void Object.assign(s, { n: s.n + 1 }) },
      // The 36th state; after the 33rd the next one to be audited is the 38th.
      jump: {
        params: { walker },
        when: (s, { walker }) => s.n === 35 && walker === 't0',
        then: (s) => void Object.assign(s, { n: 1000 }),
      },
    },
  });
  expect(check(unfair).states).toBe(101);
  expect(() => check(unfair, { audit: 1 })).toThrow('declared interchangeable and are not');
});

test('hash compaction refuses what is settled when all states are known', () => {
  const returning = model({ ...walk, recoverable: { quiet: (s) => s.n === 0 } });
  expect(() => check(returning, { compact: true })).toThrow(
    'quiet cannot be judged with hash compaction',
  );
  const { missProbability = null } = check(model(walk), { compact: true }).details ?? {};
  expect(missProbability).toBeGreaterThan(0);
});
