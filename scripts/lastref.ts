#!/usr/bin/env node
import process from 'node:process';
import { Slot } from './run/slot.ts';

// What takes long to start, starts first.
const [command, source = ''] = process.argv.slice(2);
const isNamed = source !== '' && !source.startsWith('-');
const warm = command === 'check' ? new Slot().warm(isNamed ? source : null) : null;
const [{ lastref }, { EXIT }] = await Promise.all([import('./app.ts'), import('./io.ts')]);

const interrupt = new AbortController();

// The first one ends the search and keeps what is known; the second one ends the program.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
    interrupt.abort();
  });
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: Error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit();
  throw error;
});

const { stdout, stderr } = process;
const code = await lastref(process.argv.slice(2), {
  process: { stdout, stderr, env: process.env },
  stdoutIsTTY: stdout.isTTY === true,
  stderrIsTTY: stderr.isTTY === true,
  env: process.env,
  signal: interrupt.signal,
  warm,
});

// What is still on its way to a pipe is written; a thread that does not stop keeps nobody waiting.
stdout.write('', () => process.exit(code));
