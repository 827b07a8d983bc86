import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Program } from './checkers/program.ts';
import { complaints } from './counts.ts';
import type { Entry, Row } from './rows.ts';
import { takeTurns } from './turns.ts';

const folders: string[] = [];
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lastref-turns-'));
  folders.push(folder);
});
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true });
});

/** A program that is built by writing a file and counts the times that it ran. */
const counter = (name: string, code = ''): Program => ({
  checker: name,
  name,
  needs: [],
  build: ({ make }) =>
    make(process.execPath, '-e', `require('node:fs').writeFileSync('runs', ''); ${code}`),
  command: () => ({
    file: process.execPath,
    args: ['-e', "const f = require('node:fs'); f.appendFileSync('runs', '.'); console.log(4193)"],
  }),
  read: ({ stdout }) => {
    const found = { states: Number(stdout), transitions: 20546, complete: true };
    return { ...found, bytesPerState: null, searchSeconds: null };
  },
});
const expected = { states: 4193, transitions: 20546 };
const entry = (program: Program): Entry => ({ program, expected });
const row = (...entries: Entry[]): Row => ({ name: 'r', title: 't', base: null, entries });

async function turns(of: Row, runs: number, signal = new AbortController().signal) {
  const said: string[] = [];
  const say = (text: string) => said.push(text.replace(/: [\d.]+ s$/, ''));
  const results = await takeTurns(of, { runs, meter: 'none', signal, folder, say });
  return { said, results };
}

test('every program is built, then all run in turn', async () => {
  const { said, results } = await turns(row(entry(counter('A')), entry(counter('B'))), 2);
  expect(said).toEqual([
    ...['r: build A', 'r: build B'],
    ...['r: A, 1 of 2', 'r: B, 1 of 2', 'r: A, 2 of 2', 'r: B, 2 of 2'],
  ]);
  expect(results.map(({ runs }) => runs.length)).toEqual([2, 2]);
  expect(results.flatMap(complaints)).toEqual([]);
  expect(readFileSync(join(folder, 'r-1/runs'), 'utf8')).toBe('..');
});

test('a row of one run runs once', async () => {
  const { results } = await turns({ ...row(entry(counter('A'))), once: true }, 3);
  expect(results[0]?.runs).toHaveLength(1);
});

test('what does not build or prints no counts is out, with its reason', async () => {
  const broken = { ...counter('A', "console.error('no header'); process.exit(1)") };
  const silent: Program = {
    ...counter('B'),
    read: () => {
      throw new Error('no counts');
    },
  };
  const { results } = await turns(row(...[broken, silent, counter('C')].map(entry)), 2);
  expect(results.map(({ runs }) => runs.length)).toEqual([0, 0, 2]);
  const [built, read, ...others] = results.flatMap(complaints);
  expect(built).toMatch(/^A: .* exited with 1:\nno header$/);
  expect(read).toBe('B: no counts');
  expect(others).toEqual([]);
});

test('an interruption is no failure of a program', async () => {
  const interrupt = new AbortController();
  interrupt.abort(new Error('interrupted'));
  await expect(turns(row(entry(counter('A'))), 1, interrupt.signal)).rejects.toThrow('interrupted');
});

describe('counts', () => {
  const found = { complete: true, bytesPerState: null, searchSeconds: null };
  const run = (states: number, transitions = 20546) => ({
    ...{ seconds: 1, processorSeconds: 1, peakBytes: 1 },
    found: { ...found, states, transitions },
  });
  const result = (of: Partial<Entry>, ...runs: ReturnType<typeof run>[]) => ({
    ...{ entry: { ...entry(counter('A')), ...of }, runs, failure: null },
  });

  test('are held to what is expected, in every run', () => {
    expect(complaints(result({}, run(4193), run(4192), run(4193)))).toEqual([
      'A: 4,192 states, and there are 4,193',
    ]);
    expect(complaints(result({}, run(4193, 20547)))).toEqual([
      'A: 20,547 transitions, and there are 20,546',
    ]);
  });

  test('may be larger where orbits are kept twice, and anything where none is known', () => {
    expect(complaints(result({ atLeast: true }, run(5000)))).toEqual([]);
    expect(complaints(result({ atLeast: true }, run(4192)))).toEqual([
      'A: 4,192 states, and there are 4,193 or more',
    ]);
    expect(complaints(result({ expected: null }, run(1, 1)))).toEqual([]);
  });
});
