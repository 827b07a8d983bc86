/**
 * How many states gmem has, worked out without searching them. A host thread that is not idle is
 * about one page, and pages have to do with each other only in that. A page that no thread is about
 * is in one of so many states, whatever is with the others; those that some thread is about, no
 * more of them than there are threads, have as many together wherever they are. So P pages and two
 * threads have aᴾ + P·s·aᴾ⁻¹ + P(P−1)/2·e·aᴾ⁻² states, where a and s are counted by an explicit
 * search of one page, and e by one of two.
 */
import { check } from 'lastref';
import { describe, expect, test } from 'vitest';
import type { FieldOrder } from '../engine/prove/orders.ts';
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

/** The states that are reached in which no thread is about any page. */
function idle(bounds: Bounds): bigint {
  const { initial, candidates, enabled, apply, threads } = system(bounds);
  const all = new Map([[JSON.stringify(initial), initial]]);
  let count = 0n;
  for (const state of all.values()) {
    if (threads.every(({ field, id, homes }) => homes.has(labelOf(state, field, id) ?? ''))) {
      count += 1n;
    }
    for (const step of candidates(state)) {
      if (!enabled(step, state)) continue;
      const next = apply(step, state);
      all.set(JSON.stringify(next), next);
    }
  }
  return count;
}

const counted = (bounds: Bounds) =>
  BigInt(check(gmem, { bounds: { ...bounds }, symmetry: false }).states);

/** How many ways there are to choose so many of the pages. */
const choose = (of: bigint, some: number): bigint =>
  some === 0 ? 1n : (choose(of, some - 1) * (of - BigInt(some - 1))) / BigInt(some);

/**
 * How many states there are, from how many there are of 1, 2, … pages, as many as there are
 * threads.
 * @param free the states of one page that no thread is about
 */
function extrapolate(pages: number, free: bigint, few: readonly bigint[]): bigint {
  const parts = [1n];
  const sum = (count: number) =>
    parts
      .slice(0, count + 1)
      .map((part, busy) => choose(BigInt(count), busy) * part * free ** BigInt(count - busy))
      .reduce((a, b) => a + b);
  for (const [i, states] of few.entries()) parts.push(states - sum(i + 1));
  return sum(pages);
}

function statesOf({ pages, hosts, pins }: Bounds): bigint {
  const few = Array.from({ length: hosts }, (_, i) => counted({ pages: i + 1, hosts, pins }));
  return extrapolate(pages, idle({ pages: 1, hosts, pins }), few);
}

const proved = (bounds: Bounds, order: FieldOrder = 'auto') => {
  const { complete, symbolic } = new Proof(system(bounds), { order }).run();
  return { complete, states: symbolic?.states };
};

// Explicit searches: gmem.test.ts, and P=4 of README.md and of gmem.cpp.
test.each([
  { pages: 2, hosts: 1, pins: 1, states: 161n },
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
    { pages: 3, hosts: 1, pins: 1 },
    { pages: 2, hosts: 2, pins: 2 },
    { pages: 3, hosts: 2, pins: 1 },
  ])('$pages pages, $hosts hosts, $pins pins', (bounds) => {
    expect(proved(bounds)).toEqual({ complete: true, states: statesOf(bounds) });
  });
});

// What prove counted at bounds where no explicit search ends. For six pages 4,541,613,120 had been
// claimed: that is 36 times the count for four.
test.each([
  { pages: 5, hosts: 2, pins: 2, states: 8_370_506_656n },
  { pages: 6, hosts: 2, pins: 2, states: 524_632_474_432n },
  { pages: 8, hosts: 2, pins: 2, states: 1_837_293_551_259_904n },
  { pages: 6, hosts: 2, pins: 1, states: 4_365_903_969n },
])('$pages pages, $hosts hosts, $pins pins: $states states', ({ states, ...bounds }) => {
  expect(statesOf(bounds)).toBe(states);
});

// Three hosts are too many for the formula: it would need all states of three pages one by one.
test.each(['grouped', 'force'] as const)(
  'four pages, three hosts, one pin, by %s',
  (order) => {
    const bounds = { pages: 4, hosts: 3, pins: 1 };
    expect(proved(bounds, order)).toEqual({ complete: true, states: 3_221_954_937n });
  },
  600_000,
);
