import { type Row, vacuous } from '../judge.ts';
import type { CaseReport, RunsReport, SuiteReport } from '../report-of-runs.ts';
import type { PropertySpot } from '../run/sourced.ts';

/** @param single a run of a mutation that was asked for alone is judged as a run of its own */
export function reportOfCheck(
  rows: readonly Row[],
  errors: readonly string[],
  single: boolean,
): RunsReport {
  return { command: 'check', suites: rows.map((row) => suiteOf(row, single)), errors };
}

function suiteOf(row: Row, single: boolean): SuiteReport {
  const { protocol, mutation, bounds, seconds, states, steps, depth, properties } = row.report;
  const sweeps = mutation !== null && !single;
  return {
    model: protocol,
    mutation,
    bounds,
    seconds,
    facts: { states, steps, ...(depth !== null && { depth }) },
    cases: [
      ...properties.map((property) => propertyCase(row, property, sweeps)),
      ...idle(row),
      ...completeCase(row),
      ...expectedCase(row),
    ],
  };
}

type Property = Row['report']['properties'][number];

const spotsOf = ({ sourced }: Row): ReadonlyMap<string, PropertySpot['spot']> =>
  new Map(sourced?.properties.map(({ name, spot }) => [name, spot]));

function propertyCase(row: Row, { name, kind, verdict }: Property, sweeps: boolean): CaseReport {
  const spot = spotsOf(row).get(name) ?? null;
  const about = { name, kind, spot };
  const { report, cut } = row;
  const breaks =
    report.mutation === null ? null : row.target.mutations?.list[report.mutation]?.breaks;
  switch (verdict) {
    case 'holds':
    case 'reached':
      // That a mutation does not break what it names is a failure of the mutation.
      if (sweeps && name === breaks) {
        return { ...about, outcome: 'failed', message: `the mutation does not break ${name}` };
      }
      return { ...about, outcome: 'passed' };
    case 'violated':
      return violatedCase(row, about, sweeps, breaks ?? null);
    case 'unreached': {
      const message = `${name} is unreached`;
      if (report.mutation !== null) return { ...about, outcome: 'skipped', message };
      return { ...about, outcome: 'failed', level: 'warning', message };
    }
    case 'unknown': {
      const message = `not known: ${ended(cut)}`;
      return { ...about, outcome: 'skipped', message };
    }
  }
}

function ended(cut: Row['cut']): string {
  switch (cut) {
    case null:
    case 'violation':
      return 'the search ended with a violation';
    case 'interrupted':
      return 'the search was interrupted';
    default:
      return `the search was ended by --${cut}`;
  }
}

function violatedCase(
  row: Row,
  about: Pick<CaseReport, 'kind' | 'name' | 'spot'>,
  sweeps: boolean,
  breaks: string | null,
): CaseReport {
  const { name } = about;
  if (sweeps && row.report.asExpected) {
    const message = `the mutation breaks ${name} too`;
    // What a mutation is there to break passes by being broken.
    return name === breaks
      ? { ...about, outcome: 'passed' }
      : { ...about, outcome: 'skipped', message };
  }
  const told = row.report.trace?.property.name === name ? row.sourced?.counterexample : null;
  const [first = ''] = (told?.headline ?? '').split('\n');
  return {
    ...about,
    outcome: 'failed',
    message: first === '' ? `${name} is violated` : first,
    counterexample: told ?? null,
  };
}

/** Actions that never ran in a search that saw everything. */
function idle(row: Row): CaseReport[] {
  const { report, sourced } = row;
  if (report.mutation !== null || vacuous(report).length === 0) return [];
  return report.actions
    .filter(({ fired }) => fired === 0)
    .map(({ name }) => ({
      name,
      kind: 'fires',
      outcome: 'failed',
      level: 'warning',
      message: `${name} never fires`,
      spot: sourced?.model ?? null,
    }));
}

function completeCase({ outcome, cut, report, sourced }: Row): CaseReport[] {
  if (outcome !== 'incomplete' && outcome !== 'interrupted') return [];
  const message = `${ended(cut)} after ${report.states} states; of the rest nothing is known`;
  const spot = sourced?.model ?? null;
  return [
    {
      name: 'the search is complete',
      kind: 'complete',
      outcome: 'error',
      level: 'warning',
      message,
      spot,
    },
  ];
}

/** What is recorded of the run, or what its mutation names; a violation tells itself. */
function expectedCase({ outcome, report, found, sourced }: Row): CaseReport[] {
  const { asExpected, expected, mutation } = report;
  const about = { name: 'as expected', kind: 'expected', spot: sourced?.model ?? null } as const;
  if (asExpected) return [{ ...about, outcome: 'passed' }];
  if (mutation === null && outcome === 'violation') return [];
  const message = `expected: ${expected}; found: ${found}`;
  if (outcome === 'incomplete' || outcome === 'interrupted') {
    return [{ ...about, outcome: 'skipped', message }];
  }
  return [{ ...about, outcome: 'failed', message }];
}
