import { expect, test } from 'vitest';
import { claimsOf } from '../explore/packed/compile.ts';
import { guarded } from '../fixtures/guarded.ts';
import { protocol } from '../language/protocol.ts';
import { instantiate } from '../system/instantiate.ts';
import { hasBit } from './bits.ts';
import { Relation } from './relation.ts';

/** A relation that knows nothing yet, with the codes of the initial state. */
function fresh(system = instantiate(guarded)) {
  const relation = new Relation(system, claimsOf(system), [], () => {});
  const codes = Int32Array.from(relation.structure.encode(system.initial));
  return { relation, codes };
}

const claims = Array.from(claimsOf(instantiate(guarded)).entries());

test.each(claims)(
  'claim %i is learned from what it reads, and only where that is known',
  (claim) => {
    const { relation: whole, codes } = fresh();
    expect(whole.learnClaim(claim, codes)).toBe(true);
    const bits = whole.tries.looksAt(whole.claimTrie(claim));
    const fields = Array.from(codes.keys());
    expect(fields.some((field) => !hasBit(bits, field))).toBe(true);
    for (const field of fields) {
      const { relation } = fresh();
      const isRead = hasBit(bits, field);
      const some = codes.map((code, i) => (i === field ? -1 : code));
      expect(relation.learnClaim(claim, some)).toBe(!isRead);
      const { tries } = relation;
      const packed = new Int32Array(relation.layout.words);
      const known = tries.find(relation.claimTrie(claim), packed, 0);
      expect(known).toBe(isRead ? 0 : whole.tries.find(whole.claimTrie(claim), packed, 0));
    }
  },
);

test('claims read something', () => {
  const { relation, codes } = fresh();
  for (const [claim] of claims) relation.learnClaim(claim, codes);
  const looks = claims.map(([claim]) => relation.tries.looksAt(relation.claimTrie(claim)));
  expect(looks.some((bits) => codes.some((_, field) => hasBit(bits, field)))).toBe(true);
});

test('a property that catches errors is not taken at its word where a field is not known', () => {
  const { model } = protocol<{ readonly n: number }>();
  const catching = model({
    name: 'catching',
    bounds: {},
    init: () => ({ n: 0 }),
    actions: {},
    always: {
      isNothing: (s) => {
        try {
          return s.n === 0;
        } catch {
          return false;
        }
      },
      throwsAnother: (s) => {
        try {
          return s.n === 0;
        } catch {
          throw new Error('no n');
        }
      },
    },
  });
  const { relation, codes } = fresh(instantiate(catching));
  for (const claim of [0, 1]) {
    expect(
      relation.learnClaim(
        claim,
        codes.map(() => -1),
      ),
    ).toBe(false);
    expect(relation.tries.size(relation.claimTrie(claim))).toBe(0);
    expect(relation.learnClaim(claim, codes)).toBe(true);
  }
});
