/** Each part of the fast engine is broken on purpose: agreement with the reference engine tells. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { badWitness, differ } from '../fixtures/random/engines.ts';
import { fitted } from '../fixtures/random/fitted.ts';
import { modelOf } from '../fixtures/random/model.ts';
import { audited, MOST, rich, richModels } from '../fixtures/random/shows.ts';
import { Dictionary } from '../learn/dictionary.ts';
import { Leaves, type Writes } from '../learn/leaves.ts';
import { type Read, Tries } from '../learn/tries.ts';
import { Findings } from './packed/findings.ts';
import { Owner } from './packed/owner.ts';
import { PackedGraph } from './packed/packed-graph.ts';
import { Recent } from './packed/recent.ts';
import { Store } from './packed/store.ts';
import { Table } from './packed/table.ts';

afterEach(() => void vi.restoreAllMocks());

/** Gives every field many bits that it does not need, so that states take many words. */
function wide(): void {
  const size = Object.getOwnPropertyDescriptor(Dictionary.prototype, 'size')?.get;
  vi.spyOn(Dictionary.prototype, 'size', 'get').mockImplementation(function (this: Dictionary) {
    return 256 * size?.call(this);
  });
}

test('without a fault nothing shows, in states of many words either', () => {
  wide();
  const some = richModels.slice(0, 5).map((sketch) => fitted(sketch, modelOf, 120));
  for (const { model, verdict } of some) {
    expect(differ(model, { stopAt: 'never', audit: 1 })).toBe(null);
    expect(badWitness(model, verdict)).toBe(null);
  }
});

describe('agreement finds, with and without an audit,', () => {
  test('a dictionary that gives two values one code', () => {
    const code = Dictionary.prototype.code;
    vi.spyOn(Dictionary.prototype, 'code').mockImplementation(function (this: Dictionary, value) {
      return Math.min(2, code.call(this, value));
    });
    expect(rich()).toBeLessThanOrEqual(MOST);
    expect(audited()).toBeLessThanOrEqual(MOST);
  });

  test('a leaf that loses a write', () => {
    const refOf = Leaves.prototype.refOf;
    vi.spyOn(Leaves.prototype, 'refOf').mockImplementation(function (this: Leaves, writes: Writes) {
      const { fields, codes } = writes;
      const lost = fields.length < 2 ? writes : { fields: fields.slice(1), codes: codes.slice(1) };
      return refOf.call(this, lost);
    });
    expect(rich()).toBeLessThanOrEqual(MOST);
    expect(audited()).toBeLessThanOrEqual(MOST);
  });

  test('a read that goes unnoticed', () => {
    const add = Tries.prototype.add;
    vi.spyOn(Tries.prototype, 'add').mockImplementation(function (
      this: Tries,
      trie: number,
      reads: readonly Read[],
      leaf: number,
    ) {
      return add.call(this, trie, reads.slice(0, 1), leaf);
    });
    expect(rich()).toBeLessThanOrEqual(MOST);
    expect(audited()).toBeLessThanOrEqual(MOST);
  });

  test('states that stay where they were when fields are laid out anew', () => {
    vi.spyOn(Store.prototype, 'moveFrom').mockImplementation(() => {});
    expect(rich()).toBeLessThanOrEqual(MOST);
  });

  test('tries that stay as they were when fields are laid out anew', () => {
    vi.spyOn(Tries.prototype, 'moveTo').mockImplementation(() => {});
    expect(rich()).toBeLessThanOrEqual(MOST);
    expect(audited()).toBeLessThanOrEqual(MOST);
  });
});

describe('agreement finds what no audit of single steps can:', () => {
  test('a table that compares no more than the first word', () => {
    wide();
    const add = Table.prototype.add;
    const seen = new WeakMap<Table, Set<number>>();
    vi.spyOn(Table.prototype, 'add').mockImplementation(function (this: Table, states, at, hash) {
      const firsts = seen.get(this) ?? new Set();
      seen.set(this, firsts);
      const first = states[at] ?? 0;
      if (firsts.has(first)) return false;
      firsts.add(first);
      return add.call(this, states, at, hash);
    });
    expect(rich()).toBeLessThanOrEqual(MOST);
  });

  test('a memory of recent states that takes like for same', () => {
    vi.spyOn(Recent.prototype, 'has').mockImplementation((_, __, hash) => hash % 5 === 0);
    expect(rich()).toBeLessThanOrEqual(MOST);
  });

  test('a goal that one state less reaches', () => {
    const successors = PackedGraph.prototype.successors;
    vi.spyOn(PackedGraph.prototype, 'successors').mockImplementation(function (
      this: PackedGraph,
      state: number,
      out: number[],
    ) {
      successors.call(this, state, out);
      out.length = Math.min(out.length, 2);
    });
    expect(rich()).toBeLessThanOrEqual(MOST);
  });

  test('new states that are numbered in another order', () => {
    const place = Owner.prototype.place;
    vi.spyOn(Owner.prototype, 'place').mockImplementation(function (
      this: Owner,
      ...[arena, all, base, start]
    ) {
      const { fresh, count } = this;
      const stride = arena.words + 2;
      if (count > 1) {
        const first = fresh.slice(0, stride);
        fresh.copyWithin(0, (count - 1) * stride, count * stride);
        fresh.set(first, (count - 1) * stride);
      }
      place.call(this, arena, all, base, start);
    });
    expect(rich()).toBeLessThanOrEqual(MOST);
  });

  test('a violation that is taken in too late', () => {
    const take = Findings.prototype.take;
    vi.spyOn(Findings.prototype, 'take').mockImplementation(function (this: Findings, ...said) {
      const stop = take.apply(this, said);
      return stop === null || said[0] === 0 ? stop : stop + 1;
    });
    expect(rich(({ model }) => differ(model, { audit: 0 }))).toBeLessThanOrEqual(MOST);
  });
});
