import { availableParallelism } from 'node:os';
import { buildCommand } from '@stricli/core';
import { messageOf } from '../../engine/errors.ts';
import type { Paint } from '../../engine/report/paint.ts';
import type { Bounds } from '../../engine/system/system.ts';
import { reportOfReplay } from '../ci/of-replay.ts';
import { publisher, withUnmade } from '../ci/publish.ts';
import { type Context, EXIT, err, json, out, paintOf } from '../io.ts';
import { VERSION } from '../package.ts';
import { memoryShare } from '../plan.ts';
import { readAny, readFlags } from '../read-any.ts';
import type { Replayed, ReplayJob } from '../run/job.ts';
import { runJobs } from '../run/pool.ts';
import { ciFlags, runFlags } from '../search-flags.ts';
import { targetOf, traceFiles } from '../trace-files.ts';

interface Flags {
  readonly model?: string;
  readonly bounds: Bounds;
  readonly mutation?: string;
  readonly junit?: string;
  readonly sarif?: string;
  readonly github?: boolean;
  readonly stepTimeout: number;
  readonly json: boolean;
}

/** Proves recorded traces again; one that was named alone is told in full. */
async function replay(this: Context, flags: Flags, ...places: string[]): Promise<void> {
  const paths = traceFiles(places);
  const ci = publisher(this, flags);
  const errors: string[] = [];
  const jobs = (await jobsOf(this, flags, paths, errors)).map((job) => ({ ...job, ci: ci.wanted }));
  const ends = await runJobs(jobs, {
    threads: availableParallelism(),
    stepTimeout: flags.stepTimeout * 1000,
    signal: this.signal,
    warm: null,
    onProgress: () => {},
  });
  const replayed = jobs.flatMap((job, i) => {
    const ending = ends[i]?.ending;
    if (ending?.type === 'failed') errors.push(`${job.path}: ${ending.text}`);
    if (ending?.type !== 'done' || ending.result.kind !== 'replay') return [];
    return [{ job, result: ending.result }];
  });
  print(this, flags, replayed, paths.length === 1);
  for (const error of errors) err(this, `lastref: ${error}`);
  this.process.exitCode = exitCode(this, replayed, errors);
  const all = withUnmade(this, errors, jobs.length - replayed.length);
  if (ci.wanted) await ci.publish(reportOfReplay(replayed, all));
}

interface Done {
  readonly job: ReplayJob;
  readonly result: Replayed;
}

async function jobsOf(
  context: Context,
  flags: Flags,
  paths: readonly string[],
  errors: string[],
): Promise<ReplayJob[]> {
  const jobs: ReplayJob[] = [];
  const maxMemory = memoryShare(undefined, availableParallelism());
  const colour = paintOf(context)('bad', 'x') !== 'x' && !flags.json;
  for (const path of paths) {
    try {
      const trace = await readAny(context, path, flags);
      const { file, name } = await targetOf(trace, path, flags.model);
      const source = file ?? name;
      jobs.push({ kind: 'replay', source, model: name, trace, path, colour, maxMemory });
    } catch (error) {
      // One file that cannot be read does not keep the others from being replayed.
      errors.push(messageOf(error));
    }
  }
  return jobs;
}

function print(context: Context, flags: Flags, replayed: readonly Done[], alone: boolean): void {
  if (flags.json) {
    const traces = replayed.map(({ job, result: { ok, sameShape, proofs } }) => ({
      file: job.path,
      protocol: job.trace.protocol,
      mutation: job.trace.mutation,
      ok,
      sameShape,
      proofs,
    }));
    json(context, { version: VERSION, traces });
    return;
  }
  const paint = paintOf(context);
  for (const { job, result } of replayed) {
    if (alone && result.text !== null) out(context, `${result.text}\n`);
    out(context, render(job, result, paint));
  }
}

function render({ path }: ReplayJob, { ok, proofs, sameShape }: Replayed, paint: Paint): string {
  const mark = (proof: Replayed['proofs'][number]) =>
    proof.ok ? paint('good', 'yes') : paint('bad', 'NO ');
  const lines = proofs.map((proof) => `  ${mark(proof)} ${proof.name}: ${proof.detail}`);
  const shape = '  the protocol has changed its shape since the trace was recorded';
  return [
    `${ok ? paint('good', 'ok') : paint('bad', 'failed')} ${path}`,
    ...lines,
    ...(sameShape ? [] : [shape]),
  ].join('\n');
}

function exitCode({ signal }: Context, replayed: readonly Done[], errors: readonly string[]) {
  if (errors.length > 0) return EXIT.input;
  if (replayed.some(({ result }) => !result.ok)) return EXIT.violation;
  return signal.aborted ? EXIT.interrupted : EXIT.ok;
}

export const replayCommand = buildCommand<Flags, string[], Context>({
  func: replay,
  parameters: {
    positional: {
      kind: 'array',
      parameter: {
        brief: 'trace files, also in ITF, or folders of them; none: every recorded one',
        placeholder: 'file or folder',
        parse: String,
      },
    },
    flags: {
      ...readFlags,
      ...ciFlags,
      ...runFlags,
    },
  },
  docs: { brief: 'prove recorded counterexamples again' },
});
