import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkReport } from './check-report.ts';
import { runLastref } from './fixtures/run-lastref.ts';
import { packageFile } from './package.ts';
import { schemas } from './schemas.ts';

const folder = mkdtempSync(join(tmpdir(), 'lastref-'));
afterAll(() => rmSync(folder, { recursive: true }));

const GMEM = './bench/gmem.ts';
const SPINLOCK = './engine/fixtures/spinlock.ts';
const VACUOUS = './scripts/fixtures/vacuous.ts';
const MUTATION = 'the re-check of the PTE is left out';

describe('exit codes', () => {
  test.each<[code: number, what: string, args: string[]]>([
    [0, 'all holds, all was searched', ['check', GMEM]],
    [0, 'each mutation breaks what it names', ['check', GMEM, '--mutation', 'all']],
    [1, 'a violation', ['check', GMEM, '--mutation', MUTATION]],
    [1, 'a violation found at random', ['hunt', GMEM, '--mutation', MUTATION]],
    [0, 'nothing found at random', ['hunt', GMEM, '--runs', '3']],
    [3, 'a budget of states', ['check', GMEM, '--max-states', '50']],
    [3, 'a budget of time', ['check', GMEM, '--max-seconds', '0.01']],
    [4, 'a goal unreached, an action that never fires', ['check', VACUOUS]],
    [0, 'help', ['check', '--help']],
    [0, 'the list', ['list', GMEM]],
  ])('%i: %s', async (code, _, args) => {
    const result = await runLastref(args);
    expect(result).toMatchObject({ code, stderr: '' });
    expect(result.stdout).not.toBe('');
  });

  test('130: interrupted, with what is known', async () => {
    let states = 0;
    // A busy machine may take seconds to begin.
    for (let after = 2000; states <= 1 && after < 30_000; after *= 2) {
      const interrupt = new AbortController();
      setTimeout(() => interrupt.abort(), after);
      const args = ['check', GMEM, '--bounds', 'pages=3,hosts=3,pins=2', '--json'];
      const { code, stdout } = await runLastref(args, interrupt.signal);
      expect(code).toBe(130);
      const [run] = checkReport.parse(JSON.parse(stdout)).runs;
      expect(run).toMatchObject({ complete: false, asExpected: false });
      states = run?.states ?? 0;
    }
    expect(states).toBeGreaterThan(1);
  });
});

test('what --json prints is what the schema says, with the trace in it', async () => {
  const { stdout } = await runLastref(['check', GMEM, '--mutation', 'all', '--json']);
  const { runs } = checkReport.parse(JSON.parse(stdout));
  expect(runs.map(({ states, steps }) => ({ states, steps }))[0]).toEqual({
    states: 1107,
    steps: 5425,
  });
  expect(runs.map(({ asExpected, expected }) => [asExpected, expected])).toEqual([
    [true, 'holds'],
    [true, 'breaks privateIsClean'],
    [true, 'breaks privateIsClean'],
  ]);
  expect(runs.map(({ trace }) => trace?.steps.length ?? null)).toEqual([null, 6, 6]);
});

test('the published schemas are those of the code', () => {
  for (const [name, text] of Object.entries(schemas)) {
    expect(readFileSync(packageFile(`schemas/${name}`), 'utf8'), 'npm run schemas').toBe(text);
  }
});

test('a counterexample goes from check to a file, to replay, to a test', async () => {
  const path = join(folder, 'fault.json');
  await runLastref(['check', GMEM, '--mutation', MUTATION, '--trace', path]);
  const replayed = await runLastref(['replay', path]);
  expect(replayed).toMatchObject({ code: 0, stderr: '' });
  expect(replayed.stdout).toContain('yes harmless without the mutation');
  const file = join(folder, 'fault.test.ts');
  expect(await runLastref(['show', path, '--as', 'test', '--out', file])).toMatchObject({
    code: 0,
  });
  expect(existsSync(file)).toBe(true);
  const itf = await runLastref(['show', path, '--as', 'itf']);
  expect(JSON.parse(itf.stdout)).toMatchObject({ '#meta': { format: 'ITF' } });
});

test('a counterexample that never ends goes the same way, with its loop', async () => {
  const path = join(folder, 'starves.json');
  const args = ['--mutation', 'what can run only now and then need not'];
  const checked = await runLastref(['check', SPINLOCK, ...args, '--trace', path]);
  expect(checked).toMatchObject({ code: 1, stderr: '' });
  expect(checked.stdout).toContain('back to state 1, under weak fairness of worker0, worker1');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ loop: 1 });
  expect(await runLastref(['replay', path])).toMatchObject({ code: 0, stderr: '' });
  const { stdout } = await runLastref(['show', path, '--as', 'test']);
  expect(stdout).toContain('loop: 1 }');
  const json = await runLastref(['check', SPINLOCK, ...args, '--json']);
  expect(checkReport.parse(JSON.parse(json.stdout)).runs).toMatchObject([
    { fairness: [{ kind: 'weak' }, { kind: 'weak' }], trace: { property: { kind: 'leadsTo' } } },
  ]);
});

test('a hunt is made again by its replay line', async () => {
  const first = await runLastref(['hunt', GMEM, '--mutation', MUTATION, '--json']);
  const { seed, path, trace } = JSON.parse(first.stdout);
  const args = ['--seed', String(seed), '--path', path, '--json'];
  const again = await runLastref(['hunt', GMEM, '--mutation', MUTATION, ...args]);
  expect(JSON.parse(again.stdout).trace.steps).toEqual(trace.steps);
});

test('one property alone: the others are not looked at', async () => {
  const { code, stdout } = await runLastref(['check', GMEM, '--property', 'goesPrivate', '--json']);
  expect(code).toBe(0);
  expect(checkReport.parse(JSON.parse(stdout)).runs[0]?.properties).toEqual([
    { name: 'goesPrivate', kind: 'reachable', verdict: 'reached' },
  ]);
});
