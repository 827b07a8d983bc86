/** A thread that runs one job after another, handed to it as messages. */
import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../../engine/errors.ts';
import { loadTargets, type Target } from '../load.ts';
import { check } from './check.ts';
import { hunt } from './hunt.ts';
import type { Job, Message, Outline, Result } from './job.ts';
import { Pulse } from './pulse.ts';
import { replay } from './replay.ts';
import { show } from './show.ts';

const pulse = new Pulse(workerData);
const targets = new Map<string, Promise<Target[]>>();

function load(source: string): Promise<Target[]> {
  const known = targets.get(source) ?? loadTargets(source);
  targets.set(source, known);
  return known;
}

const say = (message: Message) => parentPort?.postMessage(message);

async function run(job: Job): Promise<void> {
  try {
    pulse.load();
    const target = (await load(job.source)).find(({ name }) => name === job.model);
    if (!target) throw new InputError(`${job.source} no longer exports ${job.model}`);
    const ready = (outline: Outline) => say({ type: 'ready', outline });
    say({ type: 'done', result: resultOf(job, target, ready) });
  } catch (error) {
    say({ type: 'failed', text: failureText(error) });
  }
}

function resultOf(job: Job, target: Target, ready: (outline: Outline) => void): Result {
  switch (job.kind) {
    case 'check':
      return check(job, target, pulse, ready);
    case 'hunt':
      return hunt(job, target, pulse, ready);
    case 'replay':
      return replay(job, target, pulse, ready);
    case 'show':
      return { kind: 'show', text: show(job, target) };
  }
}

const failureText = (error: unknown): string =>
  error instanceof InputError
    ? error.text
    : `internal error: ${error instanceof Error ? error.stack : String(error)}`;

parentPort?.on('message', run);
