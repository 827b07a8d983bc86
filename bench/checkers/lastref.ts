import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Bounds } from '../../engine/system/system.ts';
import { checkReport } from '../../scripts/check-report.ts';
import { packageFile } from '../../scripts/package.ts';
import { type Program, unreadable } from './program.ts';

export const ENGINES = ['explore', 'reference'] as const;
export type Engine = (typeof ENGINES)[number];

export interface LastrefSettings {
  readonly engine: Engine | 'prove';
  readonly workers: number;
  readonly symmetry: boolean;
  /** A search that takes longer is ended there, and reports what it saw. */
  readonly maxSeconds?: number;
  /** What tells it apart from others of its row. */
  readonly size?: string;
}

/** gmem.ts, compiled: inside of the package, whose name it imports. */
export const GMEM = packageFile('bench/build/gmem.js');

/** By this process: all settings run the same code. */
let compiled = false;

/** lastref on a compiled model file or a shipped protocol, as installed: one process of node. */
export const lastref = (model: string, bounds: Bounds, settings: LastrefSettings): Program => ({
  checker: 'lastref',
  name: nameOf(model, settings),
  needs: [],
  build: async ({ make }) => {
    if (compiled) return;
    // Whatever was in dist/: what is measured is what the sources say now.
    await make('npm', '--prefix', packageFile(''), 'run', '--silent', 'build');
    await make(process.execPath, compiler(), '-p', packageFile('bench/tsconfig.build.json'));
    compiled = true;
  },
  command: () => ({
    file: process.execPath,
    args: [
      ...[packageFile('dist/scripts/lastref.js'), 'check', model, '--mutation', 'none'],
      ...boundsOptions(bounds),
      ...engineOptions(settings),
      ...(settings.maxSeconds === undefined ? [] : ['--max-seconds', `${settings.maxSeconds}`]),
      '--json',
    ],
  }),
  read: readLastref,
});

function boundsOptions(bounds: Bounds): string[] {
  const numbers = Object.entries(bounds).map(([name, n]) => `${name}=${n}`);
  return numbers.length > 0 ? ['--bounds', numbers.join(',')] : [];
}

/** How the command line is asked for an engine; the others have no more to choose. */
export function engineOptions({ engine, workers, symmetry }: LastrefSettings): string[] {
  if (engine !== 'explore') return ['--engine', engine];
  const reduced = symmetry ? [] : ['--no-symmetry'];
  return ['--engine', engine, '--workers', `${workers}`, ...reduced];
}

/** Whether an engine can be asked for this. */
export const offers = ({ engine, workers, symmetry }: LastrefSettings): boolean =>
  engine === 'explore' || (workers === 1 && !symmetry);

function nameOf(model: string, { workers, engine, size }: LastrefSettings): string {
  const name = model === GMEM ? 'lastref' : `lastref, ${model}`;
  const parts = engine === 'explore' ? [] : [engine];
  const more = [...(workers > 1 ? [`${workers} workers`] : []), ...(size ? [size] : [])];
  return [name, ...parts, ...more].join(', ');
}

/** The compiler of this project, whatever the PATH leads to. */
function compiler(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
}

/** Reads the JSON of `check`: exit 0 is a search of the whole, exit 3 one that a budget ended. */
export function readLastref(output: Parameters<Program['read']>[0]): ReturnType<Program['read']> {
  if (output.code !== 0 && output.code !== 3) throw unreadable('lastref', output);
  const report = checkReport.parse(JSON.parse(output.stdout));
  const [run] = report.runs;
  if (run === undefined || run.trace !== null) throw unreadable('lastref', output);
  return {
    states: run.states,
    transitions: run.steps,
    complete: run.complete,
    bytesPerState: run.bytesPerState,
    searchSeconds: run.seconds,
  };
}
