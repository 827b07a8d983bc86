import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../engine/errors.ts';
import type { Found, Program } from './checkers/program.ts';
import { type Measured, type MeterName, meters } from './measure.ts';
import type { Entry, Row } from './rows.ts';
import { execute } from './spawn.ts';

/** One run of one program. */
export interface Run extends Pick<Measured, 'seconds' | 'processorSeconds' | 'peakBytes'> {
  readonly found: Found;
}

/** What came of an entry of a row: the first failure ends its turns. */
export interface Result {
  readonly entry: Entry;
  readonly runs: readonly Run[];
  readonly failure: string | null;
}

export interface Circumstances {
  readonly runs: number;
  readonly meter: MeterName;
  readonly signal: AbortSignal;
  /** Where everything is built; removed by whoever made it. */
  readonly folder: string;
  /** Told of each step. */
  readonly say: (text: string) => void;
}

/** An entry on its way. */
interface Going {
  readonly entry: Entry;
  readonly folder: string;
  readonly runs: Run[];
  failure: string | null;
}

/**
 * Builds every program of a row, then runs them in turn: A B C, A B C, … so that what changes on
 * the machine meanwhile meets all of them.
 */
export async function takeTurns(row: Row, around: Circumstances): Promise<Result[]> {
  const { signal, say } = around;
  const all = row.entries.map((entry, i): Going => {
    const folder = join(around.folder, `${row.name}-${i}`);
    return { entry, folder, runs: [], failure: null };
  });
  for (const going of all) {
    say(`${row.name}: build ${going.entry.program.name}`);
    await attempt(going, signal, () => build(going, signal));
  }
  const turns = row.once ? 1 : around.runs;
  for (let turn = 1; turn <= turns; turn++) {
    for (const going of all.filter(({ failure }) => failure === null)) {
      await attempt(going, signal, async () => {
        const run = await runOnce(going, around);
        going.runs.push(run);
        const of = `${going.entry.program.name}, ${turn} of ${turns}`;
        say(`${row.name}: ${of}: ${run.seconds.toFixed(2)} s`);
      });
    }
  }
  return all.map(({ entry, runs, failure }) => ({ entry, runs, failure }));
}

/** A program that fails is out; an interruption ends everything. */
async function attempt(going: Going, signal: AbortSignal, what: () => Promise<void>) {
  try {
    await what();
  } catch (error) {
    if (signal.aborted) throw error;
    going.failure = messageOf(error);
  }
}

async function build({ entry, folder }: Going, signal: AbortSignal): Promise<void> {
  mkdirSync(folder);
  const make = async (file: string, ...args: readonly string[]) => {
    const { code, stdout, stderr } = await execute({ file, args }, { cwd: folder, signal });
    if (code === 0) return;
    throw new Error(`${file} ${args.join(' ')} exited with ${code}:\n${stdout}${stderr}`.trim());
  };
  await entry.program.build({ folder, make });
}

async function runOnce({ entry, folder }: Going, around: Circumstances): Promise<Run> {
  const { program } = entry;
  const output = await meters[around.meter](
    program.command(folder),
    { cwd: folder, signal: around.signal },
    folder,
  );
  const { seconds, processorSeconds, peakBytes } = output;
  return { seconds, processorSeconds, peakBytes, found: read(program, output) };
}

const read = (program: Program, { code, stdout, stderr }: Measured): Found =>
  program.read({ code, stdout, stderr });
