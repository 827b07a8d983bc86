import { type Explanation, explain } from '../../engine/report/explain.ts';
import { explainText } from '../../engine/report/explain-text.ts';
import { paintFor } from '../../engine/report/paint.ts';
import { instantiate } from '../../engine/system/instantiate.ts';
import { checkKnown } from '../../traces/replay.ts';
import type { Target } from '../load.ts';
import type { Explained, Outline, WhyJob } from './job.ts';
import { outlineOf } from './outline.ts';
import type { Pulse } from './pulse.ts';

/** Explains a recorded trace, and where the model without the mutation does something else. */
export function why(
  { trace, colour }: WhyJob,
  { model, mutations }: Target,
  pulse: Pulse,
  ready: (outline: Outline) => void,
): Explained {
  const { bounds, mutation, property, loop = null } = trace;
  const system = instantiate(model, { observer: pulse, bounds, mutation, mutations });
  pulse.end();
  ready(outlineOf(system));
  checkKnown(system, trace);
  const correct = mutation === null ? null : instantiate(model, { observer: pulse, bounds });
  const steps = trace.steps.slice(0, property.step);
  const finding = { ...property, property: property.name, loop };
  const explanation = explain(system, finding, steps, correct);
  const paint = paintFor({ isTTY: colour }, {});
  const text = explainText(system, finding, steps, explanation, paint);
  return { kind: 'why', explanation: asData(explanation), text };
}

/** As JSON has it: a view may hold anything, and not all of that can be sent to another thread. */
const asData = (explanation: Explanation): Explanation =>
  JSON.parse(
    JSON.stringify(explanation, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
  );
