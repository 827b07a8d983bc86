import { expect, test } from 'vitest';
import { schemaErrors } from '../fixtures/sarif-schema.ts';
import type { MutantReport } from '../mutate-report.ts';
import type { Swept } from '../sweep.ts';
import { annotations } from './github.ts';
import { junitXml } from './junit.ts';
import { reportOfMutate } from './of-mutate.ts';
import { sarifLog } from './sarif.ts';

const mutant = (name: string, more: Partial<MutantReport>): MutantReport => ({
  name,
  kind: 'drop',
  outcome: 'killed',
  killer: { by: 'property', name: 'one', length: 3 },
  sameGraph: null,
  reason: null,
  cut: null,
  bounds: null,
  ...more,
});
const survivor = (name: string) =>
  mutant(name, { outcome: 'survived', killer: null, sameGraph: false });

const place = { states: 5, steps: 7, mutants: 0, seconds: 0.5, idle: [] };

/** A sweep at two bounds. @param at by the number of the place where each mutant was last tried */
function swept(property: string | null, at: readonly (readonly MutantReport[])[]): Swept {
  const names = at.flatMap((mutants, i) => mutants.map(({ name }) => [name, i] as const));
  const spot = { file: 'm.ts', line: 4, column: 2 };
  return {
    report: {
      protocol: 'm',
      property,
      seconds: 1,
      tried: at.map((_, i) => ({ ...place, bounds: { n: i + 1 } })),
      mutants: at.flat(),
      unknown: [],
    },
    places: new Map(names),
    spots: new Map(names.map(([name]) => [name, spot])),
  };
}

const outcomesOf = (sweep: Swept) =>
  reportOfMutate([sweep], []).suites.map(({ cases }) =>
    cases.map(({ outcome, message = '' }) => `${outcome} ${message}`.trim()),
  );

test('each mutant is a case of the bounds where it was last tried', () => {
  const sweep = swept(null, [
    [mutant('drop: a', {})],
    [
      survivor('drop: b'),
      mutant('drop: c', { outcome: 'equivalent', killer: null, reason: 'it is void' }),
      mutant('drop: d', { outcome: 'mislisted', reason: 'does no harm' }),
      mutant('drop: e', { outcome: 'undecided', killer: null, cut: 'max-states' }),
      mutant('drop: f', { outcome: 'undecided', killer: null, cut: 'interrupted' }),
    ],
  ]);
  expect(outcomesOf(sweep)).toEqual([
    ['passed'],
    [
      'failed drop: b: no property, goal or action notices it; the graph is another',
      'skipped listed as equivalent: it is void',
      'failed drop: d: killed by property one, and listed: does no harm',
      'error drop: e: not known, the search was ended by --max-states',
      'skipped not known: the sweep was interrupted',
    ],
  ]);
  const { suites } = reportOfMutate([sweep], []);
  expect(suites.map(({ bounds, facts }) => [bounds, facts])).toEqual([
    [{ n: 1 }, { states: 5, steps: 7, mutants: 1, killed: 1 }],
    [{ n: 2 }, { states: 5, steps: 7, mutants: 5, killed: 0 }],
  ]);
});

test('where one property alone may kill, it is named', () => {
  expect(outcomesOf(swept('one', [[survivor('drop: b')]]))).toEqual([
    ['failed drop: b: one does not notice it; the graph is another'],
  ]);
});

test('the files are valid, and at most ten survivors are annotated', () => {
  const names = Array.from({ length: 15 }, (_, i) => `drop: a${i}`);
  const report = reportOfMutate([swept(null, [names.map(survivor)])], ['interrupted: 3']);
  const log = sarifLog(report, { version: '1.0.0' });
  expect(schemaErrors(log)).toEqual([]);
  expect(log.runs[0]?.results).toHaveLength(15);
  expect(
    new Set(log.runs[0]?.results?.map((each) => JSON.stringify(each.partialFingerprints))).size,
  ).toBe(15);
  expect(junitXml(report)).toContain('tests="16" failures="15" errors="1" skipped="0"');
  const lines = annotations(report);
  expect(lines).toHaveLength(10);
  expect(lines[1]).toMatch(/^::error file=m\.ts,line=4,col=2,title=m%3A drop%3A a0::drop: a0: no /);
});
