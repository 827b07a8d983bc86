/** The list of scenarios is held to the protocols: nothing is claimed that is not there. */
import { describe, expect, test } from 'vitest';
import { check } from '../../engine/index.ts';
import { loadProtocol, protocolNames } from '../index.ts';
import { corpus, designs } from './corpus.ts';

const protocols = await Promise.all(protocolNames().map(loadProtocol));

/** The scenario that a mutation is of: X15-guest is of X15. */
const scenarioOf = (id: string): string => id.replace(/-.*/, '');

/** Mutations with an id, as 'scenario protocol mutation'. */
const expressed = protocols.flatMap(({ name, mutations }) =>
  Object.entries<{ id?: string }>(mutations?.list ?? {}).flatMap(([mutation, { id }]) =>
    id ? [`${scenarioOf(id)} ${name} ${mutation}`] : [],
  ),
);

test('ids are unique and in order, and each says what it is', () => {
  const ids = corpus.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  for (const { id, name, status, source } of corpus) {
    expect(id).toMatch(status === 'DOC' ? /^S\d\d$/ : /^X\d\d$/);
    expect(name).toMatch(/^[^.]+\.$/);
    expect(source).toMatch(/\w/);
  }
});

test('every mutation that is listed exists, and every one with an id is listed', () => {
  const listed = corpus.flatMap(({ id, mutations = {} }) =>
    Object.entries(mutations).flatMap(([protocol, names]) =>
      names.map((name) => `${id} ${protocol} ${name}`),
    ),
  );
  expect(expressed).toEqual(expect.arrayContaining(listed));
  // The mutations of a design's own protocol are known by their ids alone.
  const own = corpus.flatMap(({ id, ofItsOwn = [] }) => ofItsOwn.map((name) => `${id} ${name} `));
  const unlisted = expressed.filter((line) => !listed.includes(line));
  expect(unlisted.filter((line) => !own.some((start) => line.startsWith(start)))).toEqual([]);
  const shipped = own.filter((line) => protocols.some(({ name }) => line.endsWith(` ${name} `)));
  for (const start of shipped) {
    expect(expressed).toContainEqual(expect.stringMatching(new RegExp(`^${start}`)));
  }
});

test('a scenario is expressed, accepted, of a design of its own, or left out for a reason', () => {
  for (const { mutations, accepted, ofItsOwn, not } of corpus) {
    expect(not === undefined).toBe(Boolean(mutations ?? accepted ?? ofItsOwn));
    for (const design of ofItsOwn ?? []) expect(designs).toContain(design);
  }
});

// What is accepted, at small bounds at which it can happen. A goal asks
// nothing of a run that lacks what it is about, so each stands where it does ask.
const callback = { hosts: 1, guests: 0 };
const conversion = { hosts: 1, guests: 0, munmap: 0 };
const accepted: [string, Readonly<Record<string, number>>, string[]][] = [
  ['guest_memfd_callback', { ...callback, scanners: 1 }, ['anIndexWaitsForAWalkerOnly']],
  [
    'guest_memfd_callback',
    { ...callback, punchers: 1 },
    ['aPinOutlivesTheHole', 'aWaitingIndexIsSharedAgain', 'aClearMeetsAFault'],
  ],
  ['guest_memfd_conversion', { ...conversion, punchers: 1 }, ['aPinOutlivesTheHole']],
  [
    'guest_memfd_conversion',
    { ...conversion, scanners: 1, pin_bias: 3 },
    [
      'failsForATransientOnly',
      'failsAndHasUnmapped',
      'failsForAFaultUnderWay',
      'failsForNoPinAtAll',
      'goesSharedUnderAReference',
    ],
  ],
];

describe('accepted behaviours happen, and are no violations', () => {
  test.each(accepted)('%s at %j', async (name, bounds, goals) => {
    const { model } = await loadProtocol(name);
    const { complete, properties } = check(model, { bounds, stopAt: 'never' });
    const all = (kind: string) => properties.flatMap((p) => (p.verdict === kind ? [p.name] : []));
    expect(complete).toBe(true);
    expect(all('violated')).toEqual([]);
    expect(all('reached')).toEqual(expect.arrayContaining(goals));
  });

  test('and every one that a scenario names is shown above', () => {
    const shown = accepted.flatMap(([name, , goals]) => goals.map((goal) => `${name} ${goal}`));
    const named = corpus.flatMap(({ accepted: of = {} }) =>
      Object.entries(of).flatMap(([name, goals]) => goals.map((goal) => `${name} ${goal}`)),
    );
    expect(shown).toEqual(expect.arrayContaining(named));
  });
});
