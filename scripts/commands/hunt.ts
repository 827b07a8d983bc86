import { buildCommand } from '@stricli/core';
import { InputError } from '../../engine/errors.ts';
import type { Bounds } from '../../engine/system/system.ts';
import { checkWritable, traceText, writeWhole } from '../../traces/write.ts';
import { reportOfHunt } from '../ci/of-hunt.ts';
import { publisher } from '../ci/publish.ts';
import { wholeNumber } from '../flags.ts';
import { COMMAND, type Context, EXIT, err, grouped, json, out, paintOf, quoted } from '../io.ts';
import { loadTargets, type Target } from '../load.ts';
import { VERSION } from '../package.ts';
import { boundsOption, memoryShare, plan } from '../plan.ts';
import { Progress } from '../progress.ts';
import type { RunsReport } from '../report-of-runs.ts';
import type { Hunted, HuntJob } from '../run/job.ts';
import { type Ended, runJobs } from '../run/pool.ts';
import type { Ending } from '../run/slot.ts';
import { ciFlags, runFlags, searchFlags } from '../search-flags.ts';

interface Flags {
  readonly mutation?: string;
  readonly bounds: Bounds;
  readonly property?: string;
  readonly seed?: number;
  readonly path?: string;
  readonly runs?: number;
  readonly maxSteps?: number;
  readonly maxMemory?: number;
  readonly stepTimeout: number;
  readonly trace?: string;
  readonly junit?: string;
  readonly sarif?: string;
  readonly github?: boolean;
  readonly json: boolean;
}

/** Hunts one model at random, and exits with 1 if something was found. */
async function hunt(this: Context, flags: Flags, name: string): Promise<void> {
  const targets = await loadTargets(name);
  const [planned, second] = plan(targets, { ...flags, names: [name] });
  if (!planned || second || flags.mutation === 'all') {
    throw new InputError(`hunt takes one model and one mutation at a time`, {
      cause: 'a file that exports several models, or --mutation all',
      fix: 'name one --mutation, or give each model a file of its own',
      available: targets.map((target) => target.name),
    });
  }
  if (flags.trace !== undefined) checkWritable(flags.trace);
  const ci = publisher(this, flags);
  const job = {
    ...jobOf(this, planned.target, planned.job.mutation, flags),
    ci: ci.wanted,
  };
  const progress = new Progress(this, 1);
  const [end] = await runJobs([job], {
    threads: 1,
    stepTimeout: flags.stepTimeout * 1000,
    signal: this.signal,
    warm: null,
    onProgress: (done, running) => progress.show(done, running),
  });
  progress.clear();
  this.process.exitCode = report(this, flags, end ?? null);
  if (ci.wanted) await ci.publish(reportOf(end?.ending, job, flags));
}

function jobOf(context: Context, target: Target, mutation: string | null, flags: Flags): HuntJob {
  const source = target.file ?? target.name;
  const replay = [
    `${COMMAND} hunt ${quoted(source)}`,
    ...(mutation === null ? [] : [`--mutation ${quoted(mutation)}`]),
    ...boundsOption(flags.bounds),
    ...(flags.property === undefined ? [] : [`--property ${quoted(flags.property)}`]),
    ...(flags.maxSteps === undefined ? [] : [`--max-steps ${flags.maxSteps}`]),
  ];
  return {
    kind: 'hunt',
    source,
    model: target.name,
    mutation,
    bounds: flags.bounds,
    property: flags.property ?? null,
    replay: replay.join(' '),
    colour: paintOf(context)('bad', 'x') !== 'x' && !flags.json,
    maxMemory: memoryShare(flags.maxMemory, 1),
    seed: flags.seed ?? null,
    path: flags.path ?? null,
    runs: flags.runs ?? null,
    maxSteps: flags.maxSteps ?? null,
  };
}

/** What a CI system is told. */
function reportOf(ending: Ending | undefined, job: HuntJob, { property }: Flags): RunsReport {
  const why = ending?.type === 'failed' ? ending.text : 'the hunt did not come to its end';
  return ending?.type === 'done' && ending.result.kind === 'hunt'
    ? reportOfHunt(ending.result, property)
    : { command: 'hunt', suites: [], errors: [`${job.model}: ${why}`] };
}

/** Prints what a hunt gave; the exit code that it means. */
function report(context: Context, flags: Flags, end: Ended | null): number {
  if (end?.ending.type === 'failed') {
    err(context, `lastref: ${end.ending.text}`);
    return EXIT.input;
  }
  if (end?.ending.type !== 'done' || end.ending.result.kind !== 'hunt') {
    const memory = end?.ending.type === 'cut' && end.ending.cut === 'max-memory';
    const why = memory ? 'ended by --max-memory' : 'interrupted';
    err(
      context,
      `${why}: ${grouped(end?.counts.calls ?? 0)} calls of the model, nothing found so far`,
    );
    return memory ? EXIT.incomplete : EXIT.interrupted;
  }
  const { result } = end.ending;
  if (flags.trace !== undefined && result.trace) writeWhole(flags.trace, traceText(result.trace));
  if (flags.json) json(context, { version: VERSION, ...result.result, trace: result.trace });
  else out(context, textOf(result, context));
  return result.trace ? EXIT.violation : EXIT.ok;
}

function textOf({ result, text }: Hunted, context: Context): string {
  const { runs, steps, states, seconds, shrinks, seed } = result;
  const numbers =
    `${grouped(runs)} runs, ${grouped(steps)} steps, ${grouped(states)} distinct states, ` +
    `${seconds.toFixed(2)} s, seed ${seed}`;
  if (text !== null) return `${text}\n\n${numbers}, ${grouped(shrinks)} shrinks`;
  return `${numbers}: ${paintOf(context)('good', 'nothing found')}, which proves nothing`;
}

export const huntCommand = buildCommand<Flags, [string], Context>({
  func: hunt,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        {
          brief: 'a shipped protocol, or a model file of your own',
          placeholder: 'protocol or ./file.ts',
          parse: String,
        },
      ],
    },
    flags: {
      mutation: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'a mutation by name',
        placeholder: 'name',
      },
      ...searchFlags,
      seed: {
        kind: 'parsed',
        parse: wholeNumber('--seed', -(2 ** 31)),
        optional: true,
        brief: 'seed of the random numbers; the same seed makes the same hunt',
        placeholder: 'n',
      },
      path: {
        kind: 'parsed',
        parse: parsePath,
        optional: true,
        brief: 'with --seed: make one run of an earlier hunt again',
        placeholder: 'a:b',
      },
      runs: {
        kind: 'parsed',
        parse: wholeNumber('--runs', 1),
        optional: true,
        brief: 'how many random runs',
        placeholder: 'n',
      },
      maxSteps: {
        kind: 'parsed',
        parse: wholeNumber('--max-steps', 1),
        optional: true,
        brief: 'most steps of one run',
        placeholder: 'n',
      },
      ...ciFlags,
      ...runFlags,
    },
  },
  docs: { brief: 'search at random, and shrink what is found' },
});

function parsePath(text: string): string {
  if (/^\d+(:\d+)*$/.test(text)) return text;
  throw new InputError(`--path ${text} is not a path`, {
    fix: 'copy it from the replay line of the hunt: numbers with colons between',
  });
}
