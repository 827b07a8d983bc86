/**
 * How many states gmem has, worked out without searching them. A host thread that is not idle is
 * about one page, and pages have to do with each other only in that. So where each thread stands
 * says which of them are about which page, and what may then be of a page is the same for every
 * page about which so many are: that is counted by searching one page.
 */
import { describe, expect, test } from 'vitest';
import { Proof } from '../engine/prove/proof.ts';
import { instantiate } from '../engine/system/instantiate.ts';
import { labelOf } from '../engine/system/system.ts';
import { gmem } from './gmem.ts';

interface Bounds {
  readonly pages: number;
  readonly hosts: number;
  readonly pins: number;
}

const system = (bounds: Bounds) => instantiate(gmem, { bounds: { ...bounds } });

/** How many states one page has for each set of threads that are about it, by their numbers. */
function statesOfOnePage(hosts: number, pins: number): Map<string, bigint> {
  const { initial, candidates, enabled, apply, threads } = system({ pages: 1, hosts, pins });
  const all = new Map([[JSON.stringify(initial), initial]]);
  const counts = new Map<string, bigint>();
  for (const state of all.values()) {
    const busy = threads.flatMap(({ field, id, homes }, i) =>
      homes.has(labelOf(state, field, id) ?? '') ? [] : [i],
    );
    counts.set(busy.join(), (counts.get(busy.join()) ?? 0n) + 1n);
    for (const step of candidates(state)) {
      if (!enabled(step, state)) continue;
      const next = apply(step, state);
      all.set(JSON.stringify(next), next);
    }
  }
  return counts;
}

/** The sum over all ways in which each thread is idle or about one of the pages. */
function statesOf({ pages, hosts, pins }: Bounds): bigint {
  const ofOne = statesOfOnePage(hosts, pins);
  const sum = (about: readonly number[]): bigint => {
    if (about.length < hosts) {
      const ways = Array.from({ length: pages + 1 }, (_, page) => sum([...about, page]));
      return ways.reduce((a, b) => a + b);
    }
    let product = 1n;
    // The number after those of the pages is that of a thread that is idle.
    for (let page = 0; page < pages; page++) {
      const here = about.flatMap((each, host) => (each === page ? [host] : []));
      product *= ofOne.get(here.join()) ?? 0n;
    }
    return product;
  };
  return sum([]);
}

const proved = (bounds: Bounds) => {
  const { complete, symbolic } = new Proof(system(bounds)).run();
  return { complete, states: symbolic?.states };
};

// Explicit searches: gmem.test.ts, and P=4 of README.md and of gmem.cpp.
test.each([
  { pages: 1, hosts: 2, pins: 1, states: 89n },
  { pages: 2, hosts: 1, pins: 1, states: 161n },
  { pages: 2, hosts: 2, pins: 1, states: 4193n },
  { pages: 3, hosts: 2, pins: 1, states: 155_673n },
  { pages: 4, hosts: 2, pins: 1, states: 5_084_289n },
  { pages: 3, hosts: 2, pins: 2, states: 1_750_024n },
  { pages: 3, hosts: 2, pins: 3, states: 9_962_757n },
  { pages: 4, hosts: 2, pins: 2, states: 126_155_920n },
])('$pages pages, $hosts hosts, $pins pins: worked out as counted', ({ states, ...bounds }) => {
  expect(statesOf(bounds)).toBe(states);
});

describe('prove counts what was worked out', () => {
  test.each([
    { pages: 1, hosts: 3, pins: 1 },
    { pages: 2, hosts: 2, pins: 2 },
    { pages: 4, hosts: 2, pins: 1 },
  ])('$pages pages, $hosts hosts, $pins pins', (bounds) => {
    expect(proved(bounds)).toEqual({ complete: true, states: statesOf(bounds) });
  });
});

// What prove counted at bounds where no explicit search ends (gmem-prove.slow.test.ts does it
// again). For six pages 4,541,613,120 had been claimed: that is 36 times the count for four.
test.each([
  { pages: 5, hosts: 2, pins: 2, states: 8_370_506_656n },
  { pages: 6, hosts: 2, pins: 2, states: 524_632_474_432n },
  { pages: 8, hosts: 2, pins: 2, states: 1_837_293_551_259_904n },
  { pages: 6, hosts: 2, pins: 1, states: 4_365_903_969n },
  { pages: 4, hosts: 3, pins: 1, states: 3_221_954_937n },
])('$pages pages, $hosts hosts, $pins pins: $states states', ({ states, ...bounds }) => {
  expect(statesOf(bounds)).toBe(states);
});
