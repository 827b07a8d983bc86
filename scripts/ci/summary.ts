import {
  type CaseReport,
  failuresOf,
  type RunsReport,
  type SuiteReport,
  suiteName,
} from '../report-of-runs.ts';
import { caseName } from './junit.ts';

/** Bytes that a job summary may have: the runner takes none of a longer one. */
export const MOST_BYTES = 1024 * 1024;
/** Room for the sentence that says what was left out. */
const LAST = 200;
/** Most rows of the table, so that there is room for what failed. */
const ROWS = 500;
/** Longest diagram that GitHub draws, in characters. */
const DIAGRAM = 50_000;

/**
 * A job summary in Markdown, of at most so many bytes: a table of the runs, then what failed, the
 * first counterexample with a diagram. What does not fit is left out whole, and it says so.
 */
export function jobSummary(report: RunsReport, room: number = MOST_BYTES): string {
  const parts: string[] = [];
  let free = room - LAST;
  let left = 0;
  for (const part of partsOf(report)) {
    const size = Buffer.byteLength(part, 'utf8');
    if (left === 0 && size <= free) {
      parts.push(part);
      free -= size;
    } else left += 1;
  }
  const last = `_${left} more parts are left out: a job summary has at most 1 MiB._\n`;
  // The last sentence has fewer bytes than were kept for it.
  return left > 0 && free >= 0 ? `${parts.join('')}${last}` : parts.join('');
}

function* partsOf(report: RunsReport): Iterable<string> {
  yield `## lastref ${report.command}: ${verdictOf(report)}\n\n`;
  yield tableOf(report.suites);
  for (const text of report.errors) yield `${fenced('text', text)}\n`;
  let drawn = false;
  for (const { suite, one } of failuresOf(report)) {
    yield failure(suite, one);
    const { diagram = '' } = one.counterexample ?? {};
    if (drawn || diagram === '') continue;
    drawn = true;
    yield diagram.length <= DIAGRAM
      ? `${fenced('mermaid', diagram)}\n`
      : '_The counterexample is too large for a diagram._\n\n';
  }
}

function verdictOf(report: RunsReport): string {
  const failed = failuresOf(report).length + report.errors.length;
  const cases = report.suites.flatMap((suite) => suite.cases);
  const passed = cases.filter(({ outcome }) => outcome === 'passed').length;
  return failed > 0 ? `❌ ${failed} failed, ${passed} passed` : `✅ ${passed} passed`;
}

function tableOf(suites: readonly SuiteReport[]): string {
  if (suites.length === 0) return '';
  // What failed first: the rest may be left out.
  const sorted = [...suites.filter(hasFailed), ...suites.filter((suite) => !hasFailed(suite))];
  const rows = sorted.slice(0, ROWS).map((suite) => {
    const failed = suite.cases.filter(({ outcome }) => outcome === 'failed' || outcome === 'error');
    const names = failed.map(caseName).join(', ');
    const facts = Object.entries(suite.facts).map(([name, value]) => `${name} ${value}`);
    const cells = [
      hasFailed(suite) ? '❌' : '✅',
      plain(suiteName(suite)),
      hasFailed(suite) ? plain(names) : `${suite.cases.length - skippedIn(suite)} passed`,
      plain(facts.join(', ')),
      suite.seconds === null ? '' : `${suite.seconds.toFixed(2)} s`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const more = sorted.length - rows.length;
  return [
    '| | run | result | figures | time |',
    '| --- | --- | --- | --- | ---: |',
    ...rows,
    ...(more > 0 ? ['', `_and ${more} more runs_`] : []),
    '\n',
  ].join('\n');
}

const hasFailed = ({ cases }: SuiteReport): boolean =>
  cases.some(({ outcome }) => outcome === 'failed' || outcome === 'error');

const skippedIn = ({ cases }: SuiteReport): number =>
  cases.filter(({ outcome }) => outcome === 'skipped').length;

function failure(suite: SuiteReport, one: CaseReport): string {
  const where = one.spot ? `, ${plain(one.spot.file)}:${one.spot.line}` : '';
  const head = `### ${plain(caseName(one))}\n\n${plain(suiteName(suite))}${where}\n\n`;
  const { text = one.message ?? '' } = one.counterexample ?? {};
  return `${head}${fenced('text', text)}\n`;
}

/** A text as a code block that nothing in it can end. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}\n`;
}

/** A text on one line in which Markdown and HTML find nothing of theirs. */
const plain = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[^\p{L}\p{N} .,:=()/+'"–-]/gu, (char) => `&#${char.codePointAt(0) ?? 63};`);
