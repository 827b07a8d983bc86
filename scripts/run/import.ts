import { instantiate } from '../../engine/system/instantiate.ts';
import { fromItf, headOf } from '../../traces/from-itf.ts';
import type { Target } from '../load.ts';
import { VERSION } from '../package.ts';
import type { Imported, ImportJob, Outline } from './job.ts';
import { outlineOf } from './outline.ts';
import type { Pulse } from './pulse.ts';

/** Reads a trace of another tool as one of a model, whose steps are run for it. */
export function importTrace(
  { itf, bounds, mutation, path }: ImportJob,
  { model, mutations, file }: Target,
  pulse: Pulse,
  ready: (outline: Outline) => void,
): Imported {
  const { bounds: sizes, mutation: fault } = headOf(itf, path) ?? { bounds, mutation };
  const system = instantiate(model, { bounds: sizes, mutation: fault, mutations });
  pulse.end();
  ready(outlineOf(system));
  const reading = { model, mutations, file, bounds, mutation, version: VERSION, observer: pulse };
  return { kind: 'import', trace: fromItf(itf, reading, path) };
}
