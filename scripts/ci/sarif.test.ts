import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largeReport, reports } from '../fixtures/reports.ts';
import { schemaErrors } from '../fixtures/sarif-schema.ts';
import { MOST_LOCATIONS } from './code-flow.ts';
import { MOST, sarifLog, sarifText } from './sarif.ts';

const tool = { version: '1.2.3' };
const runOf = (report: Parameters<typeof sarifLog>[0]) => {
  const [run] = sarifLog(report, tool).runs;
  if (!run) throw new Error('no run');
  return run;
};

test('the schema tells a wrong log from a right one', () => {
  expect(schemaErrors({ version: '2.1.0', runs: [] })).toEqual([]);
  expect(schemaErrors({ version: '2.0.0', runs: [{}] })).toHaveLength(2);
});

test('any report is valid against the schema, as it is written', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const text = sarifText(report, tool);
      expect(text).not.toMatch(/\p{Surrogate}|\\ud[89a-f]/iu);
      expect(schemaErrors(JSON.parse(text))).toEqual([]);
    }),
  );
});

test('each result has the rule of its id, a relative path and a message without a link', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const { tool, results = [] } = runOf(report);
      for (const { ruleId, ruleIndex = -1, message, locations = [] } of results) {
        expect(tool.driver.rules?.[ruleIndex]?.id).toBe(ruleId);
        expect(message.text).not.toMatch(/\]\(/);
        for (const { physicalLocation } of locations) {
          const { uri = '' } = physicalLocation?.artifactLocation ?? {};
          expect(uri).toMatch(/^[^:?#[\]@]*$/);
        }
      }
    }),
  );
});

describe('within what GitHub takes of a file, and what is left out is said', () => {
  test('results', () => {
    const { results, tool, invocations } = runOf(largeReport(MOST.results + 7, 0));
    expect(results).toHaveLength(MOST.results);
    expect(tool.driver.rules).toHaveLength(MOST.rules);
    const notes = invocations?.[0]?.toolExecutionNotifications?.map(({ message }) => message.text);
    expect(notes).toEqual([
      '7 rules are left out: a run may have 25000',
      '7 results are left out: a run may have 25000',
    ]);
  });

  test('steps: the last ones are kept, with their numbers', () => {
    const [result] = runOf(largeReport(1, MOST_LOCATIONS + 5)).results ?? [];
    const [flow] = result?.codeFlows ?? [];
    const locations = flow?.threadFlows[0]?.locations ?? [];
    expect(locations).toHaveLength(MOST_LOCATIONS);
    expect(locations[0]?.location?.message?.text).toBe('6 w0: take(6) (x 0→1)');
    expect(locations.at(-1)).toMatchObject({ executionOrder: 10_005, importance: 'essential' });
    expect(flow?.message?.text).toBe('steps 1 to 5 are left out; p does not hold');
  });
});

test('one finding is the same from run to run, another is not', () => {
  const prints = (report: Parameters<typeof sarifLog>[0]) =>
    (runOf(report).results ?? []).map(({ partialFingerprints }) =>
      JSON.stringify(partialFingerprints),
    );
  const [first, second] = prints(largeReport(2, 3));
  expect(prints(largeReport(1, 9))).toEqual([first]);
  expect(second).not.toBe(first);
});

test('what kept runs from being made is a notification, and the run was no success', () => {
  const { invocations } = runOf({ command: 'check', suites: [], errors: ['a.ts throws'] });
  expect(invocations).toEqual([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'error', message: { text: 'a.ts throws' } }],
    },
  ]);
});
