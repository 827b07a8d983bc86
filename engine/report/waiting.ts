import type { State, System } from '../system/system.ts';
import type { Read } from './reads.ts';
import { threadsInside } from './show.ts';
import { guardReads } from './why.ts';

/** A thread inside a routine where nothing goes on, and what could take it on. */
export interface Stuck<R extends Read = Read> {
  readonly thread: string;
  readonly label: string;
  readonly steps: readonly Waiting<R>[];
}

/** A step at the label of a thread that does not take it on. */
export interface Waiting<R extends Read = Read> {
  readonly step: string;
  /** Its guard lets it run, and it changes nothing. */
  readonly changesNothing: boolean;
  /** What its guard read, in order; where it refused, the last one is where it did. */
  readonly reads: readonly R[];
}

/** Each thread that is inside a routine in a state of deadlock, with the steps at its label. */
export function stuckThreads(system: System, state: State): Stuck[] {
  const candidates = system.candidates(state);
  return threadsInside(system.threads, state).map(({ thread, label }) => ({
    thread: thread.id,
    label,
    steps: candidates
      .filter((step) => step.thread === thread.id && step.body.point?.field === thread.field)
      .map((step) => ({
        step: step.name,
        changesNothing: system.enabled(step, state),
        reads: guardReads(step, state),
      })),
  }));
}
