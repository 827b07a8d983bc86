import { relative, sep } from 'node:path';
import { InputError } from '../../engine/errors.ts';
import { paintFor } from '../../engine/report/paint.ts';
import { whyStopped } from '../../engine/report/refused.ts';
import { tell } from '../../engine/report/text.ts';
import { instantiate } from '../../engine/system/instantiate.ts';
import { run } from '../../engine/trace.ts';
import { toItf } from '../../traces/itf.ts';
import { toMermaid } from '../../traces/mermaid.ts';
import { toPlantUml } from '../../traces/plantuml.ts';
import { checkKnown } from '../../traces/replay.ts';
import { toShiViz } from '../../traces/shiviz.ts';
import { toTlc } from '../../traces/tlc.ts';
import { walkOfTrace } from '../../traces/viewer/of-trace.ts';
import { toVitest } from '../../traces/vitest-test.ts';
import { traceText } from '../../traces/write.ts';
import type { Export, Target } from '../load.ts';
import type { ShowJob } from './show-job.ts';

/** A recorded trace in another form. Its states are recomputed, so it must still run. */
export function show(job: ShowJob, target: Target): string {
  const { trace, as, replay, colour, how } = job;
  if (as === 'html') {
    return JSON.stringify(walkOfTrace(trace, target.model, target.mutations, replay, how));
  }
  const { bounds, mutation, property, steps, loop = null } = trace;
  const system = instantiate(target.model, { bounds, mutation, mutations: target.mutations });
  checkKnown(system, trace);
  const done = run(system, steps);
  const stopped = whyStopped(system, done);
  if (stopped !== null) {
    throw new InputError(`the trace no longer runs: ${stopped}`, {
      cause: 'the model changed since the trace was recorded',
      fix: 'record it again: lastref check <protocol> --mutation NAME --trace FILE',
    });
  }
  switch (as) {
    case 'itf':
      return JSON.stringify(toItf(trace, done), null, 2);
    case 'tlc':
      return JSON.stringify(toTlc(trace, done), null, 2);
    case 'mermaid':
      return toMermaid(system, trace, done);
    case 'plantuml':
      return toPlantUml(system, trace, done);
    case 'shiviz':
      return toShiViz(system, done);
    case 'trace':
      return traceText(trace).trimEnd();
    case 'test':
      return toVitest(trace, importsOf(job, target)).trimEnd();
    case 'text': {
      const finding = { ...property, property: property.name, steps, loop };
      const paint = paintFor({ isTTY: colour }, {});
      return tell({ system, finding, how: 'recorded', replay, paint });
    }
  }
}

/** Where a test that stands in a folder imports the model from. */
export function importsOf(
  { folder, trace }: Pick<ShowJob, 'folder' | 'trace'>,
  { modelExport, mutationsExport, file }: Target,
) {
  const seen = ({ name, from }: Export): Export => {
    if (!from.startsWith('.')) return { name, from };
    const path = relative(folder, from).split(sep).join('/');
    return { name, from: path.startsWith('.') ? path : `./${path}` };
  };
  if (!modelExport || (trace.mutation !== null && !mutationsExport)) {
    throw new InputError(`${file ?? trace.protocol} does not export all that a test needs`, {
      cause: 'a file that exports mutations, and not the model that they are of',
      fix: 'export the model too',
    });
  }
  return { model: seen(modelExport), mutations: mutationsExport && seen(mutationsExport) };
}
