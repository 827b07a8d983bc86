import { expect, test } from 'vitest';
import type { Program } from './checkers/program.ts';
import { machineText } from './machine.ts';
import { type Done, renderRow, summarize } from './render.ts';
import type { Entry } from './rows.ts';
import type { Result } from './turns.ts';

const program = (name: string): Program => ({
  ...{ checker: name, name, needs: [] },
  build: async () => {},
  command: () => ({ file: name, args: [] }),
  read: () => {
    throw new Error('never run');
  },
});

interface Made extends Partial<Omit<Entry, 'program'>> {
  readonly seconds: readonly number[];
  readonly states?: number;
  readonly bytesPerState?: number;
  readonly peakBytes?: number | null;
  readonly complete?: boolean;
  readonly failure?: string;
}

function result(name: string, { seconds, ...made }: Made): Result {
  const { states = 1000, bytesPerState = null, complete = true, failure = null } = made;
  const found = { states, transitions: 30_000, complete, bytesPerState, searchSeconds: null };
  const { peakBytes = 10 * 2 ** 20, ...entry } = made;
  return {
    entry: { program: program(name), expected: { states: 1000, transitions: 30_000 }, ...entry },
    runs: seconds.map((each) => ({ seconds: each, processorSeconds: each / 2, peakBytes, found })),
    failure,
  };
}

const row = (...results: Result[]): Done => ({
  row: { name: 'plain', title: 'a title', base: 'lastref', entries: [] },
  results,
});

test('a row is a table of medians, ranges, and ratios to lastref', () => {
  const done = row(
    result('SPIN', { seconds: [6, 3, 24] }),
    result('lastref', { seconds: [2, 1, 8], bytesPerState: 12.345 }),
  );
  expect(renderRow(done, false).replaceAll(/ {2,}/g, '  ')).toBe(
    [
      'plain: a title',
      '',
      'program  states  transitions  seconds  range  processor  transitions/s  peak MiB' +
        '  bytes/state  × lastref  of pairs  range',
      'SPIN  1,000  30,000  6.00  3.00–24.0  3.00  5,000  10.0  –  3.00  3.00  3.00–3.00',
      'lastref  1,000  30,000  2.00  1.00–8.00  1.00  15,000  10.0  12.3  1.00  1.00  1.00–1.00',
    ].join('\n'),
  );
});

test('what is not measured, not complete or wrong is said', () => {
  const done = row(
    result('SPIN', { seconds: [1], peakBytes: null, states: 999 }),
    result('Rumur', { seconds: [], failure: 'it printed no counts' }),
    result('lastref', { seconds: [60], complete: false, expected: null }),
  );
  const text = renderRow(done, false).replaceAll(/ {2,}/g, '  ');
  expect(text).toContain(
    'SPIN  999  30,000  1.00  1.00–1.00  0.500  30,000  not measured  –  0.0167',
  );
  expect(text).toContain('Rumur  –  –  –  –  –  –  –  –  –  –  –');
  expect(text).toContain('lastref  1,000 so far  30,000');
  expect(text.split('\n').slice(-2)).toEqual([
    '✗ SPIN: 999 states, and there are 1,000',
    '✗ Rumur: it printed no counts',
  ]);
});

test('of a family the fastest is named', () => {
  const family = 'Rumur, heuristic';
  const done = row(
    result('one thread', { seconds: [3, 3, 1], family }),
    result('two threads', { seconds: [2, 2, 9], family }),
    result('alone', { seconds: [1], family: 'lastref' }),
  );
  const lines = renderRow(done, false).split('\n');
  expect(lines.at(-1)).toBe('fastest of Rumur, heuristic: two threads, 2.00 s');
  expect(lines.join()).not.toContain('fastest of lastref');
});

test('where counts alone are compared, no time is printed', () => {
  const done = row(result('SPIN', { seconds: [1.25] }), result('lastref', { seconds: [] }));
  expect(renderRow(done, true)).toBe(
    [
      'plain: a title',
      'program  states  transitions',
      'SPIN      1,000       30,000',
      'lastref       –            –',
    ].join('\n'),
  );
});

test('without its base a row has no ratios', () => {
  const [first] = summarize(row(result('SPIN', { seconds: [1] })));
  expect(first).toMatchObject({ ratio: null, seconds: { median: 1, min: 1, max: 1 } });
});

test('the machine and its loads stand beside the table', () => {
  const here = { cores: 2, processor: 'some processor', node: 'v20.20.2' };
  const loads = { loadBefore: [0.5, 1, 2], loadAfter: [1.25, 1, 2] };
  expect(machineText({ ...here, meter: 'GNU time', ...loads })).toBe(
    '2 cores (some processor), node v20.20.2, memory by GNU time\n' +
      'load averages before 0.50 1.00 2.00, after 1.25 1.00 2.00',
  );
  expect(machineText({ ...here, meter: 'none', ...loads })).toContain('memory is not measured');
});
