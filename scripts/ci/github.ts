import {
  type CaseReport,
  failuresOf,
  type RunsReport,
  runName,
  suiteName,
} from '../report-of-runs.ts';

/** Most annotations of one level that the runner takes of a step. */
const MOST = 10;
/** Longest message: the rest is in the job summary and on the console. */
const MESSAGE = 2000;

interface Annotation {
  readonly level: 'error' | 'warning';
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
  readonly title: string;
  readonly message: string;
}

/**
 * Workflow commands, one a line, that make a runner of GitHub annotate what failed: at most 10
 * errors and 10 warnings, the last of which says how many more there are.
 */
export function annotations(report: RunsReport): string[] {
  const all = [
    ...report.errors.map(
      (text): Annotation => ({
        level: 'error',
        title: `lastref ${report.command}`,
        message: text,
      }),
    ),
    ...failuresOf(report).map(
      ({ suite, one }): Annotation => ({
        level: levelOf(one),
        ...(one.spot && { file: one.spot.file, line: one.spot.line, col: one.spot.column }),
        title: `${runName(suite)}: ${one.name}`,
        message: [
          one.counterexample?.headline ?? one.message ?? one.outcome,
          suiteName(suite),
        ].join('\n'),
      }),
    ),
  ];
  return (['error', 'warning'] as const).flatMap((level) =>
    capped(all.filter((each) => each.level === level)).map(command),
  );
}

export const levelOf = ({ level = 'error' }: CaseReport): 'error' | 'warning' => level;

function capped(all: readonly Annotation[]): readonly Annotation[] {
  const [first] = all;
  if (!first || all.length <= MOST) return all;
  const more = all.length - MOST + 1;
  const message = `${more} more: the job summary and the console have them`;
  return [...all.slice(0, MOST - 1), { level: first.level, title: 'lastref', message }];
}

/** `::error file=a.ts,line=1,title=t::message`, escaped as the runner undoes it. */
function command({ level, message, ...properties }: Annotation): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  const text = message.length > MESSAGE ? `${message.slice(0, MESSAGE - 1)}…` : message;
  return `::${level} ${pairs.join(',')}::${data(text)}`;
}

/** The message of a workflow command: what would end the line. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** A property of a workflow command: what would end the property, too. */
const property = (value: string | number): string =>
  data(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C');
