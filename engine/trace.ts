import type { Params } from './language/action.ts';
import type { Bounds, State, Step, System } from './system/system.ts';

/** A step by name: survives changes of the model that leave the action and its parameters. */
export interface TraceStep {
  readonly action: string;
  readonly params: Params;
}

/** Bounds, mutation and steps. States are recomputed, never trusted. */
export interface Trace {
  readonly model: string;
  readonly bounds: Bounds;
  readonly mutation: string | null;
  readonly steps: readonly TraceStep[];
}

/** A trace of a system from steps of it. */
export const traceOf = (system: System, steps: readonly Step[]): Trace => ({
  model: system.model,
  bounds: system.bounds,
  mutation: system.mutation,
  steps: steps.map(({ action, params }) => ({ action, params })),
});

/** What came of running a trace: the states it went through, and why it stopped early. */
export interface Run {
  /** The steps that ran. */
  readonly steps: readonly Step[];
  /** The initial state, then one after each step. */
  readonly states: readonly State[];
  /** The first step that could not run, or null. */
  readonly refused: { readonly at: number; readonly step: TraceStep; readonly why: Refusal } | null;
}

export type Refusal = 'unknown step' | 'thread elsewhere' | 'guard';

const keyOf = ({ action, params }: TraceStep): string =>
  JSON.stringify([action, Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))]);

const indexes = new WeakMap<System, Map<string, Step>>();

/** The step of a system that a trace step names, if there is one. */
export function findStep(system: System, step: TraceStep): Step | undefined {
  let index = indexes.get(system);
  if (!index) {
    index = new Map(system.steps.map((each) => [keyOf(each), each]));
    indexes.set(system, index);
  }
  return index.get(keyOf(step));
}

/** Whether a step can run in a state, or what refuses it. */
export function refusal(system: System, step: Step, state: State): Refusal | null {
  if (!system.candidates(state).includes(step)) return 'thread elsewhere';
  return system.enabled(step, state) ? null : 'guard';
}

/** Runs a trace from the initial state as far as it goes. */
export function run(system: System, steps: readonly TraceStep[]): Run {
  const done: Step[] = [];
  let state = system.initial;
  const states = [state];
  for (const [at, named] of steps.entries()) {
    const step = findStep(system, named);
    const why = step ? refusal(system, step, state) : 'unknown step';
    if (!step || why) {
      return { steps: done, states, refused: { at, step: named, why: why ?? 'unknown step' } };
    }
    state = system.apply(step, state);
    done.push(step);
    states.push(state);
  }
  return { steps: done, states, refused: null };
}
