import { InputError } from '../engine/errors.ts';
import type { Bounds } from '../engine/system/system.ts';
import { headOf } from '../traces/from-itf.ts';
import { type ItfFile, isItf, parseItf } from '../traces/itf-file.ts';
import { checkTrace, parseJson, readText } from '../traces/parse.ts';
import type { TraceFile } from '../traces/trace-file.ts';
import type { Context } from './io.ts';
import { loadTargets, type Target } from './load.ts';
import { memoryShare } from './plan.ts';
import { runOne } from './run-one.ts';
import { searchFlags } from './search-flags.ts';
import { targetOf } from './trace-files.ts';

/** What the user says of a file that does not say all itself. */
export interface ReadFlags {
  readonly model?: string;
  readonly bounds: Bounds;
  readonly mutation?: string;
  readonly stepTimeout: number;
}

/** The options of every command that reads traces. */
export const readFlags = {
  model: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'the model, or the file of it, where the trace does not name it',
    placeholder: './file.ts',
  },
  bounds: { ...searchFlags.bounds, brief: 'sizes that a trace of another tool was made with' },
  mutation: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'the fault that a trace of another tool was made with',
    placeholder: 'name',
  },
} as const;

/** A trace from a file: one of lastref, or one in ITF, which is read as a trace of a model. */
export async function readAny(
  context: Context,
  path: string,
  flags: ReadFlags,
): Promise<TraceFile> {
  const data = parseJson(readText(path), path);
  if (!isItf(data)) {
    refuseSizes(flags, path);
    return checkTrace(data, path);
  }
  const itf = parseItf(data, path);
  const target = await modelOf(itf, path, flags);
  const job = {
    kind: 'import',
    source: target.file ?? target.name,
    model: target.name,
    itf,
    bounds: flags.bounds,
    mutation: flags.mutation ?? null,
    path,
    colour: false,
    maxMemory: memoryShare(undefined, 1),
  } as const;
  const one = await runOne(context, job, flags.stepTimeout);
  if (one && 'result' in one) return one.result.trace;
  throw new InputError(one ? one.failed : `${path}: interrupted`);
}

/** The model that a file in ITF is a trace of: the one it names, or the one that is asked for. */
async function modelOf(itf: ItfFile, path: string, flags: ReadFlags): Promise<Target> {
  const head = headOf(itf, path);
  if (head) {
    refuseSizes(flags, path);
    return await targetOf(head, path, flags.model);
  }
  if (flags.model === undefined) {
    throw new InputError(`${path} does not say which model it is a trace of`, {
      cause: 'a file that another tool wrote',
      fix: 'name the model: --model ./file.ts',
    });
  }
  const targets = await loadTargets(flags.model);
  const [target, second] = targets;
  if (target && !second) return target;
  throw new InputError(`${flags.model} holds several models`, {
    fix: 'give the one that the trace is of a file of its own',
    available: targets.map(({ name }) => name),
  });
}

function refuseSizes({ bounds, mutation }: ReadFlags, path: string): void {
  if (Object.keys(bounds).length === 0 && mutation === undefined) return;
  throw new InputError(`${path} says itself at which bounds it runs, and with which mutation`, {
    cause: '--bounds or --mutation with a trace that lastref wrote',
    fix: 'leave them out: they are for traces of other tools',
  });
}
