import { availableParallelism } from 'node:os';
import { memoryShare } from '../plan.ts';
import type { CheckJob, HuntJob, Job, Result } from '../run/job.ts';
import { runJobs } from '../run/pool.ts';
import type { Measured } from './data.ts';
import type { Entry } from './entries.ts';

/** Milliseconds that one call into a model may take. */
const STEP_TIMEOUT = 60_000;

/** Searches for each fault exhaustively, and hunts for it with every seed up to one. */
export async function measure(
  all: readonly Entry[],
  seeds: number,
  onProgress: (done: number, of: number) => void,
): Promise<Measured[]> {
  const hunts = (entry: Entry) => (entry.isSafety ? seeds : 0);
  const plan = all.flatMap((entry): { readonly entry: Entry; readonly job: Job }[] => [
    { entry, job: checkOf(entry) },
    ...Array.from({ length: hunts(entry) }, (_, i) => ({ entry, job: huntOf(entry, i + 1) })),
  ]);
  const ends = await runJobs(
    plan.map(({ job }) => job),
    {
      threads: availableParallelism(),
      stepTimeout: STEP_TIMEOUT,
      warm: null,
      signal: new AbortController().signal,
      onProgress: (done) => onProgress(done, plan.length),
    },
  );
  const results = ends.map((end, i): Result => {
    if (end?.ending.type === 'done') return end.ending.result;
    const { entry, job } = plan[i] ?? {};
    const text = end?.ending.type === 'failed' ? end.ending.text : 'it did not end';
    throw new Error(`${job?.kind} ${entry?.protocol} + "${entry?.mutation}": ${text}`);
  });
  return all.map((entry) => {
    const own = results.filter((_, i) => plan[i]?.entry === entry);
    return { protocol: entry.protocol, mutation: entry.mutation, ...summary(entry, own) };
  });
}

function summary({ trace, isSafety }: Entry, results: readonly Result[]) {
  const seconds = results.flatMap((each) => (each.kind === 'check' ? [each.report.seconds] : []));
  const hunts = results.flatMap((each) => (each.kind === 'hunt' ? [each] : []));
  const found = hunts.filter((each) => each.trace !== null);
  const equal = found.filter((each) => each.trace?.steps.length === trace.steps.length);
  const runs = found.map(({ result }) => result.runs).sort((a, b) => a - b);
  return {
    time: timeClass(seconds[0] ?? 0),
    hunts: isSafety
      ? {
          of: hunts.length,
          found: found.length,
          equal: equal.length,
          runs: runs[Math.floor(runs.length / 2)] ?? null,
        }
      : null,
  };
}

function timeClass(seconds: number): string {
  const limit = [0.1, 1, 10, 60].find((most) => seconds < most);
  return limit === undefined ? 'over a minute' : `under ${limit} s`;
}

const common = ({ target, trace, breaks }: Entry) => ({
  source: target.name,
  model: target.name,
  mutation: trace.mutation,
  bounds: trace.bounds,
  property: breaks,
  replay: '',
  colour: false,
  maxMemory: memoryShare(undefined, availableParallelism()),
});

const checkOf = (entry: Entry): CheckJob => ({
  ...common(entry),
  kind: 'check',
  engine: 'explore',
  fieldOrder: 'auto',
  workers: 1,
  symmetry: true,
  audit: null,
  compact: false,
  checkpoint: null,
  checkpointInterval: 60,
  resume: null,
  stopAt: entry.breaks,
  maxStates: null,
  maxSeconds: null,
});

const huntOf = (entry: Entry, seed: number): HuntJob => ({
  ...common(entry),
  kind: 'hunt',
  seed,
  path: null,
  runs: null,
  maxSteps: null,
});
