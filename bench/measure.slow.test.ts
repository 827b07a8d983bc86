import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type MeterName, meters, metersHere, readStatus, readTime } from './measure.ts';
import { execute } from './spawn.ts';

const cwd = mkdtempSync(join(tmpdir(), 'lastref-measure-'));
afterAll(() => rmSync(cwd, { recursive: true }));

const node = (code: string) => ({ file: process.execPath, args: ['-e', code] });
const measure = (name: MeterName, code: string) =>
  meters[name](node(code), { cwd, signal: new AbortController().signal }, cwd);

const MiB = 2 ** 20;
const hold = (megabytes: number) => `
  const held = Buffer.alloc(${megabytes} * 2 ** 20, 1);
  setTimeout(() => { console.log(held.length); process.exit(3); }, 200)`;

describe.each(metersHere())('%s', (name) => {
  test('leaves output, exit code and time as they are', async () => {
    const run = await measure(name, hold(1));
    expect(run).toMatchObject({ code: 3, stdout: `${MiB}\n`, stderr: '' });
    expect(run.seconds).toBeGreaterThan(0.2);
    expect(run.seconds).toBeLessThan(20);
  });

  test('sees the memory that a process has held, if it sees any', async () => {
    const few = await measure(name, hold(1));
    const many = await measure(name, hold(200));
    const more = (many.peakBytes ?? 0) - (few.peakBytes ?? 0);
    expect(Math.round(more / MiB / 50) * 50).toBe(name === 'none' ? 0 : 200);
  });
});

test('GNU time tells of the exit code first', () => {
  expect(readTime('4.11 0.47 242240\n')).toEqual({ processorSeconds: 4.58, peakBytes: 248053760 });
  const failed = 'Command exited with non-zero status 3\n1.10 0.05 74508\n';
  expect(readTime(failed).peakBytes).toBe(74508 * 1024);
  expect(() => readTime('')).toThrow('GNU time reports ""');
});

test('a process that ends shows no memory', () => {
  expect(readStatus('Name:\tpan\nVmPeak:\t  999 kB\nVmHWM:\t  242240 kB\n')).toBe(248053760);
  expect(readStatus('Name:\tpan\nState:\tZ (zombie)\n')).toBeNull();
});

test('an interruption ends a program and what it started', async () => {
  const interrupt = new AbortController();
  const inner = `setTimeout(() => {}, 60_000)`;
  const outer = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', ${JSON.stringify(inner)}]);
    require('node:fs').writeFileSync('inner.pid', String(child.pid));
    ${inner}`;
  const pids: number[] = [];
  const started = (pid: number) => pids.push(pid);
  const running = execute(node(outer), { cwd, signal: interrupt.signal, started });
  await expect
    .poll(() => readFileSync(join(cwd, 'inner.pid'), 'utf8'), { timeout: 20_000 })
    .toMatch(/^\d+$/);
  pids.push(Number(readFileSync(join(cwd, 'inner.pid'), 'utf8')));
  interrupt.abort(new Error('interrupted'));
  await expect(running).rejects.toThrow('interrupted');
  expect(pids).toHaveLength(2);
  await expect.poll(() => pids.filter(isAlive), { timeout: 20_000 }).toEqual([]);
  await expect(execute(node('1'), { cwd, signal: interrupt.signal })).rejects.toThrow();
});

/** A zombie, whose parent has not asked for it yet, is gone as well. */
function isAlive(pid: number): boolean {
  const status = readProc(pid);
  return status !== null && !/^State:\tZ/m.test(status);
}

function readProc(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch {
    return null;
  }
  const path = `/proc/${pid}/status`;
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

test('a program that is not there is an error', async () => {
  const command = { file: join(cwd, 'none'), args: [] };
  const signal = new AbortController().signal;
  await expect(execute(command, { cwd, signal })).rejects.toThrow('ENOENT');
});
