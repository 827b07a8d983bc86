import type { Cut } from '../engine/explore/verdict.ts';
import type { RunReport } from './check-report.ts';
import { grouped } from './io.ts';
import type { Target } from './load.ts';
import type { Checked, CheckJob } from './run/job.ts';
import type { Sourced } from './run/sourced.ts';

/** What became of a run, as far as the exit code goes. */
export type Outcome = 'ok' | 'violation' | 'unexpected' | 'vacuous' | 'incomplete' | 'interrupted';

/** A run, judged by what was expected of it. */
export interface Row {
  readonly job: CheckJob;
  readonly target: Target;
  readonly report: RunReport;
  readonly cut: Cut | null;
  readonly found: string;
  readonly outcome: Outcome;
  readonly text: string | null;
  /** A checkpoint that the search can go on from. */
  readonly saved: string | null;
  /** For a CI system; null where none is told. */
  readonly sourced: Sourced | null;
}

/** Compares a run with what is recorded of it, and a mutation with what it says that it breaks. */
export async function judge(
  target: Target,
  job: CheckJob,
  checked: Checked,
  update: boolean,
): Promise<Row> {
  const { report, cut, text } = checked;
  const expected = update ? plainExpectation(target, job) : await expectation(target, job, report);
  const found = foundText(report, cut);
  const asExpected = expected.matches(report);
  return {
    job,
    target,
    report: { ...report, expected: expected.text, asExpected },
    cut,
    found,
    outcome: outcomeOf(report, cut, asExpected),
    text,
    saved: checked.saved,
    sourced: checked.sourced ?? null,
  };
}

type Found = Checked['report'];
interface Expectation {
  readonly text: string;
  matches(report: Found): boolean;
}

/** What a run must show when nothing is recorded of it. */
function plainExpectation({ mutations }: Target, { mutation }: CheckJob): Expectation {
  const breaks = mutation === null ? null : mutations?.list[mutation]?.breaks;
  if (breaks) {
    return { text: `breaks ${breaks}`, matches: (report) => violated(report).includes(breaks) };
  }
  return { text: 'holds', matches: (report) => report.complete && violated(report).length === 0 };
}

/** The same, with the numbers that are recorded of a shipped protocol. */
async function expectation(target: Target, job: CheckJob, { bounds }: Found): Promise<Expectation> {
  const plain = plainExpectation(target, job);
  if (target.file !== null || job.property !== null) return plain;
  // Only of what is shipped something is recorded.
  const { readExpected, readRecorded, sameBounds } = await import('./expected.ts');
  if (job.mutation !== null) {
    const recorded = readRecorded(target.name, job.mutation);
    if (!recorded || !sameBounds(recorded.bounds, bounds)) return plain;
    const { length } = recorded.steps;
    return {
      text: `${plain.text} in ${length}`,
      matches: (report) => plain.matches(report) && report.trace?.steps.length === length,
    };
  }
  const counts = readExpected(target.name).find((each) => sameBounds(each.bounds, bounds));
  if (!counts) return plain;
  const { states, steps, depth } = counts;
  return {
    text: `${plain.text}, ${grouped(states)} states, ${grouped(steps)} steps, depth ${depth}`,
    matches: (report) =>
      plain.matches(report) &&
      report.states === states &&
      report.steps === steps &&
      // Who does not search by distance does not know it.
      (report.depth === null || report.depth === depth),
  };
}

const named = (report: Found, verdict: string): string[] =>
  report.properties.filter((property) => property.verdict === verdict).map(({ name }) => name);
const violated = (report: Found): string[] => named(report, 'violated');

/** Goals that were not reached and actions that never ran, once every state was seen. */
export const vacuous = (report: Found): string[] =>
  report.complete
    ? [
        ...named(report, 'unreached').map((name) => `${name} is unreached`),
        ...report.actions
          .filter(({ fired }) => fired === 0)
          .map(({ name }) => `${name} never fires`),
      ]
    : [];

/** In a few words, for a table. */
function foundText(report: Found, cut: Cut | null): string {
  const broken = violated(report);
  if (broken.length > 0) {
    // The one the trace is of comes first.
    const first = report.trace?.property.name;
    return `breaks ${[...new Set([...(first ? [first] : []), ...broken])].join(', ')}`;
  }
  if (!report.complete) return cut === 'interrupted' ? 'interrupted' : `ended by ${cut}`;
  const open = named(report, 'unknown');
  if (open.length > 0) return `holds, but for ${open.join(', ')}`;
  const [missing] = vacuous(report);
  return missing && report.mutation === null ? `holds, but ${missing}` : 'holds';
}

function outcomeOf(report: Found, cut: Cut | null, asExpected: boolean): Outcome {
  if (report.mutation !== null && asExpected) return 'ok';
  if (violated(report).length > 0) return 'violation';
  if (!report.complete) return cut === 'interrupted' ? 'interrupted' : 'incomplete';
  // The symbolic engine can see every state and still not judge all that is said of them.
  if (named(report, 'unknown').length > 0) return 'incomplete';
  if (!asExpected) return 'unexpected';
  return vacuous(report).length > 0 ? 'vacuous' : 'ok';
}
