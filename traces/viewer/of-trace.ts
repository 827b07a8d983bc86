import { InputError } from '../../engine/errors.ts';
import type { AnyModel } from '../../engine/language/model.ts';
import type { Mutations } from '../../engine/language/mutation.ts';
import type { How } from '../../engine/report/headline.ts';
import { whyStopped } from '../../engine/report/refused.ts';
import { instantiate } from '../../engine/system/instantiate.ts';
import { run } from '../../engine/trace.ts';
import { digestOf } from '../digest.ts';
import { checkKnown } from '../replay.ts';
import type { TraceFile } from '../trace-file.ts';
import type { Walk } from './data.ts';
import { walkOf } from './walk.ts';

/**
 * A recorded trace as the viewer is handed it. Its states are recomputed, so it must still run.
 * @throws {InputError} where the model has not its steps, or refuses one
 */
export function walkOfTrace(
  trace: TraceFile,
  model: AnyModel,
  mutations: Mutations | null,
  replay: string,
  how: How = 'recorded',
): Walk {
  const { bounds, mutation, property, loop = null, found } = trace;
  const system = instantiate(model, { bounds, mutation, mutations });
  checkKnown(system, trace);
  const done = run(system, trace.steps.slice(0, property.step));
  const stopped = whyStopped(system, done);
  if (stopped !== null) {
    throw new InputError(`the trace no longer runs: ${stopped}`, {
      cause: 'the model changed since the trace was recorded',
      fix: 'record it again: lastref check <protocol> --mutation NAME --trace FILE',
    });
  }
  return walkOf({
    model,
    mutations,
    system,
    run: done,
    finding: { ...property, property: property.name, loop },
    how,
    loop,
    facts: {
      engine: found.engine,
      version: found.version,
      states: found.states ?? null,
      seed: found.seed ?? null,
      path: found.path ?? null,
      replay,
      sameShape: digestOf(model) === trace.digest,
    },
  });
}
