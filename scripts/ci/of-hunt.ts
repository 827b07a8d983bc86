import type { CaseReport, RunsReport } from '../report-of-runs.ts';
import type { Hunted } from '../run/job.ts';

/** The kinds that one random run can break; the others are left to `check`. */
const HUNTED = ['always', 'step', 'deadlock'];

/** @param property the only one that was looked at */
export function reportOfHunt(
  { result, trace, sourced }: Hunted,
  property: string | undefined,
): RunsReport {
  const { model, mutation, bounds, seconds, runs, states, steps, seed } = result;
  const told = sourced?.counterexample ?? null;
  const cases = (sourced?.properties ?? [])
    .filter(({ name, kind }) => HUNTED.includes(kind) && (property ?? name) === name)
    .map(({ name, kind, spot }): CaseReport => {
      const about = { name, kind, spot };
      if (!trace) return { ...about, outcome: 'passed' };
      if (trace.property.name !== name) {
        return { ...about, outcome: 'skipped', message: 'the hunt ended with what it found' };
      }
      const [first = ''] = (told?.headline ?? '').split('\n');
      return { ...about, outcome: 'failed', message: first, counterexample: told };
    });
  const facts = { runs, states, steps, seed };
  const suite = { model, mutation, bounds: { ...bounds }, seconds, facts, cases };
  return { command: 'hunt', suites: [suite], errors: [] };
}
