/** A thread that runs one job after another, handed to it as messages. */
import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../../engine/errors.ts';
import { loadTargets, type Target } from '../load.ts';
import type { Beginning, Job, Message, Outline, Result } from './job.ts';
import { Pulse } from './pulse.ts';

const beginning: Beginning = workerData;
const pulse = new Pulse(beginning.pulse);
const targets = new Map<string, Promise<Target[]>>();

function load(source: string): Promise<Target[]> {
  const known = targets.get(source) ?? loadTargets(source);
  targets.set(source, known);
  return known;
}

const say = (message: Message) => parentPort?.postMessage(message);

async function run(job: Job): Promise<void> {
  try {
    const work = await workOf(job);
    pulse.load();
    const target = (await load(job.source)).find(({ name }) => name === job.model);
    if (!target) throw new InputError(`${job.source} no longer exports ${job.model}`);
    const ready = (outline: Outline) => say({ type: 'ready', outline });
    say({ type: 'done', result: work(job, target, ready) });
  } catch (error) {
    say({ type: 'failed', text: failureText(error) });
  }
}

type Work = (job: Job, target: Target, ready: (outline: Outline) => void) => Result;

/** What does a kind of job. Only that is loaded: most runs are one job. */
async function workOf(asked: Job): Promise<Work> {
  switch (asked.kind) {
    case 'check': {
      const { check } = await import('./check.ts');
      const resume = asked.resume === null ? null : await resumed(asked.resume);
      return narrowed('check', (job, target, ready) => check(job, target, pulse, ready, resume));
    }
    case 'hunt': {
      const { hunt } = await import('./hunt.ts');
      return narrowed('hunt', (job, target, ready) => hunt(job, target, pulse, ready));
    }
    case 'replay': {
      const { replay } = await import('./replay.ts');
      return narrowed('replay', (job, target, ready) => replay(job, target, pulse, ready));
    }
    case 'import': {
      const { importTrace } = await import('./import.ts');
      return narrowed('import', (job, target, ready) => importTrace(job, target, pulse, ready));
    }
    case 'survey': {
      const { survey } = await import('./mutate.ts');
      return narrowed('survey', (job, target) => survey(job, target, pulse));
    }
    case 'mutate': {
      const { mutate } = await import('./mutate.ts');
      return narrowed('mutate', (job, target) => mutate(job, target, pulse));
    }
    case 'show': {
      const { show } = await import('./show.ts');
      return narrowed('show', (job, target) => ({ kind: 'show', text: show(job, target) }));
    }
    case 'explore': {
      const { explore } = await import('./explore.ts');
      return narrowed('explore', (job, target, ready) => explore(job, target, pulse, ready));
    }
    case 'why': {
      const { why } = await import('./why.ts');
      return narrowed('why', (job, target, ready) => why(job, target, pulse, ready));
    }
  }
}

const resumed = async (path: string) => (await import('./read-checkpoint.ts')).readCheckpoint(path);

/** Work on one kind of job, as work on any: it is only handed jobs of its kind. */
const narrowed =
  <K extends Job['kind']>(
    _: K,
    work: (job: Extract<Job, { kind: K }>, ...rest: Rest) => Result,
  ): Work =>
  (job, ...rest) =>
    work(job as Extract<Job, { kind: K }>, ...rest);
type Rest = [target: Target, ready: (outline: Outline) => void];

const failureText = (error: unknown): string =>
  error instanceof InputError
    ? error.text
    : `internal error: ${error instanceof Error ? error.stack : String(error)}`;

parentPort?.on('message', run);
// What mostly comes first. What is wrong with a file is said when a job asks for it.
void import('./check.ts');
if (beginning.source !== null) load(beginning.source).catch(() => {});
