import { KINDS } from '../engine/mutate/mutant.ts';
import type { Paint } from '../engine/report/paint.ts';
import { table } from '../engine/report/table.ts';
import type { Bounds } from '../engine/system/system.ts';
import { grouped } from './io.ts';
import type { Listed } from './listed.ts';
import type { MutantReport, Outcome, SweepReport } from './mutate-report.ts';

const OUTCOMES: readonly Outcome[] = [
  'killed',
  'survived',
  'equivalent',
  'endless',
  'undecided',
  'mislisted',
];
/** Told even where there is none of it. */
const ALWAYS: readonly Outcome[] = ['killed', 'survived', 'equivalent'];

/** A sweep as text. @param all every mutant, and not only those that somebody has to look at */
export function renderSweep(
  sweep: SweepReport,
  listed: Listed,
  all: boolean,
  paint: Paint,
): string {
  const { mutants, tried, unknown } = sweep;
  const judged = sweep.property === null ? '' : `, by ${sweep.property} alone`;
  return [
    paint('strong', `${sweep.protocol}: ${mutants.length} mutants${judged}`),
    ...tried.map(
      (place) =>
        `  ${boundsText(place.bounds)}: ${grouped(place.states)} states, ` +
        `${grouped(place.steps)} steps without one; ${place.mutants} tried`,
    ),
    '',
    counts(mutants),
    '',
    ...killers(mutants),
    ...(all ? ['', ...mutants.map(line)] : []),
    ...section('survived', mutants, paint, survivorsAdvice(listed)),
    ...section('mislisted', mutants, paint, [`take it off ${listed.path}: its reason is not true`]),
    ...section('undecided', mutants, paint, [
      'give it longer with --max-seconds or --max-states, or smaller --bounds; one that grows',
      `without end goes under "endless" in ${nameOf(listed)}, with the reason`,
    ]),
    ...idleNote(tried),
    ...(unknown.length > 0 ? ['', `listed, and no mutant here: ${unknown.join('; ')}`] : []),
    '',
    conclusion(sweep, paint),
  ].join('\n');
}

const nameOf = ({ path }: Listed): string => path ?? 'a file for --equivalent';

const survivorsAdvice = (listed: Listed): string[] => [
  'say what it breaks: a property, a stronger conjunct, a goal. Or try it where it matters:',
  `larger --bounds. If it does no harm, list it in ${nameOf(listed)}, with the reason`,
];

const is = (outcome: Outcome) => (mutant: MutantReport) => mutant.outcome === outcome;

function counts(mutants: readonly MutantReport[]): string {
  const shown = OUTCOMES.filter((each) => ALWAYS.includes(each) || mutants.some(is(each)));
  const row = (name: string, own: readonly MutantReport[]) => [
    name,
    String(own.length),
    ...shown.map((each) => String(own.filter(is(each)).length)),
  ];
  const kinds = KINDS.map((kind) =>
    row(
      kind,
      mutants.filter((each) => each.kind === kind),
    ),
  );
  const numbers = ['mutants', ...shown].map((heading) => ({ heading, align: 'right' }) as const);
  return table([{ heading: 'kind' }, ...numbers], [...kinds, row('all', mutants)]);
}

/** Who killed how many, with the lengths of the counterexamples. */
function killers(mutants: readonly MutantReport[]): string[] {
  const by = new Map<string, number[]>();
  for (const { killer, outcome } of mutants) {
    if (!killer || outcome !== 'killed') continue;
    const name = killer.by === 'error' ? 'an error' : `${killer.by} ${killer.name}`;
    by.set(name, [...(by.get(name) ?? []), killer.length ?? 0]);
  }
  if (by.size === 0) return [];
  const rows = [...by]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([name, lengths]) => [name, String(lengths.length), rangeText(lengths)]);
  const columns = [
    { heading: 'killed by' },
    { heading: 'mutants', align: 'right' },
    { heading: 'steps', align: 'right' },
  ] as const;
  return [table(columns, rows)];
}

function rangeText(lengths: readonly number[]): string {
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  if (most === 0) return '';
  return least === most ? String(least) : `${least}–${most}`;
}

function line({ name, outcome, killer, sameGraph, reason, cut }: MutantReport): string {
  const told = {
    killed: killer && `killed by ${killer.by} ${killer.name}`,
    mislisted: killer ? `killed by ${killer.by} ${killer.name}` : 'not as listed',
    undecided: `ended by ${cut}`,
    survived: sameGraph ? 'same graph' : 'another graph',
    equivalent: reason,
    endless: reason,
  }[outcome];
  const isListed = outcome === 'equivalent' || outcome === 'endless';
  return `  ${name}: ${isListed ? `${outcome}, ` : ''}${told}`;
}

function section(
  outcome: Outcome,
  mutants: readonly MutantReport[],
  paint: Paint,
  advice: readonly string[],
): string[] {
  const own = mutants.filter(is(outcome));
  if (own.length === 0) return [];
  return [
    '',
    paint('bad', `${outcome}: ${own.length}`),
    ...own.map(line),
    ...advice.map((text, i) => `${i === 0 ? '  what to do:  ' : '               '}${text}`),
  ];
}

/** The actions that ran at none of the bounds: nobody knows what their mutants would do. */
function idleNote(tried: SweepReport['tried']): string[] {
  const [first, ...others] = tried.map(({ idle }) => idle);
  const idle = first?.filter((action) => others.every((each) => each.includes(action))) ?? [];
  return idle.length > 0 ? ['', `never run here, so not mutated: ${idle.join(', ')}`] : [];
}

const boundsText = (bounds: Bounds): string =>
  Object.entries(bounds)
    .map(([name, n]) => `${name}=${n}`)
    .join(', ') || 'no bounds';

function conclusion({ mutants, seconds }: SweepReport, paint: Paint): string {
  const count = (outcome: Outcome) => mutants.filter(is(outcome)).length;
  const bad = count('survived') + count('mislisted') + count('undecided');
  const said = OUTCOMES.filter((each) => ALWAYS.includes(each) || count(each) > 0)
    .map((each) => `${count(each)} ${each}`)
    .join(', ');
  return `${seconds.toFixed(2)} s: ${paint(bad > 0 ? 'bad' : 'good', said)}`;
}
