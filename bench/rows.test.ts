import { describe, expect, test } from 'vitest';
import { parseAsked, pick } from './asked.ts';
import { engineOptions, GMEM, lastref } from './checkers/lastref.ts';
import { COUNTS, rowsOf } from './rows.ts';

const wanted = { engine: 'explore', small: false, maxSeconds: 60 } as const;
const names = (row?: { entries: readonly { program: { name: string } }[] }) =>
  row?.entries.map(({ program }) => program.name);

test('each row has who does the same work, and what there is to count', async () => {
  const rows = await rowsOf(wanted);
  expect(Object.fromEntries(rows.map((row) => [row.name, names(row)]))).toEqual({
    plain: ['SPIN', 'Rumur', 'C++ by hand', 'lastref'],
    symmetry: [
      ...['Rumur, heuristic', 'Rumur, heuristic, 2 threads', 'Rumur, exhaustive'],
      ...['C++ by hand', 'lastref', 'lastref, 2 workers'],
    ],
    workers: ['lastref', 'lastref, 2 workers'],
    sets: ['P=3 H=2 R=2', 'P=3 H=2 R=3', 'P=6 H=2 R=2', 'P=8 H=2 R=2', 'P=4 H=3 R=1'].map(
      (size) => `lastref, prove, ${size}`,
    ),
    protocols: ['lastref, guest_memfd_callback', 'lastref, guest_memfd_conversion'],
    larger: ['lastref, guest_memfd_callback', 'lastref, guest_memfd_conversion'],
  });
  const expected = rows.map(({ entries }) => entries[0]?.expected?.states);
  expect(expected.slice(0, 3)).toEqual([1_750_024, 149_004, 9_962_757]);
  // expected.json has the default bounds of each shipped protocol.
  for (const { expected } of rows[4]?.entries ?? []) expect(expected?.states).toBeGreaterThan(1e5);
  expect(rows.flatMap(({ entries }) => entries.filter(({ atLeast }) => atLeast))).toHaveLength(2);
});

test('the reference engine is left out where it cannot be asked', async () => {
  const rows = await rowsOf({ ...wanted, engine: 'reference', small: true });
  const own = (row?: (typeof rows)[number]) => names(row)?.filter((name) => /lastref/.test(name));
  expect(rows.map(own)).toEqual([['lastref, reference'], [], ['lastref, reference'], []]);
  const [, symmetry] = await rowsOf({ ...wanted, engine: 'reference' });
  expect(symmetry?.base).toBeNull();
});

test('the small rows have the published counts', async () => {
  const rows = await rowsOf({ ...wanted, small: true });
  expect(rows.every(({ once, base }) => once && base === null)).toBe(true);
  expect(rows.map(({ entries }) => entries.at(-1)?.expected)).toEqual([
    { states: 4_193, transitions: 20_546 },
    COUNTS.orbits.P2R1,
    { states: 155_673, transitions: 960_435 },
    COUNTS.orbits.P3R1,
  ]);
});

describe('the command line of lastref', () => {
  const settings = { engine: 'explore', workers: 1, symmetry: false } as const;

  test('is asked for engine, workers and symmetry in one place', () => {
    expect(engineOptions(settings).join(' ')).toBe('--engine explore --workers 1 --no-symmetry');
    expect(engineOptions({ ...settings, workers: 2, symmetry: true }).join(' ')).toBe(
      '--engine explore --workers 2',
    );
    expect(engineOptions({ ...settings, engine: 'reference' }).join(' ')).toBe(
      '--engine reference',
    );
    expect(engineOptions({ ...settings, engine: 'prove' }).join(' ')).toBe('--engine prove');
  });

  test('names a compiled model, its bounds and the budget', () => {
    const size = { pages: 3, hosts: 2, pins: 1 };
    const program = lastref(GMEM, size, { ...settings, maxSeconds: 9 });
    const { file, args } = program.command('');
    expect(file).toBe(process.execPath);
    expect(args[0]).toMatch(/dist\/scripts\/lastref\.js$/);
    expect(args.slice(1).join(' ').replace(GMEM, 'GMEM')).toBe(
      'check GMEM --mutation none --bounds pages=3,hosts=2,pins=1 --engine explore --workers 1 ' +
        '--no-symmetry --max-seconds 9 --json',
    );
    expect(lastref('guest_memfd_callback', {}, settings).command('').args).not.toContain(
      '--bounds',
    );
  });
});

test('options are read, and rows picked by name in their own order', async () => {
  expect(parseAsked([])).toEqual({ ...wanted, runs: 5, only: null, json: null });
  const args = '--runs 3 --only symmetry,plain --json out.json --engine reference --small';
  expect(parseAsked([...args.split(' '), '--max-seconds', '1.5'])).toEqual({
    ...{ runs: 3, only: ['symmetry', 'plain'], json: 'out.json' },
    ...{ engine: 'reference', small: true, maxSeconds: 1.5 },
  });
  const rows = await rowsOf(wanted);
  expect(pick(rows, ['symmetry', 'plain']).map(({ name }) => name)).toEqual(['plain', 'symmetry']);
  expect(pick(rows, null)).toEqual(rows);
  expect(() => pick(rows, ['large'])).toThrow("unknown row 'large'");
});
