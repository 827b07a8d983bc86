import { paintFor } from '../../engine/report/paint.ts';
import { tell } from '../../engine/report/text.ts';
import { instantiate } from '../../engine/system/instantiate.ts';
import { replayTrace } from '../../traces/replay.ts';
import { COMMAND, quoted } from '../io.ts';
import type { Target } from '../load.ts';
import type { Outline, Replayed, ReplayJob } from './job.ts';
import { outlineOf } from './outline.ts';
import type { Pulse } from './pulse.ts';
import { sourced } from './sourced.ts';

/** Proves a recorded trace again, and tells it if it still runs. */
export function replay(
  { trace, path, colour, ci }: ReplayJob,
  target: Target,
  pulse: Pulse,
  ready: (outline: Outline) => void,
): Replayed {
  const { model, mutations } = target;
  const { bounds, mutation, property, steps, loop = null } = trace;
  const system = instantiate(model, { bounds, mutation, mutations });
  pulse.end();
  ready(outlineOf(system));
  const { ok, proofs, sameShape } = replayTrace(trace, model, mutations, { observer: pulse });
  const [runs] = proofs;
  const told = steps.slice(0, property.step);
  const finding = { ...property, property: property.name, steps: told, loop };
  const paint = paintFor({ isTTY: colour }, {});
  const command = `${COMMAND} replay ${quoted(path)}`;
  const text = () => tell({ system, finding, how: 'recorded', replay: command, paint });
  const found = { trace, how: 'recorded', replay: command } as const;
  return {
    kind: 'replay',
    ok,
    proofs,
    sameShape,
    text: runs?.ok ? text() : null,
    sourced: ci ? sourced(target, bounds, mutation, found) : null,
  };
}
