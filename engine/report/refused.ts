import { labelOf, type State, type Step, type System } from '../system/system.ts';
import { findStep, type Refusal, type Run, type TraceStep } from '../trace.ts';
import type { Read } from './reads.ts';
import { labelPath, showValue } from './show.ts';
import { guardReads, list, showRead } from './why.ts';
import { type Seen, showStep, Writers } from './writers.ts';

/** A step of a trace that cannot run where the trace takes it. */
export interface Refused {
  /** Its number in the trace, from 1. */
  readonly step: number;
  readonly name: string;
  readonly params: TraceStep['params'];
  readonly thread: string | null;
  readonly why: Refusal;
  /** What its guard read, in order; of a thread that is elsewhere, the label that it stands at. */
  readonly reads: readonly Seen[];
  /** The read after which the guard said no: the last one. Null if it read nothing. */
  readonly refusing: Seen | null;
  /** The reason in one sentence. */
  readonly text: string;
}

/** Why a run ended before its trace did, or null if it did not. */
export function refusedOf(system: System, run: Run): Refused | null {
  const { refused, states, steps } = run;
  if (!refused) return null;
  const { at, step: named, why } = refused;
  const step = findStep(system, named);
  const state = states.at(-1) ?? system.initial;
  const reads = new Writers(system, run).seen(
    step ? readsOfRefusal(step, state, why) : [],
    steps.length,
  );
  const refusing = reads.at(-1) ?? null;
  return {
    step: at + 1,
    name: step?.name ?? named.action,
    params: named.params,
    thread: step?.thread ?? null,
    why,
    reads,
    refusing,
    text: step ? reasonOf(step, state, why, refusing) : whyUnknown(system, named),
  };
}

function readsOfRefusal(step: Step, state: State, why: Refusal): Read[] {
  const { point } = step.body;
  if (why !== 'thread elsewhere' || !point) return guardReads(step, state);
  const { field } = point;
  const id = step.thread ?? '';
  return [{ path: labelPath(state, { field, id }), value: labelOf(state, field, id) }];
}

function reasonOf(step: Step, state: State, why: Refusal, refusing: Seen | null): string {
  const { point } = step.body;
  if (why === 'thread elsewhere' && point) {
    const at = labelOf(state, point.field, step.thread ?? '');
    const { writer = null } = refusing ?? {};
    const by = writer ? `${showStep(writer)}, left it there` : 'no step moved it';
    return `${step.thread} stands at ${at}, not at ${point.label}: ${by}`;
  }
  if (!refusing) return 'its guard is never true';
  const { writer } = refusing;
  const by = writer ? `written by ${showStep(writer)}` : 'as in the initial state';
  return `its guard read ${showRead(refusing)}, ${by}`;
}

function whyUnknown(system: System, { action, params }: TraceStep): string {
  const steps = system.steps.filter((step) => step.action === action);
  if (steps.length === 0) return `there is no action ${action}`;
  const asked = Object.entries(params).map(([name, value]) => `${name}=${showValue(value)}`);
  const known = list(steps.map(({ name }) => name));
  return `there is no ${action}(${asked.join(', ')}), only ${known}`;
}

/** Which step of a run was refused and why, in one sentence; null if all ran. */
export function whyStopped(system: System, run: Run): string | null {
  const refused = refusedOf(system, run);
  return refused && showRefused(refused);
}

export const showRefused = ({ step, name, text }: Refused): string =>
  `step ${step}, ${name}, is refused: ${text}`;
