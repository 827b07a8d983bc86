import { fairnessText } from '../engine/report/for-ever.ts';
import type { Paint } from '../engine/report/paint.ts';
import { table } from '../engine/report/table.ts';
import { grouped, quoted } from './io.ts';
import { type Row, vacuous } from './judge.ts';

const COLUMNS = [
  { heading: 'protocol' },
  { heading: 'mutation' },
  { heading: 'states', align: 'right' },
  { heading: 'steps', align: 'right' },
  { heading: 'depth', align: 'right' },
  { heading: 'expected' },
  { heading: 'found' },
  { heading: 'trace', align: 'right' },
  { heading: 'seconds', align: 'right' },
] as const;

/** Many runs as a table, one a line; a run that is not as expected is marked. */
export function renderTable(rows: readonly Row[], paint: Paint): string {
  const cells = rows.map(({ report, found, outcome }) => [
    report.protocol,
    report.mutation ?? '–',
    grouped(report.states),
    grouped(report.steps),
    report.depth === null ? '–' : String(report.depth),
    report.expected,
    outcome === 'ok' ? found : `✗ ${found}`,
    report.trace ? String(report.trace.steps.length) : '',
    report.seconds.toFixed(2),
  ]);
  const [head = '', ...lines] = table(COLUMNS, cells).split('\n');
  const painted = lines.map((line, i) => (rows[i]?.outcome === 'ok' ? line : paint('bad', line)));
  return [paint('strong', head), ...painted].join('\n');
}

/** One run in full: each property, how much was seen, the counterexample. */
export function renderRun(row: Row, paint: Paint): string {
  const { report, cut, text, outcome, saved } = row;
  const properties = report.properties.map(({ name, kind, verdict }) => [name, kind, verdict]);
  const listed = table(
    [{ heading: 'property' }, { heading: 'kind' }, { heading: 'verdict' }],
    properties,
  );
  const title = text ?? paint('strong', titleOf(report));
  return [
    title,
    '',
    listed,
    ...relied(report),
    '',
    `${sizeOf(report)}, ${report.seconds.toFixed(2)} s: ${conclusion(report, cut, paint)}`,
    ...(saved === null ? [] : [`go on from here: --resume ${quoted(saved)}`]),
    ...notes(report),
    ...vacuous(report).map((what) => paint('bad', `shows nothing: ${what}`)),
    ...(outcome === 'unexpected' ? [paint('bad', `expected: ${report.expected}`)] : []),
  ].join('\n');
}

/** What the answers to `leadsTo` properties rely on. */
const relied = ({ properties, fairness }: Row['report']): string[] =>
  properties.some(({ kind }) => kind === 'leadsTo')
    ? ['', ...folded(`leadsTo is said of runs under ${fairnessText(fairness)}`)]
    : [];

/** Longest line of a sentence. */
const WIDTH = 100;

/** A sentence on as many lines as it needs, all but the first one indented. */
export function folded(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(last === undefined ? word : `  ${word}`);
  }
  return lines;
}

function titleOf({ protocol, mutation, bounds }: Row['report']): string {
  const name = mutation === null ? protocol : `${protocol} + "${mutation}"`;
  const numbers = Object.entries(bounds).map(([bound, n]) => `${bound}=${n}`);
  return numbers.length > 0 ? `${name}  (${numbers.join(', ')})` : name;
}

/** How much was seen. */
function sizeOf({ states, steps, depth, symbolic, complete }: Row['report']): string {
  const far = depth === null ? [] : [`depth ${depth}`];
  if (!symbolic) return [`${grouped(states)} states`, `${grouped(steps)} steps`, ...far].join(', ');
  const [all, out] = [grouped(BigInt(symbolic.states)), grouped(BigInt(symbolic.steps))];
  // A set that is being closed is counted as it was before.
  return complete ? `${all} states, ${out} steps` : `at least ${all} states`;
}

function conclusion(report: Row['report'], cut: Row['cut'], paint: Paint): string {
  if (report.trace) return paint('bad', `${report.trace.property.name} is violated`);
  const open = report.properties.filter(({ verdict }) => verdict === 'unknown');
  if (report.complete && open.length > 0) {
    const names = open.map(({ name }) => name).join(', ');
    return paint('bad', `every state is known, but not judged: ${names}`);
  }
  if (report.complete) return paint('good', 'every property holds in every reachable state');
  const why = cut === 'interrupted' ? 'interrupted' : endedBy(cut);
  return paint('bad', `${why}; of what was not reached nothing is known`);
}

/** What ended a search. */
const endedBy = (cut: Row['cut']): string =>
  cut === 'max-cases' ? 'given up' : `ended by --${cut}`;

/** What a reader should know of how the search went. */
function notes(report: Row['report']): string[] {
  const { readWhole, rerun, widest, complete, symmetry, missProbability } = report;
  return [
    ...symbolicNotes(report),
    ...(symmetry ? ['states that differ in interchangeable ids only were counted once'] : []),
    ...(missProbability !== null
      ? [`hash compaction: a state was missed with a probability below ${bound(missProbability)}`]
      : []),
    ...(readWhole.length > 0
      ? [`slow: ${readWhole.join(', ')}: what they read could not be followed`]
      : []),
    ...(rerun.length > 0 ? [`slow: ${rerun.join(', ')}: too many cases to keep`] : []),
    ...(!complete && widest && report.trace === null
      ? [`most values: ${grouped(widest.values)} in ${widest.field}`]
      : []),
  ];
}

/** A small probability, rounded up. */
const bound = (probability: number): string =>
  probability === 0 ? '1e-18' : (probability * 1.05).toExponential(1);

/** How the symbolic engine went about it, and what it leaves open. */
function symbolicNotes({ symbolic, chosen }: Row['report']): string[] {
  if (symbolic === null) return chosen === null ? [] : [chosen];
  const { nodes, peakNodes, passes, order, tooMany, notJudged } = symbolic;
  return [
    ...(chosen === null ? [] : [chosen]),
    `${grouped(nodes)} nodes (at most ${grouped(peakNodes)}), ${passes} passes, ` +
      `fields ${order.name}`,
    ...tooMany.map(({ name, cases, reads }) => {
      const widest = reads.map(({ field, values }) => `${field} (${values} values)`).join(', ');
      return `given up: ${name} has more than ${grouped(cases)} cases; it reads ${widest}`;
    }),
    ...(notJudged.length > 0 ? [`leadsTo is for --engine explore: ${notJudged.join(', ')}`] : []),
  ];
}
