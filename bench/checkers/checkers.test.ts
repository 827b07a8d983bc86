import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runLastref } from '../../scripts/fixtures/run-lastref.ts';
import { readFloor } from './floor.ts';
import { readLastref } from './lastref.ts';
import { readRumur, withSize } from './rumur.ts';
import { readSpin } from './spin.ts';

/** What a program printed once: gmem of 3 pages and 2 hosts, faults in one of 2 pages. */
const recorded = (name: string, code = 0) => ({
  code,
  stdout: readFileSync(join(import.meta.dirname, 'recorded', name), 'utf8'),
  stderr: '',
});
const nothing = { code: 0, stdout: '', stderr: '' };
const whole = { complete: true, bytesPerState: null };

describe('SPIN', () => {
  test('counts the initial state as a transition, which is taken off', () => {
    const counts = { states: 1_750_024, transitions: 11_030_508 };
    expect(readSpin(recorded('spin.txt'))).toEqual({ ...whole, ...counts, searchSeconds: 4.26 });
  });

  test.each([
    ['a fault', 'spin-fault.txt', 'errors: 1'],
    ['a stack that was too small', 'spin-depth.txt', 'error: max search depth too small'],
    ['memory that ran out', 'spin-memory.txt', 'reached -DMEMLIM bound'],
  ])('%s is no count, though it exits with 0', (_, name, reason) => {
    const output = recorded(name);
    expect(output.stdout).toContain(reason);
    expect(output.stdout).toMatch(/states, stored/);
    expect(() => readSpin(output)).toThrow('SPIN exited with 0 and printed no counts');
  });

  test('a number that it has rounded is no count', () => {
    const { stdout } = recorded('spin.txt');
    const rounded = stdout.replace(' 11030509 transitions', '1.1030509e+08 transitions');
    expect(rounded).not.toBe(stdout);
    expect(() => readSpin({ ...nothing, stdout: rounded })).toThrow('no counts');
  });
});

describe('Rumur', () => {
  test('counts rules fired, in the last line and not on the way', () => {
    const counts = { states: 155_673, transitions: 960_435 };
    expect(readRumur(recorded('rumur.txt'))).toEqual({ ...whole, ...counts, searchSeconds: null });
  });

  test('a fault is no count', () => {
    expect(() => readRumur(recorded('rumur-fault.txt', 1))).toThrow('Rumur exited with 1');
    expect(() => readRumur(recorded('rumur-fault.txt'))).toThrow('1 error(s) found');
    expect(() => readRumur(recorded('rumur.txt', 1))).toThrow('Rumur exited with 1');
  });

  test('gets its constants in its text', () => {
    const text = readFileSync(join(import.meta.dirname, '../gmem.m.in'), 'utf8');
    const made = withSize(text, { pages: 3, hosts: 2, pins: 1 });
    expect(made).toContain('const\n  P: 3;\n  H: 2;\n  R: 1;\n  BUG: 0;\n');
    expect(made).not.toContain('@');
  });
});

describe('the search by hand', () => {
  test('says all in one line', () => {
    const counts = { states: 155_673, transitions: 960_435 };
    const found = readFloor(recorded('floor.txt'));
    expect(found).toMatchObject({ ...whole, ...counts });
    expect(found.searchSeconds).toBeGreaterThan(0);
  });

  test('a fault is no count, though it exits with 0', () => {
    expect(() => readFloor(recorded('floor-fault.txt'))).toThrow('VIOLATION steps=6');
    expect(() => readFloor(recorded('floor.txt', 1))).toThrow('gmem.cpp exited with 1');
  });
});

describe('lastref', () => {
  const check = (...args: string[]) => runLastref(['check', './bench/gmem.ts', '--json', ...args]);

  test('says all in JSON', async () => {
    const asked = ['--engine', 'explore', '--no-symmetry', '--mutation', 'none'];
    const found = readLastref(await check(...asked, '--bounds', 'pages=1'));
    expect(found).toMatchObject({ states: 89, transitions: 289, complete: true });
    expect(found.bytesPerState).toBeGreaterThan(0);
    expect(found.searchSeconds).toBeGreaterThan(0);
  });

  test('a search that its budget ended is not complete', async () => {
    const output = await check(
      '--engine',
      'reference',
      '--mutation',
      'none',
      '--max-states',
      '500',
    );
    expect(output.code).toBe(3);
    const found = readLastref(output);
    expect(found.complete).toBe(false);
    expect(found.states).toBeGreaterThanOrEqual(500);
  });

  test('a fault is no count, and bad input is shown', async () => {
    const output = await check('--mutation', 'BUG=1');
    expect(() => readLastref(output)).toThrow('lastref exited with 1');
    expect(() => readLastref({ ...output, code: 0 })).toThrow('lastref exited with 0');
    const refused = await check('--bounds', 'pages=99');
    expect(() => readLastref(refused)).toThrow(/lastref exited with 2[\s\S]*pages/);
  });
});

test.each([readSpin, readRumur, readFloor])('%o: no output is no count', (read) => {
  expect(() => read(nothing)).toThrow('exited with 0 and printed no counts');
});
