import { showBeside } from './diff.ts';
import { guardTable } from './explain-reads.ts';
import { fold } from './fold.ts';
import type { Paint } from './paint.ts';
import type { Parted, Parting } from './parting.ts';
import { type Refused, showRefused } from './refused.ts';
import { table } from './table.ts';
import { list } from './why.ts';
import { showStep } from './writers.ts';

/** Longest value of a field in the table of what differs. */
const VALUE = 48;

/** Where a run of a mutated model parts from the correct one, as text. */
export function partingText(parting: Parting, paint: Paint): string[] {
  const { at, step, fields, refused } = parting;
  if (at === 'refusal' && refused) {
    return [
      ...strong(`without the mutation, the same until ${showRefused(refused)}`, paint),
      ...refusedReads(refused, paint),
    ];
  }
  if (at === 'nowhere' || !step) {
    const same = 'the same steps run through the same states';
    return strong(`without the mutation, ${same}, and ${end(parting)}`, paint);
  }
  return [
    ...strong(`without the mutation, ${showStep(step)}, leads elsewhere`, paint),
    ...fieldsTable(fields, paint),
    ...fold(refused ? `then ${showRefused(refused)}` : `then ${end(parting)}`),
    ...(refused ? refusedReads(refused, paint) : []),
  ];
}

const strong = (text: string, paint: Paint): string[] =>
  fold(text).map((line) => paint('strong', line));

/** The reads of a guard that refuses, where the sentence about it does not say them all. */
export const refusedReads = ({ why, reads }: Refused, paint: Paint): string[] =>
  why === 'guard' && reads.length > 1 ? guardTable(reads, paint, true) : [];

function fieldsTable(fields: readonly Parted[], paint: Paint): string[] {
  const columns = ['field', 'mutated', 'correct'].map((heading) => ({ heading }));
  const rows = fields.map(({ path, mutated, correct }) => [
    path,
    showBeside(mutated, correct, VALUE),
    showBeside(correct, mutated, VALUE),
  ]);
  const [head = '', ...lines] = table(columns, rows).split('\n');
  return [paint('faint', head), ...lines];
}

/** What comes of the steps on the correct model, where all of them run. */
function end({ breaks, flaw, goesOn }: Parting): string {
  if (breaks) return `${breaks.property} is broken too, at step ${breaks.step}`;
  if (goesOn.length > 0) return `${list(goesOn, 'or')} can follow`;
  return flaw === null ? 'nothing is broken' : `nothing is broken: ${flaw}`;
}
