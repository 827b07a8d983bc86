import { type Column, table } from '../engine/report/table.ts';
import { grouped } from '../scripts/io.ts';
import { complaints } from './counts.ts';
import type { Row } from './rows.ts';
import { type Ratio, ratio, type Spread, spread } from './statistics.ts';
import type { Result, Run } from './turns.ts';

/** A row of the comparison with what came of it. */
export interface Done {
  readonly row: Row;
  readonly results: readonly Result[];
}

/** The numbers of a program, over all of its runs; null where they are not measured or not said. */
export interface Summary {
  readonly program: string;
  readonly states: number | null;
  readonly transitions: number | null;
  readonly complete: boolean;
  readonly seconds: Spread | null;
  readonly processorSeconds: Spread | null;
  readonly transitionsPerSecond: number | null;
  readonly peakBytes: Spread | null;
  readonly bytesPerState: number | null;
  /** How many times as long as the base of the row. */
  readonly ratio: Ratio | null;
  readonly complaints: readonly string[];
}

export function summarize({ row, results }: Done): Summary[] {
  const base = results.find(({ entry }) => entry.program.name === row.base);
  return results.map((result) => {
    const { entry, runs } = result;
    const { states, transitions, complete, bytesPerState } = runs[0]?.found ?? {};
    const numbers = (of: (run: Run) => number | null) =>
      spread(runs.map(of).filter((number) => number !== null));
    const seconds = numbers((run) => run.seconds);
    const times = (each: Result) => each.runs.map((run) => run.seconds);
    return {
      program: entry.program.name,
      states: states ?? null,
      transitions: transitions ?? null,
      complete: complete ?? false,
      seconds,
      processorSeconds: numbers((run) => run.processorSeconds),
      transitionsPerSecond: seconds && transitions ? transitions / seconds.median : null,
      peakBytes: numbers((run) => run.peakBytes),
      bytesPerState: bytesPerState ?? null,
      ratio: base ? ratio(times(result), times(base)) : null,
      complaints: complaints(result),
    };
  });
}

interface Shown extends Column {
  readonly cell: (of: Summary) => string;
}

const NONE = '–';
const MiB = 2 ** 20;
const right = (heading: string, cell: Shown['cell']): Shown => ({ heading, align: 'right', cell });
const or = (number: number | null | undefined, text: (n: number) => string): string =>
  number === null || number === undefined ? NONE : text(number);
const whole = (n: number): string => grouped(Math.round(n));
/** Three figures are what a run repeats. */
const figures = (n: number): string => (n >= 100 ? whole(n) : n.toPrecision(3));
const range = (of: Spread | null | undefined): string =>
  of ? `${figures(of.min)}–${figures(of.max)}` : NONE;

const COUNT_COLUMNS: readonly Shown[] = [
  { heading: 'program', cell: ({ program }) => program },
  right('states', ({ states, complete }) =>
    or(states, (n) => (complete ? grouped(n) : `${grouped(n)} so far`)),
  ),
  right('transitions', ({ transitions }) => or(transitions, grouped)),
];

const timeColumns = (base: string | null): Shown[] => [
  right('seconds', ({ seconds }) => or(seconds?.median, figures)),
  right('range', ({ seconds }) => range(seconds)),
  right('processor', ({ processorSeconds }) => or(processorSeconds?.median, figures)),
  right('transitions/s', ({ transitionsPerSecond }) => or(transitionsPerSecond, whole)),
  right('peak MiB', ({ peakBytes, seconds }) =>
    seconds && !peakBytes ? 'not measured' : or(peakBytes?.median, (n) => figures(n / MiB)),
  ),
  right('bytes/state', ({ bytesPerState }) => or(bytesPerState, figures)),
  ...(base === null
    ? []
    : [
        right(`× ${base}`, (of) => or(of.ratio?.ofMedians, figures)),
        right('of pairs', (of) => or(of.ratio?.ofPairs.median, figures)),
        right('range', (of) => range(of.ratio?.ofPairs)),
      ]),
];

/** A row as a table, with what is wrong below; the counts alone where times mean nothing. */
export function renderRow(done: Done, countsOnly: boolean): string {
  const { row } = done;
  const summaries = summarize(done);
  const columns = [...COUNT_COLUMNS, ...(countsOnly ? [] : timeColumns(row.base))];
  const cells = summaries.map((each) => columns.map(({ cell }) => cell(each)));
  return [
    `${row.name}: ${row.title}`,
    ...(countsOnly ? [] : ['']),
    table(columns, cells),
    ...(countsOnly ? [] : fastest(done, summaries)),
    ...summaries.flatMap((each) => each.complaints.map((what) => `✗ ${what}`)),
  ].join('\n');
}

/** Of several settings of a checker, the fastest: the one to be compared with. */
function fastest({ results }: Done, summaries: readonly Summary[]): string[] {
  const families = new Set(results.flatMap(({ entry }) => entry.family ?? []));
  return [...families].flatMap((family) => {
    const [first, ...others] = summaries
      .filter((_, i) => results[i]?.entry.family === family)
      .flatMap(({ program, seconds }) => (seconds ? [{ program, median: seconds.median }] : []))
      .sort((a, b) => a.median - b.median);
    if (!first || others.length === 0) return [];
    return [`fastest of ${family}: ${first.program}, ${figures(first.median)} s`];
  });
}
