import { expect, test } from 'vitest';
import { checkReport } from './check-report.ts';
import { runLastref } from './fixtures/run-lastref.ts';

const GMEM = './bench/gmem.ts';
const COUNTER = './engine/fixtures/hunt-locked-counter.ts';
const FAULT = 'the lock is not waited for';
const ALL = ['--mutation', 'none', '--engine', 'prove'];

test('a protocol is proved, with the counts of every other checker', async () => {
  const { code, stdout } = await runLastref(['check', GMEM, ...ALL, '--bounds', 'pages=2']);
  expect(stdout).toMatch(/^4,193 states, 20,546 steps, [\d.]+ s: every property holds/m);
  expect(stdout).toMatch(/^[\d,]+ nodes \(at most [\d,]+\), \d+ passes, fields \w+$/m);
  expect(code).toBe(0);
});

test('a fault has a trace as short as that of explore', async () => {
  const asked = ['check', COUNTER, '--mutation', FAULT, '--json'];
  const runs = await Promise.all(
    ['explore', 'prove'].map(async (engine) => {
      const { code, stdout } = await runLastref([...asked, '--engine', engine]);
      expect(code).toBe(1);
      return checkReport.parse(JSON.parse(stdout)).runs[0];
    }),
  );
  const [explored, proved] = runs.map((run) => run?.trace);
  expect(proved?.property).toEqual(explored?.property);
  expect(proved?.steps).toHaveLength(explored?.steps.length ?? 0);
});

test('where it ends before all states are known, it says so of their number', async () => {
  const asked = ['check', GMEM, '--mutation', 'BUG=1', '--engine', 'prove', '--bounds', 'pages=2'];
  const { code, stdout } = await runLastref(asked);
  expect(stdout).toMatch(/^at least [\d,]+ states, [\d.]+ s: \w+ is violated$/m);
  expect(code).toBe(1);
});

test('what it does not judge is said, and the run is not complete', async () => {
  const bounds = 'hosts=1,munmap=0,guests=0,folios=1';
  const asked = ['check', 'guest_memfd_conversion', '--bounds', bounds, '--engine', 'prove'];
  const { code, stdout } = await runLastref(asked);
  expect(stdout).toMatch(/every state is known, but not judged: conversionEnds, callsReturn/);
  expect(stdout).toMatch(/^leadsTo is for --engine explore: conversionEnds, callsReturn/m);
  expect(code).toBe(3);
}, 60_000);

test.each([
  [['--checkpoint', 'x.ckpt'], /--checkpoint and --engine prove do not go together/],
  [['--hash-compaction'], /--hash-compaction and --engine prove do not go together/],
  [['--field-order', 'sifted'], /unknown field order 'sifted'[\s\S]*grouped/],
  [['--bounds', 'pages=3..2'], /empty range/],
])('%j is refused', async (options, message) => {
  const { code, stderr } = await runLastref(['check', GMEM, ...ALL, ...options]);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});

test('a range of bounds shows how the protocol grows, and ends where a run does not', async () => {
  const asked = ['check', GMEM, '--mutation', 'none', '--engine', 'explore', '--no-symmetry'];
  const all = await runLastref([...asked, '--bounds', 'pages=1..2']);
  expect(all.stdout).toMatch(/^gmem\npages +engine +states +nodes/);
  expect(all.stdout).toMatch(/^ *1 +explore +89 +– [\s\S]*^ *2 +explore +4,193 +– .*holds +█+$/m);
  expect(all.code).toBe(0);
  const limited = ['--bounds', 'pages=1..4', '--max-states', '1000'];
  const cut = await runLastref([...asked, ...limited]);
  expect(cut.stdout).toMatch(/✗ ended by max-states[\s\S]*2 larger not tried/);
  expect(cut.code).toBe(3);
});
