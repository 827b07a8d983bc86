import { appendFileSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError, messageOf } from '../../engine/errors.ts';
import { checkWritable, writeWhole } from '../../traces/write.ts';
import { type Context, err, out } from '../io.ts';
import { VERSION } from '../package.ts';
import type { RunsReport } from '../report-of-runs.ts';

/** What a user asked of a command for a CI system; see `ciFlags`. */
export interface CiFlags {
  readonly junit?: string;
  readonly sarif?: string;
  readonly github?: boolean;
  readonly json: boolean;
  /** Another file that the command writes. */
  readonly trace?: string;
}

/** Where the report of a command goes to, besides the console. */
export interface Publisher {
  /** Whether anybody wants a report. */
  readonly wanted: boolean;
  publish(report: RunsReport): Promise<void>;
}

/** The errors of a command, and what it did not come to when it was interrupted. */
export function withUnmade(
  { signal }: Context,
  errors: readonly string[],
  unmade: number,
): readonly string[] {
  if (!signal.aborted || unmade <= 0) return errors;
  return [...errors, `interrupted: ${unmade} of what was asked for came to no result`];
}

/** Looks at what is asked for before the run: a file that cannot be written is refused here. */
export function publisher(context: Context, flags: CiFlags): Publisher {
  const { junit, sarif } = flags;
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY = '' } = context.env;
  const github = flags.github ?? GITHUB_ACTIONS === 'true';
  const summary = github && GITHUB_STEP_SUMMARY !== '' ? GITHUB_STEP_SUMMARY : null;
  const named = { trace: flags.trace, junit, sarif };
  refuseTwice(named);
  for (const path of [junit, sarif]) if (path !== undefined) checkWritable(path);
  if (summary !== null) checkAppendable(summary);
  return {
    wanted: junit !== undefined || sarif !== undefined || github,
    publish: async (report) => {
      if (junit !== undefined) {
        const { junitXml } = await import('./junit.ts');
        writeWhole(junit, junitXml(report));
      }
      if (sarif !== undefined) {
        const { sarifText } = await import('./sarif.ts');
        writeWhole(sarif, sarifText(report, { version: VERSION }));
      }
      if (github) await annotate(context, flags, report, summary);
    },
  };
}

async function annotate(
  context: Context,
  { json }: CiFlags,
  report: RunsReport,
  summary: string | null,
): Promise<void> {
  const [{ annotations }, { jobSummary, MOST_BYTES }] = await Promise.all([
    import('./github.ts'),
    import('./summary.ts'),
  ]);
  // The runner reads both streams, and a reader of JSON only JSON.
  const say = json ? err : out;
  for (const line of annotations(report)) say(context, line);
  if (summary === null) return;
  const taken = existsSync(summary) ? statSync(summary).size : 0;
  appendFileSync(summary, jobSummary(report, Math.max(0, MOST_BYTES - taken)));
}

function refuseTwice(named: Readonly<Record<string, string | undefined>>): void {
  const seen = new Map<string, string>();
  for (const [option, path] of Object.entries(named)) {
    if (path === undefined) continue;
    const other = seen.get(resolve(path));
    if (other !== undefined) {
      throw new InputError(`--${other} and --${option} name the same file, ${path}`, {
        fix: 'give each a file of its own',
      });
    }
    seen.set(resolve(path), option);
  }
}

/** The runner makes the file; the steps of a job add to it. */
function checkAppendable(path: string): void {
  try {
    closeSync(openSync(path, 'a'));
  } catch (error) {
    throw new InputError(`cannot write the job summary ${path}: ${messageOf(error)}`, {
      cause: 'GITHUB_STEP_SUMMARY names a file that may not be written',
      fix: 'unset GITHUB_STEP_SUMMARY, or say --no-github',
    });
  }
}
