import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { lacking, lackingText, onPath } from './tools.ts';

const SPIN = { checker: 'SPIN', needs: ['spin', 'gcc'] };
const RUMUR = { checker: 'Rumur', needs: ['rumur', 'gcc'] };
const OWN = { checker: 'lastref', needs: [] };

test('what lacks a program is named once, with what to install', () => {
  const lacks = lacking([SPIN, RUMUR, RUMUR, OWN], (program) => program === 'spin');
  expect(lackingText(lacks)).toBe(
    [
      'SPIN is left out: no gcc on the PATH',
      'Rumur is left out: no rumur, no gcc on the PATH',
      '  what to do:  apt-get install gcc rumur',
    ].join('\n'),
  );
  expect(lacking([SPIN, RUMUR, OWN], () => true)).toEqual([]);
});

test('a program is looked for on the PATH, a folder is none', () => {
  const name = process.execPath.slice(dirname(process.execPath).length + 1);
  const PATH = `${import.meta.dirname}:${dirname(process.execPath)}`;
  expect(onPath(name, { PATH })).toBe(process.execPath);
  expect(onPath('checkers', { PATH })).toBeNull();
  expect(onPath('tools.ts', { PATH })).toBeNull();
  expect(onPath(name, { PATH: '' })).toBeNull();
});

/** The comparison as a process, without any other program to call. */
function compare(...args: string[]) {
  const node = ['--conditions=lastref-source', '--import', 'tsx'];
  const all = [...node, join(import.meta.dirname, 'compare.ts'), ...args];
  const env = { ...process.env, PATH: '', NODE_OPTIONS: '' };
  return spawnSync(process.execPath, all, { encoding: 'utf8', env });
}

test('the comparison goes on without what is not installed, and says so', () => {
  const run = compare('--small', '--only', 'two-orbits', '--engine', 'reference');
  expect(run.stderr).toContain('Rumur is left out: no rumur, no gcc on the PATH');
  expect(run.stderr).toContain('C++ by hand is left out: no g++ on the PATH');
  expect(run.stderr).toContain('apt-get install rumur gcc g++');
  expect([run.stdout, run.status]).toEqual(['', 0]);
});

test.each([
  [['--only', 'plian'], "unknown row 'plian'\n  what to do:  did you mean 'plain'?"],
  [['--engine', 'prove'], "unknown engine 'prove'"],
  [['--runs', '0'], '--runs 0 is not a whole number from 1 up'],
  [['--max-seconds', 'x'], '--max-seconds x is not a number of seconds'],
  [['--fast'], 'available:   --runs, --only, --json, --engine, --max-seconds, --small'],
])('bad input: %j', (args, message) => {
  const run = compare(...args);
  expect(run.stderr).toContain(message);
  expect([run.stdout, run.status]).toEqual(['', 2]);
});
