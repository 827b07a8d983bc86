import { InputError } from '../engine/errors.ts';
import { type Broken, brokenAlong, lostAfter } from '../engine/explore/broken.ts';
import type { AnyModel } from '../engine/language/model.ts';
import type { Mutations } from '../engine/language/mutation.ts';
import { title } from '../engine/report/text.ts';
import { instantiate } from '../engine/system/instantiate.ts';
import type { Observer } from '../engine/system/observed.ts';
import type { Bounds, System } from '../engine/system/system.ts';
import type { Run } from '../engine/trace.ts';
import { explain } from './explain.ts';
import type { ItfFile } from './itf-file.ts';
import { checkHead, checkTrace } from './parse.ts';
import { recordTrace } from './record.ts';
import type { TraceFile, TraceHead } from './trace-file.ts';

/** Most states that are looked at to say whether something can come back. */
const MAX_STATES = 100_000;

/** What a file in ITF is read as a trace of. */
export interface Reading {
  readonly model: AnyModel;
  readonly mutations: Mutations | null;
  /** The model file, for a model that is not shipped. */
  readonly file: string | null;
  readonly bounds: Bounds;
  readonly mutation: string | null;
  /** The version of lastref that reads it. */
  readonly version: string;
  readonly observer?: Observer;
}

/** What lastref wrote of a trace besides its steps; null for a file of another tool. */
export const headOf = ({ lastref }: ItfFile, where: string): TraceHead | null =>
  lastref === undefined ? null : checkHead(lastref, `${where}: #meta.lastref`);

/**
 * A file in the Informal Trace Format as a trace of a model: of one that lastref wrote, the trace
 * it was written from; of one of another tool, the steps that explain its states, and the first
 * property that they break.
 */
export function fromItf(itf: ItfFile, reading: Reading, where: string): TraceFile {
  const { model, mutations } = reading;
  const head = headOf(itf, where);
  const { bounds, mutation } = head ?? reading;
  const watch = reading.observer ? { observer: reading.observer } : {};
  const system = instantiate(model, { ...watch, bounds, mutation, mutations });
  const { steps, loop } = explain(system, itf, where);
  if (head) {
    const named = steps.map(({ action, params }) => ({ action, params }));
    return checkTrace({ ...head, steps: named, ...(loop !== null && { loop }) }, where);
  }
  const states = [system.initial];
  for (const step of steps) states.push(system.apply(step, states.at(-1) ?? system.initial));
  const broken = firstBroken(system, { steps, states, refused: null }, loop, where, mutations);
  const found = { engine: 'itf', version: reading.version };
  const witness = { ...broken, steps, loop: broken.kind === 'leadsTo' ? loop : null };
  const trace = recordTrace(system, witness, { ...reading, found });
  return { ...trace, property: { ...trace.property, step: broken.step } };
}

function firstBroken(
  system: System,
  run: Run,
  loop: number | null,
  where: string,
  mutations: Mutations | null,
): Broken {
  const lost = system.recoverable.map(({ property }) => property);
  const [first] = brokenAlong(system, run, loop);
  if (first) return first;
  for (const property of new Set(lost)) {
    const broken = lostAfter(system, run, property, { maxStates: MAX_STATES });
    if (broken) return broken;
  }
  const count = run.steps.length;
  throw new InputError(`${where}: all ${count} steps run on ${title(system)}, and break nothing`, {
    cause: 'a run that is an example, not a counterexample',
    fix: 'give the mutation that it is a counterexample of: --mutation NAME',
    available: Object.keys(mutations?.list ?? {}),
  });
}
