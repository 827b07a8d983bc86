import { buildCommand } from '@stricli/core';
import { readTrace } from '../../traces/parse.ts';
import { type Context, EXIT, err, json, out, paintOf } from '../io.ts';
import { VERSION } from '../package.ts';
import { memoryShare } from '../plan.ts';
import type { WhyJob } from '../run/job.ts';
import { runJobs } from '../run/pool.ts';
import { runFlags } from '../search-flags.ts';
import { targetOf } from '../trace-files.ts';

interface Flags {
  readonly model?: string;
  readonly stepTimeout: number;
  readonly json: boolean;
}

/** Explains one recorded trace: an explanation is a success, whatever it says. */
async function why(this: Context, flags: Flags, path: string): Promise<void> {
  const job = await jobOf(this, flags, path);
  const [end] = await runJobs([job], {
    threads: 1,
    stepTimeout: flags.stepTimeout * 1000,
    signal: this.signal,
    warm: null,
    onProgress: () => {},
  });
  if (end?.ending.type === 'failed') {
    err(this, `lastref: ${path}: ${end.ending.text}`);
    this.process.exitCode = EXIT.input;
    return;
  }
  if (end?.ending.type !== 'done' || end.ending.result.kind !== 'why') {
    this.process.exitCode = EXIT.interrupted;
    return;
  }
  const { explanation, text } = end.ending.result;
  if (flags.json) {
    const { protocol, mutation, bounds, property } = job.trace;
    const about = { file: path, protocol, mutation, bounds, property };
    json(this, { version: VERSION, ...about, ...explanation });
  } else out(this, text);
  this.process.exitCode = EXIT.ok;
}

async function jobOf(context: Context, flags: Flags, path: string): Promise<WhyJob> {
  const trace = readTrace(path);
  const target = await targetOf(trace, path, flags.model);
  return {
    kind: 'why',
    source: target.file ?? target.name,
    model: target.name,
    trace,
    colour: paintOf(context)('bad', 'x') !== 'x' && !flags.json,
    maxMemory: memoryShare(undefined, 1),
  };
}

export const whyCommand = buildCommand<Flags, [string], Context>({
  func: why,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'a trace file', placeholder: 'trace', parse: String }],
    },
    flags: {
      model: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'the model file, where the trace does not name it',
        placeholder: './file.ts',
      },
      ...runFlags,
    },
  },
  docs: { brief: 'explain a recorded counterexample: what was read, and who wrote that' },
});
