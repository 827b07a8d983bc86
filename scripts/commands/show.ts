import { dirname } from 'node:path';
import { buildCommand } from '@stricli/core';
import type { Bounds } from '../../engine/system/system.ts';
import { checkWritable, writeWhole } from '../../traces/write.ts';
import { COMMAND, type Context, EXIT, err, json, out, paintOf, quoted } from '../io.ts';
import { VERSION } from '../package.ts';
import { memoryShare } from '../plan.ts';
import { readAny, readFlags } from '../read-any.ts';
import { FORMS, type Form, type ShowJob } from '../run/job.ts';
import { runOne } from '../run-one.ts';
import { runFlags } from '../search-flags.ts';
import { targetOf } from '../trace-files.ts';

interface Flags {
  readonly as: Form;
  readonly out?: string;
  readonly model?: string;
  readonly bounds: Bounds;
  readonly mutation?: string;
  readonly stepTimeout: number;
  readonly json: boolean;
}

/** Prints one recorded trace in another form, or writes it to a file. */
async function show(this: Context, flags: Flags, path: string): Promise<void> {
  if (flags.out !== undefined) checkWritable(flags.out);
  const job = await jobOf(this, flags, path);
  const one = await runOne(this, job, flags.stepTimeout);
  if (one === null || 'failed' in one) {
    if (one) err(this, `lastref: ${path}: ${one.failed}`);
    this.process.exitCode = one ? EXIT.input : EXIT.interrupted;
    return;
  }
  const { text } = one.result;
  if (flags.out !== undefined) writeWhole(flags.out, `${text}\n`);
  else if (flags.json) json(this, { version: VERSION, file: path, as: flags.as, text });
  else out(this, text);
  this.process.exitCode = EXIT.ok;
}

async function jobOf(context: Context, flags: Flags, path: string): Promise<ShowJob> {
  const trace = await readAny(context, path, flags);
  const target = await targetOf(trace, path, flags.model);
  return {
    kind: 'show',
    source: target.file ?? target.name,
    model: target.name,
    trace,
    as: flags.as,
    replay: `${COMMAND} replay ${quoted(path)}`,
    folder: flags.out === undefined ? '.' : dirname(flags.out),
    colour: paintOf(context)('bad', 'x') !== 'x' && !flags.json && flags.out === undefined,
    maxMemory: memoryShare(undefined, 1),
  };
}

export const showCommand = buildCommand<Flags, [string], Context>({
  func: show,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'a trace file, or one in ITF', placeholder: 'trace', parse: String }],
    },
    flags: {
      as: {
        kind: 'enum',
        values: FORMS,
        default: 'text',
        brief: 'as text, a trace file, ITF, a diagram or log for other tools, or a vitest test',
      },
      out: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'write to this file',
        placeholder: 'file',
      },
      ...readFlags,
      ...runFlags,
    },
  },
  docs: { brief: 'show a recorded counterexample in another form' },
});
