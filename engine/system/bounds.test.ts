import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../errors.ts';
import { flag, oneOf, range, union } from '../language/domain.ts';
import { resolveBounds, sortCounts } from './bounds.ts';
import { product } from './product.ts';

const worker = oneOf('w0', 'w1', 'w2');
const declared = {
  workers: worker.count(2),
  depth: range(3, { min: 0, max: 5 }),
  strict: flag(false),
};

describe('resolveBounds', () => {
  test('keeps the defaults of what is not asked', () => {
    expect(resolveBounds('m', declared, {})).toEqual({ workers: 2, depth: 3, strict: 0 });
    expect(resolveBounds('m', declared, { depth: 0 })).toEqual({ workers: 2, depth: 0, strict: 0 });
  });

  test('takes exactly the whole numbers in range', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -3, max: 9 }), fc.double()), (depth) => {
        const ask = () => resolveBounds('m', declared, { depth });
        if (Number.isInteger(depth) && depth >= 0 && depth <= 5)
          expect(ask()).toMatchObject({ depth });
        else expect(ask).toThrow(InputError);
      }),
    );
  });

  test('says the range and the default', () => {
    expect(() => resolveBounds('m', declared, { workers: 4 })).toThrow(
      expect.objectContaining({
        message: 'bound workers=4 of m is out of range',
        fix: 'give a whole number from 1 to 3; the default is 2',
      }),
    );
    expect(() => resolveBounds('m', declared, { strict: 2 })).toThrow(/strict=2/);
  });

  test('names the nearest bound for one that does not exist', () => {
    expect(() => resolveBounds('m', declared, { worker: 1 })).toThrow(
      expect.objectContaining({
        message: "unknown bound 'worker' of m",
        fix: "did you mean 'workers'?",
        available: ['workers', 'depth', 'strict'],
      }),
    );
    // Not a bound either, though every object has it.
    expect(() => resolveBounds('m', declared, { constructor: 1 })).toThrow(/unknown bound/);
  });
});

describe('product', () => {
  test('has the first values first, cut down by the counts', () => {
    const counts = sortCounts(declared, { workers: 2, depth: 0, strict: 0 });
    expect(product({ worker, on: oneOf(true, false) }, counts)).toEqual([
      { worker: 'w0', on: true },
      { worker: 'w0', on: false },
      { worker: 'w1', on: true },
      { worker: 'w1', on: false },
    ]);
  });

  test('cuts each part of a union by its own bound', () => {
    const boss = oneOf('b0', 'b1');
    const counts = sortCounts({ w: worker.count(1), b: boss.count(2) }, { w: 1, b: 2 });
    const anyone = union<'w0' | 'w1' | 'w2' | 'b0' | 'b1'>(worker, boss);
    expect(product({ who: anyone }, counts)).toEqual([{ who: 'w0' }, { who: 'b0' }, { who: 'b1' }]);
  });

  test('of no domains is one step without parameters, of an empty one none', () => {
    const none = sortCounts({ w: worker.count(0) }, { w: 0 });
    expect(product({}, none)).toEqual([{}]);
    expect(product({ worker }, none)).toEqual([]);
  });
});
