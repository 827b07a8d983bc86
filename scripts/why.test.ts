import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runLastref } from './fixtures/run-lastref.ts';

const folder = mkdtempSync(join(tmpdir(), 'lastref-'));
afterAll(() => rmSync(folder, { recursive: true }));

const COUNTER = './engine/fixtures/hunt-locked-counter.ts';
const MUTATION = 'the lock is not waited for';

const recorded = join(folder, 'recorded.json');
beforeAll(async () => {
  await runLastref(['check', COUNTER, '--mutation', MUTATION, '--trace', recorded]);
}, 60_000);

/** The counterexample in another file, with some of its fields changed. */
function changed(name: string, change: (trace: Recorded) => object): string {
  const path = join(folder, `${name}.json`);
  const trace: Recorded = JSON.parse(readFileSync(recorded, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...trace, ...change(trace) }));
  return path;
}

interface Recorded {
  readonly steps: readonly { readonly action: string; readonly params: object }[];
  readonly property: { readonly name: string; readonly step: number };
}

test('a counterexample is explained, as text and as data', async () => {
  const told = await runLastref(['why', recorded]);
  expect(told).toMatchObject({ code: 0, stderr: '' });
  expect(told.stdout).toMatch(
    /^noUpdateIsLost does not hold: value = 1 and added = 2, after 6 steps/m,
  );
  expect(told.stdout).toMatch(
    /^value +1 +step 6, write\(w1\) +the same again, since step \d, write\(w0\)$/m,
  );
  const parts =
    'the same until step 3, lock(w1), is refused: its guard read lock.owner =\n  w0, written';
  expect(told.stdout).toContain(`without the mutation, ${parts} by step 1, lock(w0)\n`);
  const { stdout } = await runLastref(['why', recorded, '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    file: recorded,
    mutation: MUTATION,
    violated: true,
    refused: null,
    cause: { kind: 'always', view: null, reads: [{ path: 'value' }, { path: 'added' }] },
    parting: { refused: { name: 'lock(w1)', refusing: { path: 'lock.owner' } } },
  });
});

test('a trace that no longer runs is explained by the read that refuses it', async () => {
  const path = changed('refused', () => ({ mutation: null }));
  const { code, stdout, stderr } = await runLastref(['why', path]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/the trace no longer runs: step \d, lock\(w1\), is refused: its guard/);
});

test('replay says the same of the unmutated model in one line', async () => {
  const { code, stdout } = await runLastref(['replay', recorded]);
  expect(code).toBe(0);
  expect(stdout).toContain(
    'yes harmless without the mutation: step 3, lock(w1), is refused: ' +
      'its guard read lock.owner = w0, written by step 1, lock(w0)\n',
  );
});

test('what a trace cannot be explained for is said in one error', async () => {
  const noConjunct = changed('conjunct', ({ property }) => ({
    property: { ...property, conjunct: 'high' },
  }));
  const noAction = changed('action', () => ({ steps: [{ action: 'lok', params: {} }] }));
  const said = [
    [noConjunct, /does not say noUpdateIsLost\/high at these bounds[\s\S]*what to do/],
    [noAction, /property.step is 6, but the trace has 1 steps/],
    [join(folder, 'nowhere.json'), /there is no such file/],
  ] as const;
  for (const [path, text] of said) {
    const { code, stdout, stderr } = await runLastref(['why', path]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(text);
  }
  const other = await runLastref(['why', recorded, '--model', './engine/fixtures/spinlock.ts']);
  expect(other).toMatchObject({ code: 2, stdout: '' });
  expect(other.stderr).toMatch(/has no model 'locked-counter'[\s\S]*available: +spinlock/);
});
