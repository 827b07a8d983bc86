import { type ChildProcess, spawn } from 'node:child_process';

/** A program and what it is called with. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** What a program left behind. */
export interface Output {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From the wall clock, from before it was started until it was gone. */
  readonly seconds: number;
}

export interface Setting {
  readonly cwd: string;
  /** Aborting ends the program and everything that it started. */
  readonly signal: AbortSignal;
  /** Called with the id of the process as soon as there is one. */
  readonly started?: (pid: number) => void;
}

/**
 * Runs a program to its end. Throws what `signal` was aborted with, and an error where the program
 * cannot be started; what its exit code means is for the caller to say.
 */
export async function execute({ file, args }: Command, setting: Setting): Promise<Output> {
  const { cwd, signal, started } = setting;
  signal.throwIfAborted();
  const start = performance.now();
  const child = spawn(file, args, {
    cwd,
    // A group of its own, so that all of it can be ended: a wrapper does not pass signals on.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Options of this process, such as a condition of imports, are not for what it measures.
    env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' },
  });
  const stop = () => killGroup(child);
  signal.addEventListener('abort', stop);
  process.on('exit', stop);
  try {
    if (child.pid !== undefined) started?.(child.pid);
    const ended = await endOf(child, start);
    signal.throwIfAborted();
    return ended;
  } finally {
    signal.removeEventListener('abort', stop);
    process.off('exit', stop);
  }
}

function endOf(child: ChildProcess, start: number): Promise<Output> {
  const text = { stdout: '', stderr: '' };
  let end = start;
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (part: string) => {
      text[name] += part;
    });
  }
  child.on('exit', () => {
    end = performance.now();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...text, seconds: (end - start) / 1000 }));
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
