/** Traces to other tools and back, from the command line. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runLastref } from './fixtures/run-lastref.ts';
import { packageFile } from './package.ts';

const folder = mkdtempSync(join(tmpdir(), 'lastref-'));
afterAll(() => rmSync(folder, { recursive: true }));

const LOST = './engine/fixtures/lost-update.ts';
const FAULT = 'the total is read and written in two steps';
const TRACE = 'traces/guest_memfd_conversion/shared-pages-are-made-private-too.json';

test('ITF that lastref wrote is shown as the trace that it was written from', async () => {
  const itf = join(folder, 'race.itf.json');
  await runLastref(['show', TRACE, '--as', 'itf', '--out', itf]);
  const { stdout } = await runLastref(['show', itf, '--as', 'trace']);
  expect(stdout).toBe(readFileSync(packageFile(TRACE), 'utf8'));
  const refused = await runLastref(['replay', itf, '--mutation', 'x']);
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.stderr).toContain('says itself at which bounds it runs');
});

const state = (total: number, ...each: [at: string, seen: number][]) => ({
  total,
  worker: { '#map': each.map(([at, seen], i) => [`worker${i}`, { at, seen }]) },
});
const states = [
  state(0, ['idle', 0], ['idle', 0]),
  state(0, ['write', 0], ['idle', 0]),
  state(0, ['write', 0], ['write', 0]),
  state(1, ['done', 0], ['write', 0]),
  state(1, ['done', 0], ['done', 0]),
];
const file = (name: string, data: object): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(data));
  return path;
};

test('ITF of another tool is replayed on a model, and kept as a trace', async () => {
  const path = file('other.itf.json', { vars: ['total', 'worker'], states });
  const args = [path, '--model', LOST, '--mutation', FAULT];
  const kept = join(folder, 'kept.json');
  await runLastref(['show', ...args, '--as', 'trace', '--out', kept]);
  const replayed = await runLastref(['replay', kept]);
  expect(replayed).toMatchObject({ code: 0, stderr: '' });
  expect(replayed.stdout).toContain('yes violates: nothingIsLost is broken at step 4');
});

test.each<[what: string, data: object, args: string[], says: RegExp]>([
  ['no model', { vars: ['total'], states }, [], /does not say which model/],
  ['no mutation', { vars: ['total', 'worker'], states }, ['--model', LOST], /states\[0\] to st/],
  ['no ITF', { vars: ['a'], states: [{}] }, ['--model', LOST], /there is no value of 'a'/],
])('ITF with %s is one clear error', async (what, data, args, says) => {
  const path = file(`${what}.itf.json`, data);
  const { code, stderr, stdout } = await runLastref(['show', path, ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(says);
  expect(stderr.match(/lastref: /g)).toHaveLength(1);
});

test('the vitest test that is written runs, and passes', async () => {
  // Inside the repository, so that 'lastref' is this package.
  const inside = mkdtempSync(join(import.meta.dirname, '.exported-'));
  try {
    const path = join(inside, 'race.test.ts');
    await runLastref(['show', TRACE, '--as', 'test', '--out', path]);
    const vitest = packageFile('node_modules/vitest/vitest.mjs');
    const args = [vitest, 'run', path, '--typecheck.enabled=false'];
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: packageFile('.'),
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    expect(stdout + stderr).toMatch(/Tests {2}1 passed/);
  } finally {
    rmSync(inside, { recursive: true });
  }
});
