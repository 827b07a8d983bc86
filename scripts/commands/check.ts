import { availableParallelism } from 'node:os';
import { buildCommand } from '@stricli/core';
import { InputError } from '../../engine/errors.ts';
import { ENGINES, type Engine } from '../../engine/explore/check.ts';
import type { Bounds } from '../../engine/system/system.ts';
import { checkWritable, traceText, writeWhole } from '../../traces/write.ts';
import { cutShort } from '../cut-short.ts';
import { writeExpected, writeRecorded } from '../expected.ts';
import { oneOfWords, seconds, wholeNumber } from '../flags.ts';
import { type Context, EXIT, err, json, out, paintOf } from '../io.ts';
import { judge, type Row } from '../judge.ts';
import { VERSION } from '../package.ts';
import { loadAll, memoryShare, type Planned, plan } from '../plan.ts';
import { Progress } from '../progress.ts';
import { renderRun, renderTable } from '../render.ts';
import type { CheckJob } from '../run/job.ts';
import { runJobs } from '../run/pool.ts';
import { runFlags, searchFlags } from '../search-flags.ts';

interface Flags {
  readonly mutation?: string;
  readonly bounds: Bounds;
  readonly property?: string;
  readonly engine: Engine;
  readonly workers?: number;
  readonly audit?: number;
  readonly symmetry: boolean;
  readonly checkpoint?: string;
  readonly checkpointInterval: number;
  readonly resume?: string;
  readonly maxStates?: number;
  readonly maxSeconds?: number;
  readonly maxMemory?: number;
  readonly stepTimeout: number;
  readonly trace?: string;
  readonly update: boolean;
  readonly json: boolean;
}

/** Plans the runs, makes them on all cores, prints, and exits with what they say together. */
async function check(this: Context, flags: Flags, ...names: string[]): Promise<void> {
  const { targets, errors } = await loadAll(names);
  const planned = plan(targets, { ...flags, names });
  refuse(flags, planned.length);
  if (flags.update && targets.some(({ file }) => file !== null)) {
    throw new InputError('--update records the protocols of this package only', {
      fix: 'for a model of your own, --trace FILE writes its counterexample',
    });
  }
  if (flags.trace !== undefined) checkWritable(flags.trace);
  const rows = await run(this, flags, planned, errors);
  if (flags.update) record(rows);
  const [row] = rows;
  const { trace } = row?.report ?? {};
  if (flags.trace !== undefined && trace) writeWhole(flags.trace, traceText(trace));
  const single = planned.length === 1 && names.length > 0;
  print(this, flags, rows, single);
  for (const error of errors) err(this, `lastref: ${error}`);
  this.process.exitCode = exitCode(rows, errors, single);
}

/** Refuses options that do not go together. */
function refuse(flags: Flags, runs: number): void {
  for (const option of ['trace', 'checkpoint', 'resume'] as const) {
    if (flags[option] === undefined) continue;
    if (runs > 1) {
      throw new InputError(`--${option} ${flags[option]} takes one run, and there are ${runs}`, {
        fix: 'name one protocol and at most one --mutation',
      });
    }
    if (option !== 'trace' && flags.engine === 'reference') {
      throw new InputError(`--${option} and --engine reference do not go together`, {
        cause: 'the reference engine keeps its states on the heap and cannot save them',
        fix: 'use the engine explore',
      });
    }
  }
  if (flags.checkpoint !== undefined) checkWritable(flags.checkpoint);
}

async function run(
  context: Context,
  flags: Flags,
  planned: readonly Planned[],
  errors: string[],
): Promise<Row[]> {
  const threads = Math.min(availableParallelism(), Math.max(1, planned.length));
  const maxMemory = memoryShare(flags.maxMemory, threads);
  const colour = paintOf(context)('bad', 'x') !== 'x' && !flags.json;
  // Runs side by side have the processors to themselves already.
  const workers = flags.workers ?? (planned.length === 1 ? availableParallelism() : 1);
  const jobs = planned.map(({ job }) => ({ ...job, maxMemory, colour, workers }));
  const progress = new Progress(context, jobs.length);
  const ends = await runJobs(jobs, {
    threads,
    stepTimeout: flags.stepTimeout * 1000,
    signal: context.signal,
    onProgress: (done, running) => progress.show(done, running),
  });
  progress.clear();
  return planned.flatMap(({ target }, i) => {
    const [job, end] = [jobs[i], ends[i]];
    if (!job || !end) return [];
    if (end.ending.type === 'failed') {
      errors.push(planned.length > 1 ? `${nameOf(job)}: ${end.ending.text}` : end.ending.text);
      return [];
    }
    const { ending } = end;
    const checked = ending.type === 'done' ? ending.result : cutShort(job, end);
    return checked?.kind === 'check' ? [judge(target, job, checked, flags.update)] : [];
  });
}

const nameOf = ({ model, mutation }: CheckJob): string =>
  mutation === null ? model : `${model} + "${mutation}"`;

/** Writes down what the runs found, for the next ones to be compared with. */
function record(rows: readonly Row[]): void {
  for (const { report, target } of rows) {
    const { bounds, states, steps, depth, mutation, trace, complete } = report;
    if (mutation !== null && trace) writeRecorded(target.name, mutation, trace);
    if (mutation === null && complete) writeExpected(target.name, { bounds, states, steps, depth });
  }
}

function print(context: Context, flags: Flags, rows: readonly Row[], single: boolean): void {
  if (flags.json) {
    json(context, { version: VERSION, runs: rows.map(({ report }) => report) });
    return;
  }
  const paint = paintOf(context);
  if (single) {
    for (const row of rows) out(context, renderRun(row, paint));
    return;
  }
  if (rows.length > 0) out(context, renderTable(rows, paint));
  for (const row of rows) {
    if (row.outcome !== 'ok' && row.text !== null) out(context, `\n${row.text}`);
  }
}

/** The worst of the runs decides; a single run of a mutation is judged as a run of its own. */
function exitCode(rows: readonly Row[], errors: readonly string[], single: boolean): number {
  const has = (...outcomes: Row['outcome'][]) => rows.some((row) => outcomes.includes(row.outcome));
  if (errors.length > 0) return EXIT.input;
  if (has('violation', 'unexpected')) return EXIT.violation;
  if (single && rows.some(({ report }) => report.trace !== null)) return EXIT.violation;
  if (has('interrupted')) return EXIT.interrupted;
  if (has('incomplete')) return EXIT.incomplete;
  return has('vacuous') ? EXIT.vacuous : EXIT.ok;
}

export const checkCommand = buildCommand<Flags, string[], Context>({
  func: check,
  parameters: {
    positional: {
      kind: 'array',
      parameter: {
        brief: 'a shipped protocol, or a model file of your own; none: all, with all mutations',
        placeholder: 'protocol or ./file.ts',
        parse: String,
      },
    },
    flags: {
      mutation: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: "a mutation by name, 'all' or 'none'",
        placeholder: 'name',
      },
      ...searchFlags,
      engine: {
        kind: 'parsed',
        parse: oneOfWords('engine', ENGINES),
        default: 'explore',
        brief: 'how to search: explore, or reference, which is slow and simple',
        placeholder: 'name',
      },
      workers: {
        kind: 'parsed',
        parse: wholeNumber('--workers', 1),
        optional: true,
        brief: 'threads that search; by default one for each processor',
        placeholder: 'n',
      },
      symmetry: {
        kind: 'boolean',
        default: true,
        brief: 'search states once that differ in interchangeable ids only',
      },
      audit: {
        kind: 'parsed',
        parse: wholeNumber('--audit', 1),
        optional: true,
        brief: 'take the steps of one state in so many again by their recipes: 10000',
        placeholder: 'n',
      },
      checkpoint: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'save the search to this file from time to time, and when it is interrupted',
        placeholder: 'file',
      },
      checkpointInterval: {
        kind: 'parsed',
        parse: seconds('--checkpoint-interval'),
        default: '60',
        brief: 'seconds between two checkpoints',
        placeholder: 's',
      },
      resume: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'go on from a checkpoint, and go on saving it',
        placeholder: 'file',
      },
      maxStates: {
        kind: 'parsed',
        parse: wholeNumber('--max-states', 1),
        optional: true,
        brief: 'end the search after so many states',
        placeholder: 'n',
      },
      maxSeconds: {
        kind: 'parsed',
        parse: seconds('--max-seconds'),
        optional: true,
        brief: 'end the search after so long',
        placeholder: 's',
      },
      update: { kind: 'boolean', default: false, brief: 'record what is found as expected' },
      ...runFlags,
    },
  },
  docs: { brief: 'search every reachable state' },
});
