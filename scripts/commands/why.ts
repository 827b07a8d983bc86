import { buildCommand } from '@stricli/core';
import type { Bounds } from '../../engine/system/system.ts';
import { type Context, EXIT, err, json, out, paintOf } from '../io.ts';
import { VERSION } from '../package.ts';
import { memoryShare } from '../plan.ts';
import { readAny, readFlags } from '../read-any.ts';
import type { WhyJob } from '../run/job.ts';
import { runOne } from '../run-one.ts';
import { runFlags } from '../search-flags.ts';
import { targetOf } from '../trace-files.ts';

interface Flags {
  readonly model?: string;
  readonly bounds: Bounds;
  readonly mutation?: string;
  readonly stepTimeout: number;
  readonly json: boolean;
}

/** Explains one recorded trace: an explanation is a success, whatever it says. */
async function why(this: Context, flags: Flags, path: string): Promise<void> {
  const job = await jobOf(this, flags, path);
  const one = await runOne(this, job, flags.stepTimeout);
  if (one === null || 'failed' in one) {
    if (one) err(this, `lastref: ${path}: ${one.failed}`);
    this.process.exitCode = one ? EXIT.input : EXIT.interrupted;
    return;
  }
  const { explanation, text } = one.result;
  if (flags.json) {
    const { protocol, mutation, bounds, property } = job.trace;
    const about = { file: path, protocol, mutation, bounds, property };
    json(this, { version: VERSION, ...about, ...explanation });
  } else out(this, text);
  this.process.exitCode = EXIT.ok;
}

async function jobOf(context: Context, flags: Flags, path: string): Promise<WhyJob> {
  const trace = await readAny(context, path, flags);
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
      parameters: [{ brief: 'a trace file, or one in ITF', placeholder: 'trace', parse: String }],
    },
    flags: {
      ...readFlags,
      ...runFlags,
    },
  },
  docs: { brief: 'explain a recorded counterexample: what was read, and who wrote that' },
});
