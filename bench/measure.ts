/**
 * Time and memory of a whole process, from outside of it, the same way for every program.
 *
 * The peak is of resident memory, in bytes. GNU time asks the kernel for it when the process has
 * ended (ru_maxrss). Where there is no GNU time, Linux shows the same number while the process
 * lives (VmHWM), and the last one seen is taken: what a process allocates in its last
 * milliseconds is missed. Elsewhere it is not measured.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, execute, type Output, type Setting } from './spawn.ts';
import { onPath } from './tools.ts';

export interface Measured extends Output {
  /** Of the processor, all threads together; null where it is not measured. */
  readonly processorSeconds: number | null;
  /** Null where it is not measured. */
  readonly peakBytes: number | null;
}

/** A way to measure, `folder` being for what it writes. */
export type Meter = (command: Command, setting: Setting, folder: string) => Promise<Measured>;

export const METERS = ['GNU time', 'VmHWM', 'none'] as const;
export type MeterName = (typeof METERS)[number];

/** How this machine can measure, best first. */
export function metersHere(): MeterName[] {
  const has = {
    'GNU time': timeProgram() !== null,
    VmHWM: existsSync('/proc/self/status'),
    none: true,
  };
  return METERS.filter((name) => has[name]);
}

export const meters: Readonly<Record<MeterName, Meter>> = {
  'GNU time': byTime,
  VmHWM: byProc,
  none: async (command, setting) => ({
    ...(await execute(command, setting)),
    processorSeconds: null,
    peakBytes: null,
  }),
};

/** The program, not the word of the shell, and not the one of other systems. */
function timeProgram(): string | null {
  const path = onPath('time');
  if (path === null) return null;
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return stdout?.includes('GNU') ? path : null;
}

async function byTime(command: Command, setting: Setting, folder: string): Promise<Measured> {
  const file = timeProgram();
  if (file === null) throw new Error('there is no GNU time');
  const report = join(folder, 'time.txt');
  const args = ['-o', report, '-f', '%U %S %M', '--', command.file, ...command.args];
  const output = await execute({ file, args }, setting);
  return { ...output, ...readTime(readFileSync(report, 'utf8')) };
}

/** The last line of a report of `time -f '%U %S %M'`; one above it may tell of the exit code. */
export function readTime(text: string): Pick<Measured, 'processorSeconds' | 'peakBytes'> {
  const [, user, system, kilobytes] = /^([\d.]+) ([\d.]+) (\d+)$/.exec(lastLine(text)) ?? [];
  if (kilobytes === undefined) throw new Error(`GNU time reports ${JSON.stringify(text)}`);
  return {
    processorSeconds: Number(user) + Number(system),
    peakBytes: Number(kilobytes) * 1024,
  };
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

/** Milliseconds between two looks at a process. */
const INTERVAL = 5;

async function byProc(command: Command, setting: Setting): Promise<Measured> {
  let peakBytes: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  const started = (pid: number) => {
    timer = setInterval(() => {
      peakBytes = readStatus(statusOf(pid)) ?? peakBytes;
    }, INTERVAL);
  };
  try {
    const output = await execute(command, { ...setting, started });
    return { ...output, processorSeconds: null, peakBytes };
  } finally {
    clearInterval(timer);
  }
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

/** VmHWM of a `/proc/PID/status`; null of a process that is ending and has no memory any more. */
export function readStatus(text: string): number | null {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(text) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
