import { readingAll, rehearse } from '../engine/learn/rehearsal.ts';
import { Structure } from '../engine/learn/structure.ts';
import type { Step, System } from '../engine/system/system.ts';
import type { Run } from '../engine/trace.ts';

/** When a step happened, as far as its thread can know. */
export interface Moment {
  readonly thread: string;
  /** For each thread that it comes after, the number of steps of it that it comes after. */
  readonly clock: ReadonlyMap<string, number>;
}

/**
 * Vector clocks of the steps of a run. A step comes after the earlier steps of its thread, and
 * after the last step that changed a field which it reads or changes. A step that overwrites what
 * another one only read does not come after it: in a race, those two are concurrent.
 *
 * What a step reads is recorded while its guard and its recipe run on a stand-in for the state; a
 * list counts as one field. A step that cannot be followed so is taken to read every field.
 * @param threadOf the name of the thread of a step
 */
export function momentsOf(system: System, run: Run, threadOf: (step: Step) => string): Moment[] {
  const structure = new Structure(system.initial);
  const now = new Map<string, ReadonlyMap<string, number>>();
  const writers = new Map<number, Moment>();
  let codes = structure.encode(run.states[0] ?? system.initial);
  return run.steps.map((step, i) => {
    const thread = threadOf(step);
    const after = structure.encode(run.states[i + 1] ?? system.initial);
    const { reads } =
      rehearse(system, structure, step, codes, null) ??
      readingAll(system, structure, step, codes, null);
    const changed = after.flatMap((code, field) => (code === codes[field] ? [] : [field]));
    const seen = new Set([...reads.map(({ field }) => field), ...changed]);
    const clock = new Map(now.get(thread));
    for (const field of seen) join(clock, writers.get(field)?.clock ?? new Map());
    clock.set(thread, (now.get(thread)?.get(thread) ?? 0) + 1);
    const moment = { thread, clock };
    now.set(thread, clock);
    for (const field of changed) writers.set(field, moment);
    codes = after;
    return moment;
  });
}

function join(clock: Map<string, number>, other: ReadonlyMap<string, number>): void {
  for (const [thread, count] of other) clock.set(thread, Math.max(clock.get(thread) ?? 0, count));
}
