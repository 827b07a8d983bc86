import type { Paint } from '../engine/report/paint.ts';
import { table } from '../engine/report/table.ts';
import { grouped } from './io.ts';
import type { Row } from './judge.ts';

/** The widest bar of the plot, in characters. */
const WIDTH = 40;

/** How a model grows with its bounds: a line and a bar for each run. */
export function renderGrowth(rows: readonly Row[], planned: number, paint: Paint): string {
  const changing = changingBounds(rows);
  const most = Math.max(1, ...rows.map(({ report }) => digits(report)));
  const cells = rows.map(({ report, outcome, found }) => [
    ...changing.map((name) => String(report.bounds[name] ?? '')),
    report.engine,
    grouped(sizeOf(report)),
    report.symbolic ? grouped(report.symbolic.nodes) : '–',
    report.seconds.toFixed(2),
    outcome === 'ok' ? found : `✗ ${found}`,
    '█'.repeat(Math.max(1, Math.round((digits(report) / most) * WIDTH))),
  ]);
  const columns = [
    ...changing.map((heading) => ({ heading, align: 'right' }) as const),
    { heading: 'engine' },
    { heading: 'states', align: 'right' },
    { heading: 'nodes', align: 'right' },
    { heading: 'seconds', align: 'right' },
    { heading: 'found' },
    { heading: 'states, by their number of digits' },
  ] as const;
  const name = rows[0] ? `${rows[0].report.protocol}\n` : '';
  const left = planned - rows.length;
  const rest = left > 0 ? [paint('bad', `${left} larger not tried: the last one did not end`)] : [];
  return [`${name}${table(columns, cells)}`, ...rest].join('\n');
}

/** The bounds that are not the same in all runs. */
function changingBounds(rows: readonly Row[]): string[] {
  const names = Object.keys(rows[0]?.report.bounds ?? {});
  const several = (name: string) => new Set(rows.map(({ report }) => report.bounds[name])).size > 1;
  return names.filter(several);
}

const sizeOf = ({ states, symbolic }: Row['report']): number | bigint =>
  symbolic ? BigInt(symbolic.states) : states;

/** The logarithm of the number of states. */
const digits = (report: Row['report']): number => Math.log10(Math.max(1, report.states));
