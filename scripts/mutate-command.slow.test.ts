import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { protocolNames } from '../model/index.ts';
import { runLastref } from './fixtures/run-lastref.ts';
import { readShippedList } from './listed.ts';
import { mutateReport } from './mutate-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'lastref-'));
afterAll(() => rmSync(folder, { recursive: true }));

const GUARDED = './engine/fixtures/guarded.ts';
const SPINLOCK = './engine/fixtures/spinlock.ts';
const READER_WRITER = './engine/fixtures/reader-writer.ts';

/** A list of mutants as a file. */
function list(name: string, content: object | string): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const reason = 'the size of the store is no promise';
const bounds = { reason, mutants: ['bound: total - 1', 'bound: total + 1'] };
const implied = {
  reason: 'right is the total only where left is empty',
  mutants: ['guard: moveBack ignores left'],
};

async function mutated(...args: string[]) {
  const result = await runLastref(['mutate', ...args, '--json']);
  const sweeps = result.stdout === '' ? [] : mutateReport.parse(JSON.parse(result.stdout)).sweeps;
  return { ...result, sweep: sweeps[0] };
}

describe('exit codes', () => {
  test('1: some survive, and each is told with what to do', async () => {
    const { code, stdout, stderr } = await runLastref(['mutate', SPINLOCK]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('survived: 4');
    expect(stdout).toContain('drop: take to inside: another graph');
    expect(stdout).toContain('what to do:');
  });

  test('0: what survives is listed with a reason', async () => {
    const path = list('all.json', { equivalent: [bounds, implied] });
    const { code, sweep } = await mutated(GUARDED, '--equivalent', path);
    expect(code).toBe(0);
    const listed = sweep?.mutants.filter(({ outcome }) => outcome === 'equivalent');
    expect(listed).toMatchObject([
      { name: 'guard: moveBack ignores left', sameGraph: true, reason: implied.reason },
      { name: 'bound: total - 1', sameGraph: false, reason },
      { name: 'bound: total + 1', sameGraph: false, reason },
    ]);
    expect(sweep?.mutants.find(({ name }) => name === 'drop: put to leave')).toMatchObject({
      outcome: 'killed',
      killer: { by: 'property', name: 'nothingIsLost', length: 4 },
    });
  });

  test('1: what is listed is killed: its reason is not true', async () => {
    const wrong = { reason: 'does no harm', mutants: ['drop: put to leave', 'drop: nothing'] };
    const path = list('wrong.json', { equivalent: [bounds, implied, wrong] });
    const { code, sweep } = await mutated(GUARDED, '--equivalent', path);
    expect(code).toBe(1);
    expect(sweep?.mutants.filter(({ outcome }) => outcome === 'mislisted')).toMatchObject([
      { name: 'drop: put to leave' },
    ]);
    expect(sweep?.unknown).toEqual(['drop: nothing']);
  });

  test('3: a budget ends it, unless it is listed as one that never ends', async () => {
    const args = [READER_WRITER, '--only', 'guard', '--max-states', '300'];
    const equivalent = [
      { reason: 'readers pass by a queue', mutants: ['guard: down_read ignores sem.waiting'] },
    ];
    const undecided = ['writer', 'readers', 'waiting'].map(
      (field) => `guard: down_write ignores sem.${field}`,
    );
    const half = list('half.json', { equivalent });
    expect(await mutated(...args, '--equivalent', half)).toMatchObject({ code: 3 });
    const endless = [{ reason: 'it queues again and again', mutants: undecided }];
    const whole = list('whole.json', { equivalent, endless });
    expect(await mutated(...args, '--equivalent', whole)).toMatchObject({ code: 0 });
  });
});

test('what survives at some bounds is tried at the next ones', async () => {
  const where = ['--bounds', 'tasks=1', '--bounds', 'tasks=2'];
  const { sweep } = await mutated(READER_WRITER, ...where, '--only', 'lock', '--max-states', '300');
  expect(sweep?.tried.map(({ bounds: each, mutants }) => [each, mutants])).toEqual([
    [{ tasks: 1 }, 3],
    [{ tasks: 2 }, 3],
  ]);
  expect(sweep?.mutants.find(({ name }) => name.includes('readers'))).toMatchObject({
    outcome: 'killed',
    killer: { by: 'goal', name: 'readsTogether' },
    bounds: { tasks: 2 },
  });
});

test.each([
  ['no list', ['mutate', SPINLOCK, '--equivalent', './none.json'], 'there is no file ./none.json'],
  ['no kind', ['mutate', SPINLOCK, '--only', 'gard'], "did you mean 'guard'?"],
  ['no bound', ['mutate', SPINLOCK, '--bounds', 'wrkers=2'], "did you mean 'workers'?"],
  ['no property', ['mutate', SPINLOCK, '--property', 'getsin'], "did you mean 'getsIn'?"],
])('2: %s', async (_, args, text) => {
  const { code, stderr } = await runLastref(args);
  expect(code).toBe(2);
  expect(stderr).toContain(text);
});

test('2: a list that is none', async () => {
  const mutants = ['drop: a'];
  const group = { reason: 'r', mutants };
  for (const [content, text] of [
    ['{', 'is no JSON'],
    [{ equivalent: [{ mutants }] }, 'equivalent[0].reason'],
    [{ equivalent: [group], endless: [group] }, "'drop: a' is listed twice"],
  ] as const) {
    const { code, stderr } = await mutated(SPINLOCK, '--equivalent', list('bad.json', content));
    expect(code).toBe(2);
    expect(stderr).toContain(text);
  }
});

test.each(protocolNames())('the list of %s is one', (name) => {
  const { bounds: places, entries } = readShippedList(name);
  expect(places.length).toBeGreaterThan(0);
  expect(entries.size).toBeGreaterThan(0);
});
