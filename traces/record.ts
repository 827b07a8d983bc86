import type { Witness } from '../engine/explore/verdict.ts';
import type { AnyModel } from '../engine/language/model.ts';
import type { Mutations, Source } from '../engine/language/mutation.ts';
import type { System } from '../engine/system/system.ts';
import { traceOf } from '../engine/trace.ts';
import { digestOf } from './digest.ts';
import type { TraceFile } from './trace-file.ts';

/** Where a counterexample comes from. */
export interface Origin {
  readonly model: AnyModel;
  readonly mutations: Mutations | null;
  /** The model file, for a model that is not shipped. */
  readonly file: string | null;
  readonly found: TraceFile['found'];
}

/** A violation as the content of a trace file. */
export function recordTrace(system: System, witness: Witness, origin: Origin): TraceFile {
  const { property: name, kind, conjunct, params, steps, loop } = witness;
  if (kind === 'reachable') throw new Error(`${name} is a goal: reaching it violates nothing`);
  const trace = traceOf(system, steps);
  return {
    format: 'lastref-trace',
    version: 1,
    protocol: trace.model,
    ...(origin.file !== null && { file: origin.file }),
    digest: digestOf(origin.model),
    bounds: { ...trace.bounds },
    mutation: trace.mutation,
    steps: trace.steps.map(({ action, params }) => ({ action, params: { ...params } })),
    property: { name, kind, conjunct, params: { ...params }, step: steps.length },
    ...(loop !== null && { loop }),
    found: origin.found,
    source: sourceOf(origin.mutations, trace.mutation),
  };
}

function sourceOf(mutations: Mutations | null, mutation: string | null): Source | null {
  if (!mutations || mutation === null) return null;
  return mutations.list[mutation]?.source ?? null;
}
