import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largeReport, reports } from '../fixtures/reports.ts';
import type { RunsReport } from '../report-of-runs.ts';
import { annotations } from './github.ts';
import { jobSummary, MOST_BYTES } from './summary.ts';

/** A workflow command as the runner reads it: properties and message, with escapes undone. */
function read(line: string) {
  const [, level, list = '', data = ''] = /^::(\w+) (.*?)::(.*)$/s.exec(line) ?? [];
  const undo = (text: string) =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const properties = Object.fromEntries(
    list.split(',').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), undo(pair.slice(at + 1))];
    }),
  );
  return { level, properties, message: undo(data) };
}

const failing = (name: string, headline: string): RunsReport => ({
  command: 'check',
  suites: [
    {
      model: 'm',
      mutation: null,
      bounds: {},
      seconds: null,
      facts: {},
      cases: [
        {
          name,
          kind: 'always',
          outcome: 'failed',
          message: headline,
          spot: { file: 'a, b:c.ts', line: 7, column: 3 },
        },
      ],
    },
  ],
  errors: [],
});

describe('annotations', () => {
  test('any text is one line, and comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, text) => {
        const [line = '', ...more] = annotations(failing(name, text));
        expect([line.split(/[\r\n]/).length, more.length]).toEqual([1, 0]);
        expect(read(line)).toEqual({
          level: 'error',
          properties: { file: 'a, b:c.ts', line: '7', col: '3', title: `m: ${name}` },
          message: `${text}\nm`,
        });
      }),
    );
  });

  test('at most ten of a level, the last of which counts the rest', () => {
    const lines = annotations(largeReport(40, 0)).map(read);
    const levels = (level: string) => lines.filter((line) => line.level === level);
    expect([levels('error').length, levels('warning').length]).toEqual([10, 10]);
    expect(levels('warning').at(-1)?.message).toMatch(/^11 more: /);
    expect(annotations(largeReport(20, 0))).toHaveLength(20);
    fc.assert(
      fc.property(reports, (report) => {
        expect(annotations(report).length).toBeLessThanOrEqual(20);
        for (const line of annotations(report)) expect(line).toMatch(/^::(error|warning) .*::/);
      }),
    );
  });
});

describe('the job summary', () => {
  test('has one counterexample drawn, and each told', () => {
    const text = jobSummary(largeReport(3, 2));
    expect(text.match(/^```mermaid$/gm)).toHaveLength(1);
    expect(text.match(/^```text$/gm)).toHaveLength(3);
    expect(text).toContain('❌ 3 failed, 0 passed');
  });

  test('never has more bytes than there is room for, and says what is left out', () => {
    const large = largeReport(100, 5000);
    const text = jobSummary(large);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES);
    expect(text).toMatch(/_\d+ more parts are left out: a job summary has at most 1 MiB\._\n$/);
    fc.assert(
      fc.property(reports, fc.nat(5000), (report, room) => {
        expect(Buffer.byteLength(jobSummary(report, room))).toBeLessThanOrEqual(room);
      }),
    );
  });

  test('nothing in a name ends a row, a code block or a line', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const [, table = ''] = jobSummary({ ...report, errors: [] }).split('\n\n');
        const rows = table.split('\n').filter((line) => line !== '');
        expect(rows).toHaveLength(report.suites.length === 0 ? 0 : report.suites.length + 2);
        for (const row of rows) expect(row).toMatch(/^\|[^|]*\|[^|]*\|[^|]*\|[^|]*\|[^|]*\|$/);
      }),
    );
    const text = jobSummary(failing('`x`', 'a ```\n``` b'));
    expect(text).toContain('````text\na ```\n``` b\n````\n');
  });
});
