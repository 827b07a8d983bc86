import { expect, test } from 'vitest';
import { diff, showChange } from './diff.ts';
import { paintFor, plain } from './paint.ts';
import { distinct, readsOf } from './reads.ts';
import { clip, showValue } from './show.ts';
import { table } from './table.ts';
import { list, showRead } from './why.ts';

const frozen = Object.freeze({
  a: 1,
  deep: Object.freeze({ on: true, off: false }),
  items: Object.freeze([1, 2]),
});

test('reads are recorded in order, through frozen objects, arrays as values', () => {
  const reads = readsOf(frozen, (s) => {
    const { a, deep, items } = s as typeof frozen;
    return a === 1 && deep.off && items.length;
  });
  expect(reads).toEqual([
    { path: 'a', value: 1 },
    { path: 'items', value: [1, 2] },
    { path: 'deep.off', value: false },
  ]);
});

test('enumerating reads every field; an error ends the list', () => {
  const reads = readsOf(frozen, (s) => {
    Object.values((s as typeof frozen).deep);
    throw new Error('a guard that throws');
  });
  expect(reads.map(showRead)).toEqual(['deep.on', 'not deep.off']);
});

test('a field read twice is listed once, where it was read last', () => {
  const [a, b] = [
    { path: 'a', value: 1 },
    { path: 'b', value: 2 },
  ];
  expect(distinct([a, b, a])).toEqual([b, a]);
});

test('a difference is a field; arrays are values', () => {
  const before = { n: 1, list: [1], same: { x: null } };
  const after = { n: 2, list: [1, 2], same: { x: null } };
  expect(diff(before, after).map(showChange)).toEqual(['n 1→2', 'list [1]→[1, 2]']);
});

test('of a list of records, a difference is what came and what went', () => {
  const change = { path: 'held', before: [{ by: 'x' }], after: [{ by: 'y' }, { by: 'y' }] };
  expect(showChange(change)).toBe('held +{by: y} +{by: y} −{by: x}');
});

test('values and lists stay short', () => {
  expect(showValue('')).toBe('""');
  expect(showValue([null, 'x'])).toBe('[null, x]');
  expect(clip('abcdef', 4)).toBe('abc…');
  expect(list(['a', 'b', 'c'])).toBe('a, b and c');
  expect(list(Array.from('abcdefghij'))).toBe('a, b, c, d, e, f, g, h and 2 more');
});

test('a table is aligned, without trailing blanks', () => {
  const columns = [{ heading: 'name' }, { heading: 'n', align: 'right' }] as const;
  expect(table(columns, [['x', '10'], ['long name']])).toBe(
    'name        n\nx          10\nlong name',
  );
});

test('colour is for terminals that want it', () => {
  expect(paintFor({ isTTY: true }, {})('bad', 'x')).toContain('\u001b[');
  expect(paintFor({ isTTY: true }, { NO_COLOR: '1' })).toBe(plain);
  expect(paintFor({ isTTY: true }, { TERM: 'dumb' })).toBe(plain);
  expect(paintFor({}, {})('bad', 'x')).toBe('x');
});
