import { availableParallelism } from 'node:os';
import { buildCommand } from '@stricli/core';
import { InputError, messageOf } from '../../engine/errors.ts';
import { KINDS, type Kind } from '../../engine/mutate/mutant.ts';
import { resolveBounds } from '../../engine/system/bounds.ts';
import type { Bounds } from '../../engine/system/system.ts';
import { oneOfWords, parseBounds, parseBytes, seconds, wholeNumber } from '../flags.ts';
import { type Context, EXIT, err, json, out, paintOf } from '../io.ts';
import { type Listed, readList, readShippedList } from '../listed.ts';
import type { Target } from '../load.ts';
import type { SweepReport } from '../mutate-report.ts';
import { VERSION } from '../package.ts';
import { loadAll, memoryShare } from '../plan.ts';
import { Progress } from '../progress.ts';
import { renderSweep } from '../render-sweep.ts';
import { runJobs } from '../run/pool.ts';
import type { Slot } from '../run/slot.ts';
import { runFlags } from '../search-flags.ts';
import { type Asked, type Run, sweep } from '../sweep.ts';

interface Flags {
  readonly bounds?: readonly Bounds[];
  readonly only?: readonly Kind[];
  readonly property?: string;
  readonly equivalent?: string;
  readonly maxStates?: number;
  readonly maxSeconds: number;
  readonly maxMemory?: number;
  readonly workers?: number;
  readonly stepTimeout: number;
  readonly all: boolean;
  readonly json: boolean;
}

/** Makes the mutants of each protocol, sees which are noticed, and exits with that. */
async function mutate(this: Context, flags: Flags, ...names: string[]): Promise<void> {
  try {
    await mutateAll(this, flags, names);
  } finally {
    await this.warm?.close();
  }
}

async function mutateAll(context: Context, flags: Flags, names: readonly string[]): Promise<void> {
  const { targets, errors } = await loadAll(names);
  const lists = targets.map((target) => listOf(target, flags, targets.length));
  const reports: SweepReport[] = [];
  for (const [i, target] of targets.entries()) {
    const list = lists[i];
    if (!list || context.signal.aborted) continue;
    try {
      const report = await sweep(
        target,
        list,
        askedOf(target, list, flags),
        runner(context, flags),
      );
      reports.push(report);
      if (!flags.json) out(context, renderSweep(report, list, flags.all, paintOf(context)));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(messageOf(error));
    }
  }
  if (flags.json) json(context, { version: VERSION, sweeps: reports });
  for (const error of errors) err(context, `lastref: ${error}`);
  context.process.exitCode = exitCode(reports, errors, context.signal.aborted);
}

/** Reads the list of a protocol before anything runs, so that what is wrong with it is said first. */
function listOf(target: Target, { equivalent }: Flags, targets: number): Listed {
  if (equivalent !== undefined) {
    if (targets === 1) return readList(equivalent);
    throw new InputError(`--equivalent ${equivalent} takes one model, and there are ${targets}`);
  }
  return target.file === null
    ? readShippedList(target.name)
    : { path: null, bounds: [], entries: new Map() };
}

function askedOf(target: Target, list: Listed, flags: Flags): Asked {
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

const threadsOf = ({ workers }: Flags): number => workers ?? availableParallelism();

function runner(context: Context, flags: Flags): Run {
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

function exitCode(
  reports: readonly SweepReport[],
  errors: readonly string[],
  aborted: boolean,
): number {
  const outcomes = new Set(reports.flatMap(({ mutants }) => mutants.map((each) => each.outcome)));
  if (errors.length > 0) return EXIT.input;
  if (outcomes.has('survived') || outcomes.has('mislisted')) return EXIT.violation;
  if (aborted) return EXIT.interrupted;
  return outcomes.has('undecided') ? EXIT.incomplete : EXIT.ok;
}

const flags = {
  bounds: {
    kind: 'parsed',
    parse: parseBounds,
    optional: true,
    variadic: true,
    brief: 'sizes, as hosts=2,pages=1; said again: where to try what survives',
    placeholder: 'a=1,b=2',
  },
  only: {
    kind: 'parsed',
    parse: oneOfWords('kind of mutant', KINDS),
    optional: true,
    variadic: true,
    brief: `mutants of this kind only: ${KINDS.join(', ')}`,
    placeholder: 'kind',
  },
  property: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'let this property alone kill: which mutants does it notice?',
    placeholder: 'name',
  },
  equivalent: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'a list of mutants that need not be killed, with reasons',
    placeholder: 'file',
  },
  maxStates: {
    kind: 'parsed',
    parse: wholeNumber('--max-states', 1),
    optional: true,
    brief: 'give a mutant up after so many states; by default ten times those of the model',
    placeholder: 'n',
  },
  maxSeconds: {
    kind: 'parsed',
    parse: seconds('--max-seconds'),
    default: '60',
    brief: 'give a mutant up after so long',
    placeholder: 's',
  },
  maxMemory: {
    kind: 'parsed',
    parse: parseBytes,
    optional: true,
    brief: 'give a mutant up when all use so much memory: 4GiB',
    placeholder: 'size',
  },
  workers: {
    kind: 'parsed',
    parse: wholeNumber('--workers', 1),
    optional: true,
    brief: 'mutants that are tried at a time; by default one for each processor',
    placeholder: 'n',
  },
  all: {
    kind: 'boolean',
    default: false,
    brief: 'list every mutant, and not only those that survive',
  },
  ...runFlags,
} as const;

export const mutateCommand = buildCommand<Flags, string[], Context>({
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
    flags,
  },
  docs: {
    brief: 'drop, swap and loosen what a model is made of, and see whether its properties notice',
  },
});
