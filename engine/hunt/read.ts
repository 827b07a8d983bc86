import { InputError } from '../errors.ts';
import { aNumber, aString, list, object, optional, recordOf } from '../system/form.ts';
import type { System } from '../system/system.ts';
import { type Run, run, type Trace } from '../trace.ts';
import { stepText } from './text.ts';
import { type Terrain, type Walk, Walker } from './walk.ts';

const shape = object({
  model: aString,
  bounds: recordOf(aNumber),
  mutation: optional(aString),
  steps: list(0),
});
const step = object({ action: aString, params: recordOf(() => null) });

const isTrace = (value: unknown): value is Trace =>
  shape(value, '') === null &&
  // It has the shape, so that it has steps.
  (value as Trace).steps.every((each) => step(each, '') === null);

/** Whether a value is a trace of this system that runs from its first step to its last. */
export function isTraceOf(system: System, value: unknown): value is Trace {
  if (!isTrace(value)) return false;
  const { model, bounds, mutation, steps } = value;
  const names = new Set([...Object.keys(bounds), ...Object.keys(system.bounds)]);
  return (
    model === system.model &&
    mutation === system.mutation &&
    [...names].every((name) => bounds[name] === system.bounds[name]) &&
    run(system, steps).refused === null
  );
}

/** The walk of a trace, as far as the judge lets it go; only where `isTraceOf`. */
export function walkOf(terrain: Terrain, trace: Trace): Walk {
  const walker = new Walker(terrain);
  for (const step of run(terrain.system, trace.steps).steps) {
    if (walker.over) break;
    walker.take(step);
  }
  return walker.end();
}

/** Refuses a trace of another model. */
export function requireModel(name: string, { model }: Trace): void {
  if (model !== name) throw new InputError(`a trace of ${model} was given for ${name}`);
}

/** Refuses a trace that does not run from its first step to its last, naming the step. */
export function requireRun(system: System, trace: Trace): Run {
  const { model, steps } = trace;
  requireModel(system.model, trace);
  const done = run(system, steps);
  if (!done.refused) return done;
  const { at, step, why } = done.refused;
  throw new InputError(
    `step ${at + 1} of a trace of ${model}, ${stepText(step)}, is refused: ${why}`,
    {
      cause: 'a trace of other bounds or another mutation, or recorded before the model changed',
      fix: 'give the bounds and the mutation that the trace names',
    },
  );
}
