import type { Context } from './io.ts';
import type { Job, Result } from './run/job.ts';
import { runJobs } from './run/pool.ts';

/** How a single job ended: with its result, with bad input, or before its end. */
export type One<K extends Result['kind']> =
  | { readonly result: Extract<Result, { readonly kind: K }> }
  | { readonly failed: string }
  | null;

/** Runs one short job, which needs no progress line, on a thread of its own. */
export async function runOne<K extends Job['kind'] & Result['kind']>(
  context: Context,
  job: Job & { readonly kind: K },
  stepTimeout: number,
): Promise<One<K>> {
  const [end] = await runJobs([job], {
    threads: 1,
    stepTimeout: stepTimeout * 1000,
    signal: context.signal,
    warm: null,
    onProgress: () => {},
  });
  if (end?.ending.type === 'failed') return { failed: end.ending.text };
  if (end?.ending.type !== 'done') return null;
  const { result } = end.ending;
  return isOf(result, job.kind) ? { result } : null;
}

const isOf = <K extends Result['kind']>(
  result: Result,
  kind: K,
): result is Extract<Result, { readonly kind: K }> => result.kind === kind;
