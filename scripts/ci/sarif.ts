import { createHash } from 'node:crypto';
import type {
  Location,
  Log,
  Notification,
  PhysicalLocation,
  ReportingDescriptor,
  Result,
  Run,
} from 'sarif';
import {
  type CaseReport,
  type Counterexample,
  failuresOf,
  type RunsReport,
  type Spot,
  type SuiteReport,
  suiteName,
} from '../report-of-runs.ts';
import { codeFlow } from './code-flow.ts';
import { helpOf, ruleText } from './rules.ts';
import { wellFormed } from './text.ts';

/** What GitHub takes of one run in a SARIF file; a file with more is refused. */
export const MOST = { results: 25_000, rules: 25_000 } as const;
const SRCROOT = '%SRCROOT%';

/** About the program that ran: what is not in the report. */
export interface Tool {
  readonly version: string;
  readonly informationUri?: string;
}

/**
 * A SARIF 2.1.0 log: a rule for each property, a result for each that does not hold, its steps as
 * a code flow. What holds is a rule without a result. Paths are relative to the repository.
 * Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0" (Mar 2020).
 */
export function sarifLog(report: RunsReport, tool: Tool): Log {
  const failures = failuresOf(report);
  const { rules, left: rulesLeft } = rulesOf(report);
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  const known = failures.filter(({ suite, one }) => index.has(ruleId(suite, one)));
  const results = known.slice(0, MOST.results).map(({ suite, one }): Result => {
    const ruleIndex = index.get(ruleId(suite, one)) ?? -1;
    return resultOf(suite, one, ruleIndex);
  });
  const run: Run = {
    tool: {
      driver: { name: 'lastref', semanticVersion: tool.version, rules },
    },
    automationDetails: { id: `lastref/${report.command}/` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: {
      [SRCROOT]: { description: { text: 'the root of the repository' } },
    },
    invocations: [
      {
        executionSuccessful: report.errors.length === 0,
        toolExecutionNotifications: [
          ...report.errors.map((text) => note('error', text)),
          ...leftOut(rulesLeft, 'rules', MOST.rules),
          ...leftOut(failures.length - results.length, 'results', MOST.results),
        ],
      },
    ],
    results,
  };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
}

/** The log as text, without halves of surrogate pairs, which not every reader takes. */
export const sarifText = (report: RunsReport, tool: Tool): string =>
  `${JSON.stringify(
    sarifLog(report, tool),
    (_, value: unknown) => (typeof value === 'string' ? wellFormed(value) : value),
    2,
  )}\n`;

const note = (level: Notification.level, text: string): Notification => ({
  level,
  message: { text: literal(text) },
});

const leftOut = (count: number, what: string, most: number): Notification[] =>
  count > 0 ? [note('warning', `${count} ${what} are left out: a run may have ${most}`)] : [];

/** The same from run to run, whatever the bounds and the mutation are. */
const ruleId = ({ model }: SuiteReport, { name, kind }: CaseReport): string => {
  switch (kind) {
    case 'complete':
    case 'expected':
    case 'trace':
    case 'mutant':
      return `lastref/${kind}`;
    case 'fires':
      return `${model}/fires/${name}`;
    default:
      return `${model}/${name}`;
  }
};

function rulesOf({ suites }: RunsReport) {
  const rules = new Map<string, ReportingDescriptor>();
  for (const suite of suites) {
    for (const one of suite.cases) {
      const id = ruleId(suite, one);
      // Of a rule of our own, and of an action that runs, nothing is to be known beforehand.
      if (
        !rules.has(id) &&
        (isProperty(one) || one.outcome === 'failed' || one.outcome === 'error')
      )
        rules.set(id, ruleOf(id, one));
    }
  }
  return {
    rules: [...rules.values()].slice(0, MOST.rules),
    left: Math.max(0, rules.size - MOST.rules),
  };
}

const isProperty = ({ kind }: CaseReport): boolean =>
  !['complete', 'expected', 'trace', 'mutant', 'fires'].includes(kind);

function ruleOf(id: string, one: CaseReport): ReportingDescriptor {
  const { spot, kind, level = 'error' } = one;
  const where = spot ? ` Written in ${spot.file}:${spot.line}.` : '';
  return {
    id,
    name: id,
    shortDescription: { text: literal(ruleText(one)) },
    fullDescription: { text: literal(`${ruleText(one)}.${where}`) },
    help: { text: literal(helpOf(one)) },
    defaultConfiguration: { level: kind === 'reachable' ? 'warning' : level },
    properties: { tags: ['lastref', kind], precision: 'very-high' },
  };
}

function resultOf(suite: SuiteReport, one: CaseReport, ruleIndex: number): Result {
  const { level = 'error', message = one.outcome, counterexample, spot } = one;
  const said = counterexample?.headline ?? message;
  return {
    ruleId: ruleId(suite, one),
    ruleIndex,
    level,
    message: { text: literal(`${said}\n\n${suiteName(suite)}${replayOf(counterexample)}`) },
    ...(spot && { locations: [location(spot)] }),
    partialFingerprints: { 'lastrefFinding/v1': fingerprint(suite, one) },
    ...(counterexample &&
      counterexample.steps.length > 0 && { codeFlows: [codeFlow(counterexample, location)] }),
  };
}

/** The command that shows it again: the last line of what is told. */
function replayOf(counterexample: Counterexample | null | undefined): string {
  const last = counterexample?.text.split('\n').at(-1) ?? '';
  return last.startsWith('replay: ') ? `\n\n${last}` : '';
}

/** One finding from run to run: not its bounds, and not the length of its trace. */
const fingerprint = (suite: SuiteReport, one: CaseReport): string =>
  createHash('sha256')
    .update(JSON.stringify([suite.model, suite.mutation, one.kind, one.name]))
    .digest('hex')
    .slice(0, 32);

function location(spot: Spot, text?: string): Location {
  const physicalLocation: PhysicalLocation = {
    artifactLocation: { uri: uriOf(spot.file), uriBaseId: SRCROOT },
    region: { startLine: spot.line, startColumn: spot.column },
  };
  return { physicalLocation, ...(text !== undefined && { message: { text: literal(text) } }) };
}

/** A path as a relative reference: nothing in it can be taken for a scheme or a query. */
const uriOf = (path: string): string =>
  wellFormed(path).split('/').map(encodeURIComponent).join('/');

/** A text in which a viewer finds neither a link `[text](target)` nor a placeholder `{0}`. */
const literal = (text: string): string =>
  text.replaceAll('](', '] (').replaceAll(/\{(\d+)\}/g, '{{$1}}');
