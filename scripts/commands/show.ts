import { dirname } from 'node:path';
import { buildCommand } from '@stricli/core';
import { InputError } from '../../engine/errors.ts';
import type { Bounds } from '../../engine/system/system.ts';
import { checkWritable, writeWhole } from '../../traces/write.ts';
import { COMMAND, type Context, EXIT, err, json, out, paintOf, quoted } from '../io.ts';
import { VERSION } from '../package.ts';
import { memoryShare } from '../plan.ts';
import { readAny, readFlags } from '../read-any.ts';
import { FORMS, type Form, type ShowJob } from '../run/show-job.ts';
import { runOne } from '../run-one.ts';
import { runFlags } from '../search-flags.ts';
import { targetOf, traceFiles } from '../trace-files.ts';

interface Flags {
  readonly as: Form;
  readonly out?: string;
  readonly model?: string;
  readonly bounds: Bounds;
  readonly mutation?: string;
  readonly stepTimeout: number;
  readonly json: boolean;
}

/** Prints recorded traces in another form, or writes them to a file. */
async function show(this: Context, flags: Flags, ...places: string[]): Promise<void> {
  if (flags.out !== undefined) checkWritable(flags.out);
  if (flags.as === 'html') return await showReport(this, flags, places);
  const [path = '', second] = places;
  if (second !== undefined) {
    throw new InputError(`--as ${flags.as} takes one trace, and there are ${places.length}`, {
      fix: 'name one trace; --as html shows several in one report',
    });
  }
  const job = await jobOf(this, flags, path);
  const one = await runOne(this, job, flags.stepTimeout);
  if (one === null || 'failed' in one) {
    if (one) err(this, `lastref: ${path}: ${one.failed}`);
    this.process.exitCode = one ? EXIT.input : EXIT.interrupted;
    return;
  }
  print(this, flags, path, one.result.text);
}

/** One report of all traces; one that cannot be shown is said, and none is written then. */
async function showReport(context: Context, flags: Flags, places: readonly string[]) {
  const { htmlOfWalks, walksOf } = await import('../html-report.ts');
  const jobs: ShowJob[] = [];
  const paths = traceFiles(places);
  for (const path of paths) jobs.push(await jobOf(context, flags, path));
  const worked = await walksOf(context, jobs, flags.stepTimeout);
  const walks = worked.flatMap((each) => (each && 'walk' in each ? [each.walk] : []));
  for (const [i, each] of worked.entries()) {
    if (each && 'failed' in each) err(context, `lastref: ${paths[i]}: ${each.failed}`);
  }
  if (walks.length === paths.length) {
    print(context, flags, places.join(' '), (await htmlOfWalks(walks)).trimEnd());
  } else context.process.exitCode = worked.includes(null) ? EXIT.interrupted : EXIT.input;
}

function print(context: Context, flags: Flags, path: string, text: string): void {
  if (flags.out !== undefined) writeWhole(flags.out, `${text}\n`);
  else if (flags.json) json(context, { version: VERSION, file: path, as: flags.as, text });
  else out(context, text);
  context.process.exitCode = EXIT.ok;
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

export const showCommand = buildCommand<Flags, string[], Context>({
  func: show,
  parameters: {
    positional: {
      kind: 'array',
      minimum: 1,
      parameter: {
        brief: 'a trace file, or one in ITF; as html also several, or folders of them',
        placeholder: 'trace',
        parse: String,
      },
    },
    flags: {
      as: {
        kind: 'enum',
        values: FORMS,
        default: 'text',
        brief:
          'as text, a report, a trace file, ITF, a diagram or log for others, or a vitest test',
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
