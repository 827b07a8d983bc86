import type { MutantReport } from '../mutate-report.ts';
import type { CaseReport, RunsReport, Spot, SuiteReport } from '../report-of-runs.ts';
import type { Swept } from '../sweep.ts';

/**
 * A suite for each model and bounds, a case for each mutant: where it was killed, or else at the
 * last of the bounds at which it was tried.
 */
export function reportOfMutate(done: readonly Swept[], errors: readonly string[]): RunsReport {
  return { command: 'mutate', suites: done.flatMap(suitesOf), errors };
}

function suitesOf({ report, places, spots }: Swept): SuiteReport[] {
  const { protocol, property, tried, mutants } = report;
  return tried.map(({ bounds, states, steps, seconds }, place) => {
    const own = mutants.filter(({ name }) => places.get(name) === place);
    const killed = own.filter(({ outcome }) => outcome === 'killed').length;
    return {
      model: protocol,
      mutation: null,
      bounds,
      seconds,
      facts: { states, steps, mutants: own.length, killed },
      cases: own.map((mutant) => caseOf(mutant, property, spots.get(mutant.name) ?? null)),
    };
  });
}

/** @param judge the only property that could kill */
function caseOf(mutant: MutantReport, judge: string | null, spot: Spot | null): CaseReport {
  const { name, outcome, killer, reason, cut, sameGraph } = mutant;
  const about = { name, kind: 'mutant', spot } as const;
  switch (outcome) {
    case 'killed':
      return { ...about, outcome: 'passed' };
    case 'equivalent':
    case 'endless':
      return { ...about, outcome: 'skipped', message: `listed as ${outcome}: ${reason}` };
    case 'survived': {
      const who = judge ?? 'no property, goal or action';
      const notices = judge === null ? 'notices it' : 'does not notice it';
      const graph = sameGraph ? 'the graph is the same' : 'the graph is another';
      return { ...about, outcome: 'failed', message: `${name}: ${who} ${notices}; ${graph}` };
    }
    case 'mislisted': {
      const found = killer ? `killed by ${killer.by} ${killer.name}` : 'not as listed';
      return { ...about, outcome: 'failed', message: `${name}: ${found}, and listed: ${reason}` };
    }
    case 'undecided':
      // What the user ended is told once for all of them.
      if (cut === 'interrupted') {
        return { ...about, outcome: 'skipped', message: 'not known: the sweep was interrupted' };
      }
      return {
        ...about,
        outcome: 'error',
        level: 'warning',
        message: `${name}: not known, the search was ended by --${cut}`,
      };
  }
}
