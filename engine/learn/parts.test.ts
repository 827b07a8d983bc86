/** The parts of what is learned, each by itself, against something simpler. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Interner } from '../system/intern.ts';
import { Dictionary } from './dictionary.ts';
import { bitsFor, layOut, pack, unpack } from './layout.ts';
import { Leaves } from './leaves.ts';
import { Recording } from './recording.ts';
import { Structure } from './structure.ts';
import { type Read, Tries, UNKNOWN } from './tries.ts';

const scalar = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.boolean(), fc.constantFrom(null, '1'));

test('a dictionary has one code for each value, in the order of coming', () => {
  const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }));
  const judge = fc.property(fc.array(value), (values) => {
    const dictionary = new Dictionary(new Interner());
    const known: string[] = [];
    for (const each of values) {
      const text = JSON.stringify(each);
      if (!known.includes(text)) expect(dictionary.find(each)).toBe(undefined);
      if (!known.includes(text)) known.push(text);
      expect(dictionary.code(each)).toBe(known.indexOf(text));
      expect(dictionary.find(each)).toBe(known.indexOf(text));
    }
    expect(dictionary.values.map((each) => JSON.stringify(each))).toEqual(known);
  });
  fc.assert(judge, { seed: 1 });
});

const sizes = fc.array(fc.oneof(fc.nat({ max: 9 }), fc.nat({ max: 2 ** 20 })), {
  minLength: 1,
  maxLength: 40,
});
const codesFor = (sizes: readonly number[]) =>
  fc.tuple(...sizes.map((size) => fc.nat({ max: Math.max(0, size - 1) })));
const sized = sizes.chain((sizes) => fc.tuple(fc.constant(sizes), codesFor(sizes)));

test('a layout gives each field bits of its own, as many as it needs, but never bit 0', () => {
  const judge = fc.property(sizes, (sizes) => {
    const { words, word, shift, mask } = layOut(sizes);
    const taken = new Set([0]);
    for (const [field, size] of sizes.entries()) {
      const width = Math.log2((mask[field] ?? 0) + 1);
      expect(width).toBeGreaterThanOrEqual(bitsFor(size));
      expect((shift[field] ?? 0) + width).toBeLessThanOrEqual(32);
      expect(word[field]).toBeLessThan(words);
      for (let bit = 0; bit < width; bit++) {
        const place = 32 * (word[field] ?? 0) + (shift[field] ?? 0) + bit;
        expect(taken.has(place)).toBe(false);
        taken.add(place);
      }
    }
  });
  fc.assert(judge, { seed: 1 });
});

test('what is packed is unpacked as it was', () => {
  const judge = fc.property(sized, ([sizes, codes]) => {
    const layout = layOut(sizes);
    const packed = new Int32Array(layout.words + 3).fill(-1);
    pack(layout, codes, packed, 2);
    const out = new Int32Array(sizes.length);
    unpack(layout, packed, 2, out);
    expect([...out]).toEqual(codes);
    expect([packed[1], packed.at(-1)]).toEqual([-1, -1]);
  });
  fc.assert(judge, { seed: 1 });
});

test('a leaf changes the fields that it writes, and no others, wherever they are', () => {
  const judge = fc.property(sized, sized, ([sizes, before], [, other]) => {
    const written = sizes.map((size, field) => (other[field] ?? 0) % Math.max(1, size));
    const fields = [...sizes.keys()].filter((field) => (other[field] ?? 0) % 2 === 1);
    const writes = { fields, codes: fields.map((field) => written[field] ?? 0) };
    const leaves = new Leaves(layOut(sizes));
    const ref = leaves.refOf(writes);
    expect(leaves.refOf({ ...writes })).toBe(ref);
    const wider = sizes.map((size) => size * 3);
    const moved = leaves.moveTo(layOut(wider)).get(ref) ?? 0;
    const packed = new Int32Array(layOut(wider).words);
    pack(layOut(wider), before, packed);
    const { array } = leaves;
    const at = -1 - moved;
    for (let i = at + 2; i < at + 2 + 3 * (array[at + 1] ?? 0); i += 3) {
      const word = array[i] ?? 0;
      packed[word] = ((packed[word] ?? 0) & (array[i + 1] ?? 0)) | (array[i + 2] ?? 0);
    }
    const out = new Int32Array(sizes.length);
    unpack(layOut(wider), packed, 0, out);
    const expected = before.map((code, field) => (fields.includes(field) ? written[field] : code));
    expect([...out]).toEqual(expected);
  });
  fc.assert(judge, { seed: 1 });
});

test('a trie says what a map of its paths says, before and after it is laid out anew', () => {
  const states = fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)), { minLength: 1 });
  const judge = fc.property(states, states, (learned, asked) => {
    const tries = new Tries(1, layOut([5, 5, 5]));
    const map = new Map<string, number>();
    // Reads as a pure step would: the first value decides which field is read next.
    const readsOf = (codes: readonly number[]): Read[] => {
      const fields = (codes[0] ?? 0) % 2 === 0 ? [0, 1] : [0, 2];
      return fields.map((field) => ({ field, code: codes[field] ?? 0 }));
    };
    for (const codes of learned) {
      const reads = readsOf(codes);
      const writes = { fields: [1], codes: [((codes[0] ?? 0) + (reads[1]?.code ?? 0)) % 5] };
      const ref = tries.leaves.refOf(writes);
      expect(tries.add(0, reads, ref)).toBe(true);
      expect(tries.add(0, reads, ref - 1)).toBe(false);
      map.set(JSON.stringify(reads), tries.leaves.array[-1 - ref] ?? -1);
    }
    for (const layout of [layOut([5, 5, 5]), layOut([5, 2 ** 20, 2 ** 20])]) {
      tries.moveTo(layout);
      for (const codes of [...learned, ...asked]) {
        const packed = new Int32Array(layout.words);
        pack(layout, codes, packed);
        const ref = tries.find(0, packed, 0);
        const leaf = ref === UNKNOWN ? undefined : tries.leaves.array[-1 - ref];
        expect(leaf).toBe(map.get(JSON.stringify(readsOf(codes))));
      }
    }
  });
  fc.assert(judge, { seed: 1 });
});

describe('a recording', () => {
  const state = { a: 1, b: { c: 2, list: [3] as readonly number[] }, d: 4 };
  const run = (recipe: (s: { a: number; b: { c: number; list: number[] }; d: number }) => void) => {
    const structure = new Structure(state);
    const reads: string[] = [];
    const codes = structure.encode(state);
    const recording = new Recording(structure, codes, (field) => {
      reads.push(structure.paths[field] ?? '');
    });
    // It stands in for such a state.
    recipe(recording.root as never);
    const written = [...recording.written].map(
      (field) => `${structure.paths[field]} = ${JSON.stringify(recording.value(field))}`,
    );
    return { reads, written };
  };

  test('notes each field once, in the order of reading', () => {
    const recipe = run((s) => void (s.d + s.a + s.d + s.b.c));
    expect(recipe).toEqual({ reads: ['d', 'a', 'b.c'], written: [] });
  });

  test('notes nothing of what it wrote itself, and does not read what is overwritten', () => {
    const recipe = run((s) => {
      s.a = 5;
      s.d = s.a + 1;
    });
    expect(recipe).toEqual({ reads: [], written: ['a = 5', 'd = 6'] });
  });

  test('takes a list that was asked for as read and perhaps written', () => {
    const recipe = run((s) => void s.b.list.push(9));
    expect(recipe).toEqual({ reads: ['b.list'], written: ['b.list = [3,9]'] });
    expect(state.b.list).toEqual([3]);
  });

  test('knows its keys without reading', () => {
    const recipe = run((s) => {
      s.a = Object.keys(s.b).length + ('c' in s.b ? 10 : 0);
    });
    expect(recipe).toEqual({ reads: [], written: ['a = 12'] });
  });

  test('reads all of what is spread, spelt out, or taken apart with a rest', () => {
    const all = ['a', 'b.c', 'b.list', 'd'];
    expect(run((s) => void JSON.stringify(s)).reads).toEqual(all);
    expect(run((s) => void { ...s.b }).reads).toEqual(['b.c', 'b.list']);
    const taken = run(({ a: _, ...rest }) => void JSON.stringify(rest));
    expect(taken.reads).toEqual(['a', 'd', 'b.c', 'b.list']);
  });

  test('writes every field of an object that is put in the place of another', () => {
    const recipe = run((s) => {
      s.b = { c: s.d, list: [] };
    });
    expect(recipe).toEqual({ reads: ['d'], written: ['b.c = 4', 'b.list = []'] });
  });

  test('does not follow an object that was replaced', () => {
    const stale = () =>
      run((s) => {
        const { b } = s;
        s.b = { c: 0, list: [] };
        b.c = 7;
      });
    expect(stale).toThrow();
  });
});
