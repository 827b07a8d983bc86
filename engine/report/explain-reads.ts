import { fold } from './fold.ts';
import type { Paint } from './paint.ts';
import { clip, showValue } from './show.ts';
import { table } from './table.ts';
import { list, showRead } from './why.ts';
import { type Seen, type StepRef, showStep } from './writers.ts';

/** Longest value, and longest path, in a table of reads. */
const VALUE = 48;
const PATH = 48;

/**
 * Reads as a table: the field, what it holds, which step put that there. Those that no step wrote
 * stand below in a sentence.
 */
export function readsTable(reads: readonly Seen[], paint: Paint, heading = 'read'): string[] {
  const written = reads.filter(({ writer }) => writer !== null);
  const initial = reads.filter(({ writer }) => writer === null).map(showRead);
  const rows = written.flatMap((read) => rowsOf(read));
  if (reads.length === 0) return [`${heading}: nothing`];
  const unwritten = `as in the initial state: ${list(initial)}`;
  if (rows.length === 0) return fold(`${heading}, ${unwritten}`);
  return [...drawn(heading, rows, paint), ...(initial.length > 0 ? fold(unwritten) : [])];
}

/** Reads of a guard in their order, all of them: the last one is where it refused. */
export function guardTable(reads: readonly Seen[], paint: Paint, refuses: boolean): string[] {
  if (reads.length === 0) return [];
  const rows = reads.map((read, i) => {
    const [row = []] = rowsOf(read);
    return refuses && i === reads.length - 1 ? [...row, 'and refused'] : row;
  });
  return drawn('its guard read', rows, paint);
}

type Row = readonly string[];

function drawn(heading: string, rows: readonly Row[], paint: Paint): string[] {
  const columns = [heading, 'value', 'last written by', '', ''].map((text) => ({ heading: text }));
  const [head = '', ...lines] = table(columns, rows).split('\n');
  return [paint('faint', head), ...lines];
}

/** A read, and below it the items of its list where they were not all put there by its writer. */
function rowsOf(read: Seen): Row[] {
  const { path, value, writer, items = [] } = read;
  const name = clip(path, PATH);
  if (items.every((item) => item.writer?.step === writer?.step)) {
    return [[name, showValue(value, VALUE), by(writer), changeOf(read)]];
  }
  return [
    [name, `${items.length} in a list`, by(writer), ''],
    ...items.map((item) => ['', showValue(item.value, VALUE), by(item.writer), '']),
  ];
}

/** What the last writer did to a value. */
function changeOf({ writer, was, since }: Seen): string {
  if (writer === null) return '';
  if (since?.step === writer.step) return `was ${showValue(was, VALUE)}`;
  return `the same again, ${since ? `since ${showStep(since)}` : 'as in the initial state'}`;
}

const by = (writer: StepRef | null): string => (writer ? showStep(writer) : 'the initial state');
