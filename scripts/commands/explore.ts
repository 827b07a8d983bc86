import { dirname } from 'node:path';
import { buildCommand } from '@stricli/core';
import { InputError } from '../../engine/errors.ts';
import type { Bounds } from '../../engine/system/system.ts';
import { IS_SOURCE } from '../../engine/where.ts';
import { MAX_WALK } from '../../traces/viewer/ask.ts';
import { documentOf } from '../../viewer/document.ts';
import { builtViewer } from '../built-viewer.ts';
import { reportOf } from '../explore/report.ts';
import { serve } from '../explore/server.ts';
import { Session, type Start } from '../explore/session.ts';
import { wholeNumber } from '../flags.ts';
import { type Context, EXIT, out } from '../io.ts';
import { loadTargets } from '../load.ts';
import { packageFile } from '../package.ts';
import { readAny, readFlags } from '../read-any.ts';
import { runFlags } from '../search-flags.ts';
import { targetOf } from '../trace-files.ts';

interface Flags {
  readonly model?: string;
  readonly bounds: Bounds;
  readonly mutation?: string;
  readonly port?: number;
  readonly stepTimeout: number;
}

/** Serves a model to a browser on this machine, until it is interrupted. */
async function explore(this: Context, flags: Flags, what: string): Promise<void> {
  const start = what.endsWith('.json')
    ? await startOfTrace(this, flags, what)
    : await startOfModel(flags, what);
  const session = new Session(start);
  try {
    // What is wrong with the model or the bounds is said here, and not in the browser.
    await session.answer({ ask: 'open' });
    const document = documentOf(
      await builtViewer('explorer'),
      {},
      {
        title: `${start.model} · lastref`,
        connects: true,
      },
    );
    const served = await serve(
      { document, answer: (ask, gone) => reportOf(ask, session, gone) },
      flags.port,
    );
    out(this, `Exploring ${start.model}: open ${served.url}`);
    out(this, 'Ctrl-C ends it. Only this machine can open it, and only with this address.');
    await interrupted(this.signal);
    await served.close();
  } finally {
    await session.close();
  }
  this.process.exitCode = EXIT.ok;
}

function port(text: string): number {
  const number = wholeNumber('--port', 1)(text);
  if (number <= 65_535) return number;
  throw new InputError(`--port ${text}: ports end at 65535`, {
    fix: 'leave out --port, and a free one is taken',
  });
}

const interrupted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** The folder of a user's own model file; of shipped protocols, where they are sources. */
const sourcesOf = (file: string | null): string | null => {
  if (file !== null) return dirname(file);
  return IS_SOURCE ? packageFile('model') : null;
};

async function startOfTrace(context: Context, flags: Flags, path: string): Promise<Start> {
  const trace = await readAny(context, path, flags);
  const { name, file } = await targetOf(trace, path, flags.model);
  const { mutation, steps, bounds, loop = null, property } = trace;
  const rest = { mutation, loop, bounds, steps: steps.slice(0, property.step) };
  if (rest.steps.length > MAX_WALK) {
    throw new InputError(`${path} has ${rest.steps.length} steps: more than are walked by hand`, {
      cause: `the explorer takes walks of at most ${MAX_WALK} steps`,
      fix: 'look at it as a report: lastref show FILE --as html --out report.html',
    });
  }
  const folder = sourcesOf(file);
  return { source: file ?? name, model: name, folder, stepTimeout: flags.stepTimeout, ...rest };
}

async function startOfModel(flags: Flags, what: string): Promise<Start> {
  const targets = await loadTargets(what);
  const wanted =
    flags.model === undefined ? targets : targets.filter((t) => t.name === flags.model);
  const [target, second] = wanted;
  if (!target || second) {
    throw new InputError(`${what} holds ${target ? 'several models' : `no model ${flags.model}`}`, {
      fix: 'name one of them: --model NAME',
      available: targets.map(({ name }) => name),
    });
  }
  const { name, file } = target;
  const { bounds, mutation = null, stepTimeout } = flags;
  const rest = { steps: [], loop: null, bounds, mutation, stepTimeout };
  return { source: file ?? name, model: name, folder: sourcesOf(file), ...rest };
}

export const exploreCommand = buildCommand<Flags, [string], Context>({
  func: explore,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        {
          brief: 'a shipped protocol, a trace file, or a model file of your own',
          placeholder: 'protocol, trace or ./file.ts',
          parse: String,
        },
      ],
    },
    flags: {
      ...readFlags,
      bounds: { ...readFlags.bounds, brief: 'sizes, as hosts=2,pages=1' },
      mutation: { ...readFlags.mutation, brief: 'the mutation to begin with' },
      port: {
        kind: 'parsed',
        parse: port,
        optional: true,
        brief: 'the port to listen on; by default one that is free',
        placeholder: 'n',
      },
      stepTimeout: runFlags.stepTimeout,
    },
  },
  docs: { brief: 'walk through a protocol by hand, in a browser' },
});
