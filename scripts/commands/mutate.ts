import { availableParallelism } from 'node:os';
import { buildCommand } from '@stricli/core';
import { InputError, messageOf } from '../../engine/errors.ts';
import { resolveBounds } from '../../engine/system/bounds.ts';
import { reportOfMutate } from '../ci/of-mutate.ts';
import { publisher, withUnmade } from '../ci/publish.ts';
import { type Context, EXIT, err, json, out, paintOf } from '../io.ts';
import { type Listed, readList, readShippedList } from '../listed.ts';
import type { Target } from '../load.ts';
import { VERSION } from '../package.ts';
import { loadAll, memoryShare } from '../plan.ts';
import { Progress } from '../progress.ts';
import { renderSweep } from '../render-sweep.ts';
import { runJobs } from '../run/pool.ts';
import type { Slot } from '../run/slot.ts';
import { type Asked, type Run, type Swept, sweep } from '../sweep.ts';
import { type MutateFlags, mutateFlags } from './mutate-flags.ts';

/** Makes the mutants of each protocol, sees which are noticed, and exits with that. */
async function mutate(this: Context, flags: MutateFlags, ...names: string[]): Promise<void> {
  try {
    await mutateAll(this, flags, names);
  } finally {
    await this.warm?.close();
  }
}

async function mutateAll(
  context: Context,
  flags: MutateFlags,
  names: readonly string[],
): Promise<void> {
  const { targets, errors } = await loadAll(names);
  const lists = targets.map((target) => listOf(target, flags, targets.length));
  const ci = publisher(context, flags);
  const done: Swept[] = [];
  for (const [i, target] of targets.entries()) {
    const list = lists[i];
    if (!list || context.signal.aborted) continue;
    try {
      const asked = { ...askedOf(target, list, flags), ci: ci.wanted };
      const swept = await sweep(target, list, asked, runner(context, flags));
      done.push(swept);
      if (!flags.json) out(context, renderSweep(swept.report, list, flags.all, paintOf(context)));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(messageOf(error));
    }
  }
  const reports = done.map(({ report }) => report);
  if (flags.json) json(context, { version: VERSION, sweeps: reports });
  for (const error of errors) err(context, `lastref: ${error}`);
  context.process.exitCode = exitCode(reports, errors, context.signal.aborted);
  const all = withUnmade(context, errors, unmade(reports) + targets.length - reports.length);
  if (ci.wanted) await ci.publish(reportOfMutate(done, all));
}

/** The list of a protocol, read before anything runs: what is wrong with it is said first. */
function listOf(target: Target, { equivalent }: MutateFlags, targets: number): Listed {
  if (equivalent !== undefined) {
    if (targets === 1) return readList(equivalent);
    throw new InputError(`--equivalent ${equivalent} takes one model, and there are ${targets}`);
  }
  return target.file === null
    ? readShippedList(target.name)
    : { path: null, bounds: [], entries: new Map() };
}

function askedOf(target: Target, list: Listed, flags: MutateFlags): Omit<Asked, 'ci'> {
  const listed = list.bounds.length > 0 ? list.bounds : [{}];
  const bounds = flags.bounds !== undefined && flags.bounds.length > 0 ? flags.bounds : listed;
  for (const each of bounds) resolveBounds(target.name, target.model.bounds, each);
  return {
    bounds,
    property: flags.property ?? null,
    kinds: flags.only ?? [],
    maxStates: flags.maxStates ?? null,
    maxSeconds: flags.maxSeconds,
    maxMemory: memoryShare(flags.maxMemory, threadsOf(flags)),
  };
}

const threadsOf = ({ workers }: MutateFlags): number => workers ?? availableParallelism();

function runner(context: Context, flags: MutateFlags): Run {
  let warm: Slot | null = context.warm;
  return async (jobs) => {
    const progress = new Progress(context, jobs.length);
    const first = warm;
    warm = null;
    const ends = await runJobs(jobs, {
      threads: threadsOf(flags),
      stepTimeout: flags.stepTimeout * 1000,
      warm: first,
      signal: context.signal,
      onProgress: (done, running) => progress.show(done, running),
    });
    progress.clear();
    return ends;
  };
}

/** The mutants that the user did not wait for. */
const unmade = (reports: readonly Swept['report'][]): number =>
  reports.flatMap(({ mutants }) => mutants.filter(({ cut }) => cut === 'interrupted')).length;

function exitCode(
  reports: readonly Swept['report'][],
  errors: readonly string[],
  aborted: boolean,
): number {
  const outcomes = new Set(reports.flatMap(({ mutants }) => mutants.map((each) => each.outcome)));
  if (errors.length > 0) return EXIT.input;
  if (outcomes.has('survived') || outcomes.has('mislisted')) return EXIT.violation;
  if (aborted) return EXIT.interrupted;
  return outcomes.has('undecided') ? EXIT.incomplete : EXIT.ok;
}

export const mutateCommand = buildCommand<MutateFlags, string[], Context>({
  func: mutate,
  parameters: {
    positional: {
      kind: 'array',
      parameter: {
        brief: 'a shipped protocol, or a model file of your own; none: all that are shipped',
        placeholder: 'protocol or ./file.ts',
        parse: String,
      },
    },
    flags: mutateFlags,
  },
  docs: {
    brief: 'drop, swap and loosen what a model is made of, and see whether its properties notice',
  },
});
