import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOut, pack } from './layout.ts';
import { Moves } from './moves.ts';

const sizes = fc.array(fc.oneof(fc.nat({ max: 9 }), fc.nat({ max: 2 ** 20 })), {
  minLength: 1,
  maxLength: 40,
});
const codesFor = (sizes: readonly number[]) =>
  fc.tuple(...sizes.map((size) => fc.nat({ max: Math.max(0, size - 1) })));
const sized = sizes.chain((sizes) => fc.tuple(fc.constant(sizes), codesFor(sizes)));

test('what moves to another layout is unpacked there as it was', () => {
  const judge = fc.property(
    sized,
    fc.infiniteStream(fc.nat({ max: 9 })),
    ([sizes, codes], more) => {
      const [before, after] = [
        layOut(sizes),
        layOut(sizes.map((size) => size + more.next().value)),
      ];
      const packed = new Int32Array(before.words);
      pack(before, codes, packed);
      const moved = new Int32Array(after.words + 1).fill(-1);
      new Moves(before, after).move(packed, 0, moved, 0);
      const again = new Int32Array(after.words + 1).fill(-1);
      pack(after, codes, again);
      expect(moved).toEqual(again);
    },
  );
  fc.assert(judge, { seed: 1 });
});
