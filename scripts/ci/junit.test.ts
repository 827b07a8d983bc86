import * as fc from 'fast-check';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { expect, test } from 'vitest';
import { hostile, largeReport, reports } from '../fixtures/reports.ts';
import type { RunsReport } from '../report-of-runs.ts';
import { junitXml } from './junit.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** The document as a tree; throws where it is not well formed. */
function parse(xml: string): Element {
  const top: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    const element: Element = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (text) => {
    const last = open.at(-1);
    if (last) last.text += text;
  });
  parser.write(xml).close();
  const [root] = top.children;
  if (!root) throw new Error('no element');
  return root;
}

/** What each element may hold, in what the readers of JUnit XML have in common. */
const GRAMMAR: Readonly<Record<string, { attributes: string[]; children: string[] }>> = {
  testsuites: {
    attributes: ['name', 'tests', 'failures', 'errors', 'skipped', 'time'],
    children: ['testsuite'],
  },
  testsuite: {
    attributes: ['name', 'tests', 'failures', 'errors', 'skipped', 'time'],
    children: ['properties', 'testcase'],
  },
  properties: { attributes: [], children: ['property'] },
  property: { attributes: ['name', 'value'], children: [] },
  testcase: { attributes: ['name', 'classname'], children: ['skipped', 'failure', 'error'] },
  skipped: { attributes: ['message'], children: [] },
  failure: { attributes: ['message', 'type'], children: [] },
  error: { attributes: ['message', 'type'], children: [] },
};

function checkGrammar({ name, attributes, children }: Element): void {
  const rule = GRAMMAR[name];
  if (!rule) throw new Error(`unknown element ${name}`);
  expect(rule.attributes).toEqual(expect.arrayContaining(Object.keys(attributes)));
  for (const child of children) {
    expect(rule.children).toContain(child.name);
    checkGrammar(child);
  }
}

const cases = (root: Element): Element[] =>
  root.children.flatMap(({ children }) => children.filter(({ name }) => name === 'testcase'));

test('any report is well-formed XML of the common form, and its counts are right', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const root = parse(junitXml(report));
      checkGrammar(root);
      const count = (name: string) =>
        cases(root).filter(({ children }) => children.some((child) => child.name === name)).length;
      expect(root.attributes).toMatchObject({
        tests: String(cases(root).length),
        failures: String(count('failure')),
        errors: String(count('error')),
        skipped: String(count('skipped')),
      });
    }),
  );
});

/** What XML 1.0 can hold, with a mark for the rest. */
const heldBy = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  text.replaceAll(/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, '\uFFFD');

test('names and texts come back as they were', () => {
  fc.assert(
    fc.property(hostile, hostile, (name, text) => {
      const counterexample = { headline: name, text, steps: [], loop: null, diagram: '' };
      const one = { name, kind: 'always', outcome: 'failed', message: name } as const;
      const report: RunsReport = {
        command: 'check',
        suites: [
          {
            model: name,
            mutation: null,
            bounds: {},
            seconds: null,
            facts: {},
            cases: [{ ...one, counterexample }],
          },
        ],
        errors: [],
      };
      const [found] = cases(parse(junitXml(report)));
      expect(found?.attributes).toEqual({ name: heldBy(name), classname: heldBy(name) });
      const [failure] = found?.children ?? [];
      expect(failure).toMatchObject({
        attributes: { message: heldBy(name), type: 'always' },
        text: heldBy(text),
      });
    }),
  );
});

test('the same report gives the same text, and a long counterexample is whole', () => {
  const report = largeReport(3, 500);
  expect(junitXml(report)).toBe(junitXml(structuredClone(report)));
  const [first] = cases(parse(junitXml(report)));
  expect(first?.children[0]?.text.match(/^step$/gm)).toHaveLength(500);
  expect(first?.children[0]?.text).toContain('written in a/model.ts:3');
});

test('what kept runs from being made is an error each', () => {
  const text = 'a.ts throws\n  what to do:  fix it';
  const root = parse(junitXml({ command: 'check', suites: [], errors: [text] }));
  expect(root.attributes).toMatchObject({ tests: '1', errors: '1' });
  expect(cases(root)[0]?.children[0]).toMatchObject({
    attributes: { message: 'a.ts throws' },
    text,
  });
});
