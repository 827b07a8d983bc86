/** The comparison as a process. A compiler of our own makes the one program that it finds. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lastref-compare-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Puts a g++ on the PATH that compiles everything into this code. */
function compileTo(code: string): void {
  const program = `#!${process.execPath}\n${code}`;
  const text = JSON.stringify(program);
  const compiler = `require('node:fs').writeFileSync('gmem', ${text}, { mode: 0o755 })`;
  writeFileSync(join(folder, 'g++'), `#!${process.execPath}\n${compiler}`, { mode: 0o755 });
}

const printing = (states: number) =>
  `console.log('P=2 states=${states} trans=5425 depth=21 secs=0.002 states/s=1')`;

const args = [
  ...['--conditions=lastref-source', '--import', 'tsx', join(import.meta.dirname, 'compare.ts')],
  ...['--small', '--only', 'two-orbits', '--engine', 'reference'],
];
const setting = () => ({ env: { ...process.env, PATH: folder, TMPDIR: folder, NODE_OPTIONS: '' } });
const left = () => readdirSync(folder).filter((name) => name.startsWith('lastref-bench-'));

function compare(...more: string[]) {
  return spawnSync(process.execPath, [...args, ...more], { ...setting(), encoding: 'utf8' });
}

test('counts that agree exit with 0, and everything measured is in the JSON', () => {
  compileTo(printing(1107));
  const json = join(folder, 'out.json');
  const run = compare('--json', json);
  expect(run.stderr).toContain('Rumur is left out');
  expect(run.stdout).toMatch(/^C\+\+ by hand +1,107 +5,425$/m);
  expect(run.status).toBe(0);
  const report = JSON.parse(readFileSync(json, 'utf8'));
  expect(report).toMatchObject({
    asked: { small: true, engine: 'reference' },
    machine: { node: process.version },
    leftOut: [{ checker: 'Rumur', needs: ['rumur', 'gcc'] }],
    rows: [{ name: 'two-orbits', programs: [{ program: 'C++ by hand', complaints: [] }] }],
  });
  const [program] = report.rows[0].programs;
  expect(program.runs[0].seconds).toBe(program.seconds.median);
  expect(left()).toEqual([]);
});

test('counts that differ exit with 1', () => {
  compileTo(printing(1108));
  const run = compare();
  expect(run.stdout).toContain('✗ C++ by hand: 1,108 states, and there are 1,107');
  expect([run.status, left()]).toEqual([1, []]);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s leaves no process and no folder', async (signal) => {
  const file = join(folder, `${signal}.pid`);
  compileTo(`
    require('node:fs').writeFileSync(${JSON.stringify(file)}, String(process.pid));
    setTimeout(() => {}, 60_000)`);
  const run = spawn(process.execPath, args, { ...setting(), stdio: 'ignore' });
  const ended = new Promise((resolve) => run.on('exit', resolve));
  const pid = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  await expect.poll(pid, { timeout: 30_000 }).toMatch(/^\d+$/);
  expect(left()).toHaveLength(1);
  process.kill(Number(run.pid), signal);
  expect(await ended).toBe(130);
  expect(() => process.kill(Number(pid()), 0)).toThrow('ESRCH');
  expect(left()).toEqual([]);
});
