/** The files for CI systems as a user gets them: from the command line, of real runs. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { afterAll, describe, expect, test } from 'vitest';
import { runLastref } from '../fixtures/run-lastref.ts';
import { schemaErrors } from '../fixtures/sarif-schema.ts';
import { packageFile } from '../package.ts';

const folder = mkdtempSync(join(tmpdir(), 'lastref-ci-'));
afterAll(() => rmSync(folder, { recursive: true }));

const GMEM = './bench/gmem.ts';
const MUTATION = 'the re-check of the PTE is left out';
let files = 0;

/** Runs a command line, and gives what it wrote for CI systems with what it printed. */
async function withFiles(...args: string[]) {
  files += 1;
  const [junit, sarif] = [join(folder, `${files}.xml`), join(folder, `${files}.sarif`)];
  const ran = await runLastref([...args, '--junit', junit, '--sarif', sarif]);
  const log: Log = JSON.parse(readFileSync(sarif, 'utf8'));
  expect(schemaErrors(log)).toEqual([]);
  const [run] = log.runs;
  if (!run) throw new Error('no run');
  return { ...ran, run, results: run.results ?? [], xml: readFileSync(junit, 'utf8') };
}

/** The line of a source file that a location names. */
function lineAt(location: NonNullable<Log['runs'][0]['results']>[0]['locations']): string {
  const { artifactLocation, region } = location?.[0]?.physicalLocation ?? {};
  const text = readFileSync(packageFile(decodeURIComponent(artifactLocation?.uri ?? '')), 'utf8');
  return (text.split('\n')[(region?.startLine ?? 0) - 1] ?? '').trim();
}

test('a violation: its property and its steps are where they are written', async () => {
  const { code, results, xml } = await withFiles('check', GMEM, '--mutation', MUTATION);
  expect(code).toBe(1);
  expect(results.map(({ ruleId }) => ruleId)).toEqual(['gmem/privateIsClean']);
  const [result] = results;
  expect(lineAt(result?.locations)).toContain("s.share[page] !== 'PRIVATE' || s.pins");
  expect(result?.message.text).toMatch(/^privateIsClean\/unpinned does not hold for page0, host0/);
  const steps = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
  expect(steps.map(({ location }) => location?.message?.text?.split(' (')[0])).toEqual([
    '1 host0: map(page0)',
    '2 host0: gup_read(page0)',
    '3 req_private(page0)',
    '4 complete(page0)',
    '5 host0: gup_get',
    '6 host0: gup_check',
  ]);
  for (const { location } of steps) expect(lineAt(location && [location])).toMatch(/^then: /);
  expect(xml).toContain('tests="5" failures="1" errors="0" skipped="1"');
  expect(xml).toMatch(/<failure message="privateIsClean\/unpinned [^>]*>gmem \+ "the re-check/);
});

test('a pass, and mutations that break what they name: passing cases, no result', async () => {
  const { code, results, run, xml } = await withFiles('check', GMEM, '--mutation', 'all');
  expect([code, results]).toEqual([0, []]);
  expect(run.tool.driver.rules?.map(({ id }) => id)).toEqual([
    'gmem/privateIsClean',
    'gmem/deadlock',
    'gmem/goesPrivate',
    'gmem/pinnedWhileUnsharing',
  ]);
  expect(xml.match(/<testsuite /g)).toHaveLength(3);
  expect(xml).toContain('failures="0" errors="0"');
  expect(xml).toContain('<testcase name="goesPrivate is reached" classname="gmem"/>');
});

test('a run that never ends: the steps of the loop are marked', async () => {
  const spinlock = './engine/fixtures/spinlock.ts';
  const mutation = 'what can run only now and then need not';
  const { code, results } = await withFiles('check', spinlock, '--mutation', mutation);
  expect(code).toBe(1);
  const [result] = results;
  expect(lineAt(result?.locations)).toContain('getsIn: { from: ');
  const steps = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
  const marks = steps.map(({ location }) => location?.message?.text?.endsWith(', over and over'));
  expect(marks).toEqual([false, true, true, true]);
});

test('a goal that is not reached and an action that never ran are warnings', async () => {
  const { code, results, xml } = await withFiles('check', './scripts/fixtures/vacuous.ts');
  expect(code).toBe(4);
  expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
    ['vacuous/isOn', 'warning'],
    ['vacuous/fires/turnOff', 'warning'],
  ]);
  expect(xml).toContain('failures="2"');
});

test('a search that a budget ended is no pass', async () => {
  const { code, results, xml } = await withFiles('check', GMEM, '--max-states', '50');
  expect(code).toBe(3);
  expect(results.map(({ ruleId }) => ruleId)).toEqual(['lastref/complete']);
  expect(xml).toContain('<error message="the search was ended by --max-states after ');
});

test('what was found at random, and a trace that is recorded of it', async () => {
  const trace = join(folder, 'hunted.json');
  const hunted = await withFiles('hunt', GMEM, '--mutation', MUTATION, '--trace', trace);
  expect(hunted.code).toBe(1);
  expect(hunted.results.map(({ ruleId }) => ruleId)).toEqual(['gmem/privateIsClean']);
  const text = JSON.parse(readFileSync(trace, 'utf8'));
  text.property.step -= 1;
  const early = join(folder, 'early.json');
  writeFileSync(early, JSON.stringify(text));
  const failed = await withFiles('replay', trace, early);
  expect(failed.code).toBe(1);
  expect(failed.results.map(({ ruleId }) => ruleId)).toEqual(['lastref/trace']);
  expect(failed.xml).toContain('is broken at step 6, where the file says');
  expect(failed.xml).toContain('tests="2" failures="1" errors="0"');
});

test('a sweep: survivors at the actions that they change, what is listed is skipped', async () => {
  const spinlock = './engine/fixtures/spinlock.ts';
  const survivors = ['guard: take ignores lock', 'drop: take to inside'];
  const { code, run, results, xml } = await withFiles('mutate', spinlock);
  expect(code).toBe(1);
  expect(run.automationDetails?.id).toBe('lastref/mutate/');
  expect(run.tool.driver.rules?.map(({ id }) => id)).toEqual(['lastref/mutant']);
  for (const name of survivors) {
    const result = results.find(({ message }) => message.text?.startsWith(`${name}: no property`));
    expect(lineAt(result?.locations)).toBe('then: (s, { worker }) => {');
  }
  expect(xml).toMatch(
    /<testsuite name="spinlock \(workers=2\)" tests="\d+" failures="4" errors="0"/,
  );
  const list = join(folder, 'list.json');
  const reason = 'only what is fair tells';
  writeFileSync(list, JSON.stringify({ equivalent: [{ reason, mutants: survivors }] }));
  const listed = await withFiles('mutate', spinlock, '--equivalent', list);
  expect(listed.results).toHaveLength(2);
  expect(listed.xml).toContain(`<skipped message="listed as equivalent: ${reason}"/>`);
  expect(listed.xml).toMatch(/failures="2" errors="0" skipped="2"/);
});

describe('what is wrong with the input', () => {
  test('a model that cannot be loaded is an error in each file', async () => {
    const { code, run, xml } = await withFiles('check', './scripts/fixtures/bad/throws.ts', GMEM);
    expect(code).toBe(2);
    expect(run.invocations?.[0]).toMatchObject({ executionSuccessful: false });
    expect(xml).toContain('<testsuite name="lastref check: errors" tests="1"');
    expect(xml).toContain('<testcase name="goesPrivate is reached" classname="gmem"/>');
  });

  test.each<[what: string, args: string[]]>([
    ['it is a folder', ['--junit', folder]],
    ['name the same file', ['--junit', join(folder, 'a'), '--sarif', join(folder, '.', 'a')]],
    ['name the same file', ['--trace', join(folder, 'a'), '--sarif', join(folder, 'a')]],
    ['cannot write', ['--sarif', join(packageFile('package.json'), 'a')]],
  ])('%s: refused before the run', async (what, args) => {
    const { code, stdout, stderr } = await runLastref(['check', GMEM, ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(what);
    expect(existsSync(join(folder, 'a'))).toBe(false);
  });
});

describe('in a job of GitHub', () => {
  const summary = join(folder, 'summary.md');
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
  const args = ['check', GMEM, '--mutation', MUTATION];

  test('what failed is annotated, and the summary is added to', async () => {
    writeFileSync(summary, 'what was there\n');
    const { code, stdout } = await runLastref(args, undefined, env);
    expect(code).toBe(1);
    expect(
      stdout.match(/^::error file=bench\/gmem\.ts,line=\d+,col=\d+,title=gmem /gm),
    ).toHaveLength(1);
    const text = readFileSync(summary, 'utf8');
    expect(text).toMatch(/^what was there\n## lastref check: ❌ 1 failed, 3 passed\n/);
    expect(text).toContain('```mermaid\nsequenceDiagram\n');
  });

  test('--no-github says nothing, and JSON stays JSON', async () => {
    writeFileSync(summary, '');
    const quiet = await runLastref([...args, '--no-github'], undefined, env);
    expect(quiet.stdout).not.toContain('::error');
    expect(readFileSync(summary, 'utf8')).toBe('');
    const full = 'x'.repeat(1024 * 1024 - 10);
    writeFileSync(summary, full);
    const { stdout, stderr } = await runLastref([...args, '--json'], undefined, env);
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ mutation: MUTATION }] });
    expect(stderr).toMatch(/^::error file=bench\/gmem\.ts,/);
    // Where the summary is full already, nothing is added.
    expect(readFileSync(summary, 'utf8')).toBe(full);
  });

  test('a summary that cannot be written is refused', async () => {
    const none = { ...env, GITHUB_STEP_SUMMARY: folder };
    const { code, stdout, stderr } = await runLastref(args, undefined, none);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--no-github');
  });
});
