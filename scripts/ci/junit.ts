import { create, type XMLElement } from 'xmlbuilder';
import {
  type CaseReport,
  type RunsReport,
  runName,
  type SuiteReport,
  suiteName,
} from '../report-of-runs.ts';
import { xmlText } from './text.ts';

/**
 * JUnit XML, in what the many readers of it have in common: a suite for each run, a case for each
 * property, goal and trace. Of two equal reports the text is the same, times aside.
 */
export function junitXml(report: RunsReport): string {
  const document = create('testsuites', { encoding: 'UTF-8' });
  const suites = [...report.suites.map(suiteOf), ...errorSuite(report)];
  const sum = (of: (suite: Suite) => number) =>
    suites.reduce((total, suite) => total + of(suite), 0);
  document.att('name', `lastref ${report.command}`);
  counts(document, {
    cases: suites.flatMap(({ cases }) => cases),
    seconds: sum(({ seconds }) => seconds ?? 0),
  });
  for (const suite of suites) writeSuite(document, suite);
  return `${document.end({ pretty: true })}\n`;
}

interface Suite {
  readonly name: string;
  readonly seconds: number | null;
  readonly properties: readonly (readonly [name: string, value: string])[];
  readonly className: string;
  readonly cases: readonly CaseReport[];
}

function suiteOf(suite: SuiteReport): Suite {
  const { model, mutation, bounds, facts, seconds, cases } = suite;
  return {
    name: suiteName(suite),
    seconds,
    className: runName(suite),
    properties: [
      ['model', model],
      ...(mutation === null ? [] : [['mutation', mutation] as const]),
      ...Object.entries(bounds).map(([name, n]) => [`bounds.${name}`, String(n)] as const),
      ...Object.entries(facts).map(([name, value]) => [name, String(value)] as const),
    ],
    cases,
  };
}

/** Runs that were never made have no suite of their own. */
function errorSuite({ command, errors }: RunsReport): Suite[] {
  if (errors.length === 0) return [];
  const cases = errors.map((text, i): CaseReport => {
    const [message = ''] = text.split('\n');
    const counterexample = { headline: text, text, steps: [], loop: null, diagram: '' };
    return { name: `run ${i + 1}`, kind: 'complete', outcome: 'error', message, counterexample };
  });
  const className = `lastref ${command}`;
  return [{ name: `${className}: errors`, seconds: null, properties: [], className, cases }];
}

function writeSuite(parent: XMLElement, { name, seconds, properties, className, cases }: Suite) {
  const suite = parent.ele('testsuite', { name: xmlText(name) });
  counts(suite, { cases, seconds });
  if (properties.length > 0) {
    const list = suite.ele('properties');
    for (const [key, value] of properties) {
      list.ele('property', { name: xmlText(key), value: xmlText(value) });
    }
  }
  for (const one of cases) writeCase(suite, className, one);
}

function counts(element: XMLElement, { cases, seconds }: Pick<Suite, 'cases' | 'seconds'>): void {
  const count = (outcome: CaseReport['outcome']) =>
    cases.filter((one) => one.outcome === outcome).length;
  element.att('tests', cases.length);
  element.att('failures', count('failed'));
  element.att('errors', count('error'));
  element.att('skipped', count('skipped'));
  if (seconds !== null) element.att('time', seconds.toFixed(3));
}

function writeCase(suite: XMLElement, className: string, one: CaseReport): void {
  const { outcome, kind, counterexample } = one;
  const message = xmlText(one.message ?? '');
  const element = suite.ele('testcase', {
    name: xmlText(caseName(one)),
    classname: xmlText(className),
  });
  if (outcome === 'skipped') element.ele('skipped', { message });
  if (outcome !== 'failed' && outcome !== 'error') return;
  const text = [counterexample?.text ?? message, ...whereOf(one)].join('\n\n');
  element.ele(outcome === 'failed' ? 'failure' : 'error', { message, type: kind }, xmlText(text));
}

function whereOf({ spot, kind }: CaseReport): string[] {
  if (!spot) return [];
  return [`${kind === 'trace' ? 'recorded in' : 'written in'} ${spot.file}:${spot.line}`];
}

/** A property and a goal of one name are two cases. */
export function caseName({ name, kind }: CaseReport): string {
  switch (kind) {
    case 'reachable':
      return `${name} is reached`;
    case 'fires':
      return `${name} fires`;
    default:
      return name;
  }
}
