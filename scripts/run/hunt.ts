import { hunt as search } from '../../engine/hunt/hunt.ts';
import { paintFor } from '../../engine/report/paint.ts';
import { tell } from '../../engine/report/text.ts';
import { instantiate } from '../../engine/system/instantiate.ts';
import { recordTrace } from '../../traces/record.ts';
import type { Target } from '../load.ts';
import { VERSION } from '../package.ts';
import type { Hunted, HuntJob, Outline } from './job.ts';
import { outlineOf } from './outline.ts';
import type { Pulse } from './pulse.ts';
import { type Found, sourced } from './sourced.ts';

/** Runs one random search, and tells what it found. */
export function hunt(
  job: HuntJob,
  target: Target,
  pulse: Pulse,
  ready: (outline: Outline) => void,
): Hunted {
  const { model, mutations } = target;
  const setting = { bounds: job.bounds, mutation: job.mutation, mutations };
  const system = instantiate(model, setting);
  pulse.end();
  ready(outlineOf(system));
  const { found, ...result } = search(model, { ...setting, ...options(job), observer: pulse });
  const sourcedOf = (of: Found | null) =>
    job.ci ? sourced(target, system.bounds, system.mutation, of) : null;
  if (!found) {
    return { kind: 'hunt', result, trace: null, text: null, sourced: sourcedOf(null) };
  }
  const { seed, path, states, engine } = result;
  const origin = { engine, version: VERSION, seed, ...(path !== null && { path }), states };
  const replay = path === null ? job.replay : `${job.replay} --seed ${seed} --path ${path}`;
  const trace = recordTrace(system, found, { ...target, found: origin });
  const paint = paintFor({ isTTY: job.colour }, {});
  return {
    kind: 'hunt',
    result,
    trace,
    text: tell({ system, finding: found, how: 'shrunk', replay, paint }),
    sourced: sourcedOf({ trace, how: 'shrunk', replay }),
  };
}

const options = ({ property, seed, path, runs, maxSteps }: HuntJob) => ({
  ...(property !== null && { property }),
  ...(seed !== null && { seed }),
  ...(path !== null && { path }),
  ...(runs !== null && { runs }),
  ...(maxSteps !== null && { maxSteps }),
});
