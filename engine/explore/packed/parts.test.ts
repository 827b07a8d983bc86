/** The parts of the fast engine, each by itself, against something simpler. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Arena } from './arena.ts';
import { Recent } from './recent.ts';
import { firstStuck } from './stuck.ts';
import { hashOf, Table } from './table.ts';

/** States of two words that are often alike in one of them. */
const state = fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]) => [2 * a + 1, b] as const);

test('a table has what a set has, while it grows', () => {
  const judge = fc.property(fc.array(state, { maxLength: 5000, size: 'max' }), (states) => {
    const table = new Table(2, false);
    const set = new Set<string>();
    for (const each of states) {
      const packed = Int32Array.from([0, ...each]);
      expect(table.add(packed, 1, hashOf(packed, 1, 2))).toBe(!set.has(each.join()));
      set.add(each.join());
    }
  });
  fc.assert(judge, { seed: 1, numRuns: 20 });
});

test('what was found lately was found before, and the same again at once', () => {
  const judge = fc.property(fc.array(state, { maxLength: 500 }), (states) => {
    const recent = new Recent(2);
    const set = new Set<string>();
    for (const each of states) {
      const packed = Int32Array.from(each);
      const hash = hashOf(packed, 0, 2);
      if (recent.has(packed, 0, hash)) expect(set.has(each.join())).toBe(true);
      expect(recent.has(packed, 0, hash)).toBe(true);
      set.add(each.join());
    }
  });
  fc.assert(judge, { seed: 1 });
});

test('an arena keeps states and parents by number, over several blocks', () => {
  const arena = new Arena(3);
  const size = 40_000;
  arena.reserve(size);
  for (let id = 0; id < size; id++) {
    arena.block(id).set([id, -id, 7], arena.offset(id));
    arena.setParent(id, id - 1, 0);
  }
  for (const id of [0, 1, 16_383, 16_384, 32_768, size - 1]) {
    const offset = arena.offset(id);
    expect([...arena.block(id).subarray(offset, offset + 3)]).toEqual([id, -id || 0, 7]);
    expect(arena.parent(id)).toBe(id - 1);
  }
});

test('states that reach no goal are those of brute force', () => {
  const size = 8;
  const edges = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 20 });
  const goals = fc.array(fc.nat(7), { minLength: size, maxLength: size });
  const judge = fc.property(edges, goals, (edges, goals) => {
    const graph = {
      size,
      successors: (state: number, out: number[]) => {
        for (const [from, to] of edges) if (from === state) out.push(0, to);
      },
    };
    const reaches = (state: number, goal: number): boolean => {
      const seen = new Set([state]);
      for (const each of seen) {
        if (((goals[each] ?? 0) & (1 << goal)) !== 0) return true;
        for (const [from, to] of edges) if (from === each) seen.add(to);
      }
      return false;
    };
    const expected = [0, 1, 2].map((goal) => {
      const stuck = [...Array(size).keys()].find((each) => !reaches(each, goal));
      return stuck ?? null;
    });
    expect(firstStuck(graph, 3, (id) => goals[id] ?? 0)).toEqual(expected);
  });
  fc.assert(judge, { seed: 1, numRuns: 500 });
});
