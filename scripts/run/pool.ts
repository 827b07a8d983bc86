import type { Job } from './job.ts';
import type { Counts } from './pulse.ts';
import { type Ending, Slot } from './slot.ts';

export interface PoolOptions {
  readonly threads: number;
  /** Milliseconds that one call into the model may take. */
  readonly stepTimeout: number;
  /** A thread that was started already; this sees to its end. */
  readonly warm: Slot | null;
  /** Ends what runs and starts no more. */
  readonly signal: AbortSignal;
  /** Told once a second how far the jobs are. */
  readonly onProgress: (done: number, running: readonly Counts[]) => void;
}

/** How a job ended, with the last counts seen of it; null for a job that was never started. */
export interface Ended {
  readonly ending: Ending;
  readonly counts: Counts;
}

/** Runs jobs on threads; the endings are in the order of the jobs, however the jobs end. */
export async function runJobs(
  jobs: readonly Job[],
  { threads, stepTimeout, warm, signal, onProgress }: PoolOptions,
): Promise<(Ended | null)[]> {
  const slots = Array.from({ length: Math.min(threads, jobs.length) }, (_, i) =>
    i === 0 && warm ? warm : new Slot(),
  );
  const endings: (Ended | null)[] = jobs.map(() => null);
  let next = 0;
  let done = 0;
  const work = async (slot: Slot) => {
    for (let i = next++; i < jobs.length && !signal.aborted; i = next++) {
      const job = jobs[i];
      if (!job) continue;
      const ending = await slot.run(job);
      endings[i] = { ending, counts: slot.pulse.counts };
      done += 1;
    }
    await slot.close();
  };
  const watchdog = setInterval(() => {
    for (const slot of slots) slot.watch(stepTimeout);
  }, 100);
  const progress = setInterval(
    () =>
      onProgress(
        done,
        slots.map(({ pulse }) => pulse.counts),
      ),
    1000,
  );
  const stop = () => {
    for (const slot of slots) slot.interrupt();
  };
  signal.addEventListener('abort', stop);
  try {
    await Promise.all(slots.map(work));
  } finally {
    clearInterval(watchdog);
    clearInterval(progress);
    signal.removeEventListener('abort', stop);
  }
  return endings;
}
