import type { PropertyKind } from '../engine/language/property.ts';

/**
 * What a command has to say to a CI system: plain data, from which `ci/` makes JUnit XML, SARIF,
 * annotations and a job summary. Every command that runs models can fill it in.
 */
export interface RunsReport {
  /** The command, as `check`. */
  readonly command: string;
  readonly suites: readonly SuiteReport[];
  /** What kept runs from being made or from ending: bad input, a step that never ends. */
  readonly errors: readonly string[];
}

/** One run: a model at its bounds, with a mutation or without. */
export interface SuiteReport {
  readonly model: string;
  readonly mutation: string | null;
  readonly bounds: Readonly<Record<string, number>>;
  /** How long it took; null for what is not timed. */
  readonly seconds: number | null;
  /** Figures of the run by name, for people: `{ states: 1107 }`. */
  readonly facts: Readonly<Record<string, string | number>>;
  readonly cases: readonly CaseReport[];
}

/** What a case is about: a property of that kind, or something else that a run shows. */
export type CaseKind =
  | PropertyKind
  /** An action runs somewhere. */
  | 'fires'
  /** Every reachable state was seen. */
  | 'complete'
  /** The run gave what is recorded of it, or what its mutation says. */
  | 'expected'
  /** A recorded trace still proves what it proved. */
  | 'trace'
  /** A mutant of a sweep is told from the model. */
  | 'mutant';

/**
 * One thing that was looked at. `failed` is a finding, `error` a run that could not say, `skipped`
 * something that this run was not to say or did not come to.
 */
export interface CaseReport {
  /** The same from run to run: a property, an action, a file. */
  readonly name: string;
  readonly kind: CaseKind;
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'error';
  /** One sentence: what was found. Needed for everything that did not pass. */
  readonly message?: string;
  /** How grave a failure is; by default an error. */
  readonly level?: 'error' | 'warning';
  /** Where the property, the action or the trace is written. */
  readonly spot?: Spot | null;
  readonly counterexample?: Counterexample | null;
}

/** A place in a file: path from the root of the repository, with slashes; line, column from 1. */
export interface Spot {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A counterexample as far as a CI system can show it. */
export interface Counterexample {
  /** The property, conjunct and ids that it breaks, in one sentence, with the reason. */
  readonly headline: string;
  /** Told as the console tells it, without colour. */
  readonly text: string;
  readonly steps: readonly ReportStep[];
  /** Of a run that never ends, the number of steps before those that are repeated. */
  readonly loop: number | null;
  /** A Mermaid sequence diagram of it, or of its end. */
  readonly diagram: string;
}

export interface ReportStep {
  /** `take(item0)`, without the thread. */
  readonly name: string;
  readonly thread: string | null;
  /** What it changed, as one line. */
  readonly changes: string;
  readonly spot: Spot | null;
}

/** What was run: `model + "mutation"`. */
export const runName = ({ model, mutation }: SuiteReport): string =>
  mutation === null ? model : `${model} + "${mutation}"`;

/** What a suite is called: `model + "mutation" (a=1, b=2)`. */
export function suiteName(suite: SuiteReport): string {
  const name = runName(suite);
  const numbers = Object.entries(suite.bounds).map(([bound, n]) => `${bound}=${n}`);
  return numbers.length > 0 ? `${name} (${numbers.join(', ')})` : name;
}

/** The cases of a report that did not pass and were not skipped, each with its suite. */
export const failuresOf = ({ suites }: RunsReport) =>
  suites.flatMap((suite) =>
    suite.cases
      .filter(({ outcome }) => outcome === 'failed' || outcome === 'error')
      .map((one) => ({ suite, one })),
  );
