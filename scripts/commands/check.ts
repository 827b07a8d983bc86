import { availableParallelism } from 'node:os';
import { buildCommand } from '@stricli/core';
import { InputError } from '../../engine/errors.ts';
import { checkWritable, traceText, writeWhole } from '../../traces/write.ts';
import { reportOfCheck } from '../ci/of-check.ts';
import { publisher, withUnmade } from '../ci/publish.ts';
import { cutShort } from '../cut-short.ts';
import { type Context, EXIT, err, json, out, paintOf } from '../io.ts';
import { judge, type Row } from '../judge.ts';
import { VERSION } from '../package.ts';
import { loadAll, memoryShare, type Planned, plan } from '../plan.ts';
import { Progress } from '../progress.ts';
import { renderRun, renderTable } from '../render.ts';
import { renderGrowth } from '../render-growth.ts';
import type { CheckJob } from '../run/job.ts';
import { runJobs } from '../run/pool.ts';
import type { Slot } from '../run/slot.ts';
import { type CheckFlags, checkFlags } from './check-flags.ts';
import { refuse } from './check-refused.ts';

/** Plans the runs, makes them on all cores, prints, and exits with what they say together. */
async function check(this: Context, flags: CheckFlags, ...names: string[]): Promise<void> {
  const { warm } = this;
  try {
    await checkAll(this, flags, names, warm);
  } finally {
    await warm?.close();
  }
}

async function checkAll(
  context: Context,
  flags: CheckFlags,
  names: readonly string[],
  warm: Slot | null,
): Promise<void> {
  const { targets, errors } = await loadAll(names);
  const sweep = flags.bounds.map((bounds) => plan(targets, { ...flags, bounds, names }));
  const planned = sweep.flat();
  refuse(flags, planned.length);
  if (flags.update && targets.some(({ file }) => file !== null)) {
    throw new InputError('--update records the protocols of this package only', {
      fix: 'for a model of your own, --trace FILE writes its counterexample',
    });
  }
  if (flags.trace !== undefined) checkWritable(flags.trace);
  if (flags.html !== undefined) checkWritable(flags.html);
  const ci = publisher(context, flags);
  const rows: Row[] = [];
  for (const each of sweep) {
    const jobs = each.map(({ target, job }) => ({ target, job: { ...job, ci: ci.wanted } }));
    rows.push(...(await run(context, flags, jobs, errors, rows.length === 0 ? warm : null)));
    // With larger bounds it would end even less.
    if (rows.some(({ report }) => !report.complete) || errors.length > 0) break;
  }
  if (flags.update) await record(rows);
  const [row] = rows;
  const { trace } = row?.report ?? {};
  if (flags.trace !== undefined && trace) writeWhole(flags.trace, traceText(trace));
  if (flags.html !== undefined) {
    const { writeReport } = await import('../html-report.ts');
    errors.push(...(await writeReport(context, flags.html, flags.stepTimeout, rows)));
  }
  const single = planned.length === 1 && names.length > 0;
  print(context, flags, rows, single, sweep.length > 1 ? planned.length : null);
  for (const error of errors) err(context, `lastref: ${error}`);
  context.process.exitCode = exitCode(rows, errors, single);
  const all = withUnmade(context, errors, planned.length - rows.length);
  if (ci.wanted) await ci.publish(reportOfCheck(rows, all, single));
}

async function run(
  context: Context,
  flags: CheckFlags,
  planned: readonly Planned[],
  errors: string[],
  warm: Slot | null,
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
    warm,
    signal: context.signal,
    onProgress: (done, running) => progress.show(done, running),
  });
  progress.clear();
  const rows = planned.map(async ({ target }, i): Promise<Row[]> => {
    const [job, end] = [jobs[i], ends[i]];
    if (!job || !end) return [];
    if (end.ending.type === 'failed') {
      errors.push(planned.length > 1 ? `${nameOf(job)}: ${end.ending.text}` : end.ending.text);
      return [];
    }
    const { ending } = end;
    const checked = ending.type === 'done' ? ending.result : cutShort(job, end);
    return checked?.kind === 'check' ? [await judge(target, job, checked, flags.update)] : [];
  });
  return (await Promise.all(rows)).flat();
}

const nameOf = ({ model, mutation }: CheckJob): string =>
  mutation === null ? model : `${model} + "${mutation}"`;

/** Writes down what the runs found, for the next ones to be compared with. */
async function record(rows: readonly Row[]): Promise<void> {
  const { writeExpected, writeRecorded } = await import('../expected.ts');
  for (const { report, target } of rows) {
    const { bounds, states, steps, depth, mutation, trace, complete } = report;
    const holds = report.properties.every(({ verdict }) => verdict !== 'violated');
    if (mutation !== null && trace) writeRecorded(target.name, mutation, trace);
    // The size of a model that is wrong is nothing to be held to.
    if (mutation === null && complete && holds && depth !== null) {
      writeExpected(target.name, { bounds, states, steps, depth });
    }
  }
}

/** @param swept how many runs of different sizes were asked for; null: sizes are not compared */
function print(
  context: Context,
  flags: CheckFlags,
  rows: readonly Row[],
  single: boolean,
  swept: number | null,
): void {
  if (flags.json) {
    json(context, { version: VERSION, runs: rows.map(({ report }) => report) });
    return;
  }
  const paint = paintOf(context);
  if (single) {
    for (const row of rows) out(context, renderRun(row, paint));
    return;
  }
  if (swept !== null) out(context, renderGrowth(rows, swept, paint));
  else if (rows.length > 0) out(context, renderTable(rows, paint));
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

export const checkCommand = buildCommand<CheckFlags, string[], Context>({
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
    flags: checkFlags,
  },
  docs: { brief: 'search every reachable state' },
});
