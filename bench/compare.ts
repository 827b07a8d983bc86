/**
 * lastref beside other checkers on one protocol: time, memory, and whether they count the same.
 *
 *     npm run bench -- --runs 5 --only plain,symmetry --json FILE
 *     npm run bench -- --small
 *
 * Exit codes: 0 all counts agree, 1 they do not or a program failed, 2 bad input, 130 interrupted.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../engine/errors.ts';
import { EXIT } from '../scripts/io.ts';
import { VERSION } from '../scripts/package.ts';
import { checkWritable } from '../traces/write.ts';
import { type Asked, parseAsked, pick } from './asked.ts';
import { load, type Machine, machine, machineText } from './machine.ts';
import { metersHere } from './measure.ts';
import { type Done, renderRow, summarize } from './render.ts';
import { type Row, rowsOf } from './rows.ts';
import { lacking, lackingText, type Needs } from './tools.ts';
import { takeTurns } from './turns.ts';

const interrupt = new AbortController();

async function main(): Promise<number> {
  const asked = parseAsked(process.argv.slice(2));
  if (asked.json !== null) checkWritable(asked.json);
  const rows = pick(await rowsOf(asked), asked.only);
  const lacks = lacking(rows.flatMap(({ entries }) => entries.map(({ program }) => program)));
  if (lacks.length > 0) console.error(`${lackingText(lacks)}\n`);
  const [meter = 'none'] = metersHere();
  const before = load();
  const done = await compare(
    asked,
    rows.map((row) => without(row, lacks)),
    meter,
  );
  const here = machine(meter, before);
  if (!asked.small) console.log(machineText(here));
  if (asked.json !== null) writeFileSync(asked.json, reportOf(asked, here, lacks, done));
  const wrong = done.flatMap(summarize).some(({ complaints }) => complaints.length > 0);
  return wrong ? EXIT.violation : EXIT.ok;
}

/** A row without the checkers that are not installed. */
function without(row: Row, lacks: readonly Needs[]): Row {
  const out = new Set(lacks.map(({ checker }) => checker));
  const entries = row.entries.filter(({ program }) => !out.has(program.checker));
  return { ...row, entries };
}

async function compare(
  { runs, small }: Asked,
  rows: readonly Row[],
  meter: Machine['meter'],
): Promise<Done[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lastref-bench-'));
  const start = performance.now();
  const say = (text: string) => {
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    process.stderr.write(`${seconds.padStart(5)} s  ${text}\n`);
  };
  try {
    const done: Done[] = [];
    for (const row of rows.filter(({ entries }) => entries.length > 0)) {
      const around = { runs, meter, folder, say, signal: interrupt.signal };
      const results = await takeTurns(row, around);
      done.push({ row, results });
      console.log(`${renderRow({ row, results }, small)}\n`);
    }
    return done;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function reportOf(asked: Asked, here: Machine, lacks: readonly Needs[], done: Done[]): string {
  const rows = done.map(({ row, results }) => {
    const programs = summarize({ row, results }).map((summary, i) => ({
      ...summary,
      expected: results[i]?.entry.expected ?? null,
      runs: results[i]?.runs ?? [],
    }));
    return { name: row.name, title: row.title, base: row.base, programs };
  });
  const report = { version: VERSION, asked, machine: here, leftOut: lacks, rows };
  return `${JSON.stringify(report, null, 2)}\n`;
}

// Whatever ends this process ends what it started, and leaves no folder behind.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => interrupt.abort(new Error('interrupted')));
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = interrupt.signal.aborted ? EXIT.interrupted : EXIT.input;
}
