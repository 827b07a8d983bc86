import { availableParallelism } from 'node:os';
import type { Coverage, RunRow, ViewerData, Walk } from '../traces/viewer/data.ts';
import { writeWhole } from '../traces/write.ts';
import { documentOf } from '../viewer/document.ts';
import { builtViewer } from './built-viewer.ts';
import type { Context } from './io.ts';
import type { Row } from './judge.ts';
import { VERSION } from './package.ts';
import { memoryShare } from './plan.ts';
import { runJobs } from './run/pool.ts';
import type { ShowJob } from './run/show-job.ts';

type Job = Omit<ShowJob, 'as' | 'colour' | 'folder' | 'maxMemory'>;

/** The work on the trace of a run, if it found one. */
function jobOfRow(row: Row): { readonly row: Row; readonly job: Job }[] {
  const { source, model, replay } = row.job;
  const { trace } = row.report;
  return trace
    ? [{ row, job: { kind: 'show', source, model, trace, replay, how: 'shortest' } }]
    : [];
}

/** A trace to be shown, or why it cannot be. */
export type Worked = { readonly walk: Walk } | { readonly failed: string };

/** Works out what the viewer is handed of traces, on all cores; null where it was interrupted. */
export async function walksOf(
  context: Context,
  jobs: readonly Job[],
  stepTimeout: number,
): Promise<(Worked | null)[]> {
  const threads = Math.min(availableParallelism(), Math.max(1, jobs.length));
  const maxMemory = memoryShare(undefined, threads);
  const whole = jobs.map(
    (job): ShowJob => ({ ...job, as: 'html', colour: false, folder: '.', maxMemory }),
  );
  const ends = await runJobs(whole, {
    threads,
    stepTimeout: stepTimeout * 1000,
    signal: context.signal,
    warm: null,
    onProgress: () => {},
  });
  return ends.map((end) => {
    if (end?.ending.type === 'failed') return { failed: end.ending.text };
    if (end?.ending.type !== 'done' || end.ending.result.kind !== 'show') return null;
    return { walk: JSON.parse(end.ending.result.text) };
  });
}

/** Writes a report of runs to a file. Gives what kept a trace from being shown. */
export async function writeReport(
  context: Context,
  path: string,
  stepTimeout: number,
  rows: readonly Row[],
): Promise<string[]> {
  const jobs = rows.flatMap(jobOfRow);
  const own = jobs.map(({ job }) => job);
  const worked = await walksOf(context, own, stepTimeout);
  const walks = jobs.flatMap(({ row }, i) => {
    const one = worked[i];
    return one && 'walk' in one ? [[row, one.walk] as const] : [];
  });
  writeWhole(path, await htmlOfRows(rows, new Map(walks)));
  return jobs.flatMap(({ row }, i) => {
    const one = worked[i];
    const { protocol, mutation } = row.report;
    return one && 'failed' in one ? [`${protocol} ${mutation ?? ''}: ${one.failed}`] : [];
  });
}

/** Traces as one document. */
export async function htmlOfWalks(walks: readonly Walk[]): Promise<string> {
  const runs = walks.map(
    ({ protocol, mutation, finding, facts }, walk): RunRow => ({
      protocol,
      mutation,
      expected: null,
      found: finding ? `breaks ${finding.property}` : 'breaks nothing',
      ok: facts?.sameShape ?? true,
      states: facts?.states ?? null,
      steps: null,
      depth: null,
      seconds: null,
      walk,
    }),
  );
  const covers = 'Counted along the traces of this report; what none of them has is not listed.';
  const title = walks.length === 1 ? (walks[0]?.protocol ?? '') : 'Recorded traces';
  return await documentWith({
    title,
    walks: [...walks],
    runs,
    coverage: alongWalks(walks),
    covers,
  });
}

/** What a `check` found as one document. @param worked the traces of the rows that have one */
async function htmlOfRows(rows: readonly Row[], worked: ReadonlyMap<Row, Walk>) {
  const walks = [...worked.values()];
  const runs = rows.map((row): RunRow => {
    const { protocol, mutation, expected, states, steps, depth, seconds } = row.report;
    const walk = worked.get(row);
    const counts = { states, steps, depth, seconds, walk: walk ? walks.indexOf(walk) : null };
    return { protocol, mutation, expected, found: row.found, ok: row.outcome === 'ok', ...counts };
  });
  // A mutation is searched until it breaks something, so its counts say little.
  const correct = rows.filter(({ report }) => report.mutation === null);
  const coverage = (correct.length > 0 ? correct : rows).flatMap(({ report }) =>
    report.actions.map(({ name, fired, refused }) => {
      return { protocol: report.protocol, action: name, fired, refused };
    }),
  );
  const covers =
    correct.length > 0
      ? 'Counted over every state of the models as they should be.'
      : 'Counted over the states that were seen until the property was broken.';
  return await documentWith({ title: 'What was checked', walks, runs, coverage, covers });
}

async function documentWith(data: Omit<ViewerData, 'format' | 'version' | 'lastref'>) {
  const whole: ViewerData = { format: 'lastref-view', version: 1, lastref: VERSION, ...data };
  return documentOf(await builtViewer('report'), whole, { title: `${data.title} · lastref` });
}

/** How often each action ran along traces, and in how many of their states it was refused. */
function alongWalks(walks: readonly Walk[]): Coverage[] {
  const found = new Map<string, Coverage>();
  const add = (protocol: string, action: string, fired: number, refused: number) => {
    const key = `${protocol}\n${action}`;
    const known = found.get(key) ?? { protocol, action, fired: 0, refused: 0 };
    found.set(key, {
      ...known,
      fired: known.fired + fired,
      refused: known.refused + refused,
    });
  };
  for (const { protocol, steps, refused, refusals } of walks) {
    for (const { action } of steps) add(protocol, action, 1, 0);
    for (const [at, [from, here]] of refused.entries()) {
      const until = refused[at + 1]?.[0] ?? steps.length + 1;
      for (const i of here) add(protocol, refusals[i]?.step.split('(')[0] ?? '', 0, until - from);
    }
  }
  return [...found.values()].sort((a, b) => (a.protocol < b.protocol ? -1 : 1));
}
