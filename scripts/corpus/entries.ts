import { InputError } from '../../engine/errors.ts';
import type { Source } from '../../engine/language/mutation.ts';
import { instantiate } from '../../engine/system/instantiate.ts';
import type { System } from '../../engine/system/system.ts';
import { protocolNames } from '../../model/index.ts';
import type { TraceFile } from '../../traces/trace-file.ts';
import { readRecorded } from '../expected.ts';
import { loadTargets, type Target } from '../load.ts';

/** A fault of a shipped protocol, with its recorded counterexample. */
export interface Entry {
  readonly protocol: string;
  readonly mutation: string;
  /** Its scenario; null for a fault that no source numbers. */
  readonly id: string | null;
  readonly source: Source | null;
  readonly breaks: string;
  /** Whether one run can show it, so that it can be hunted. */
  readonly isSafety: boolean;
  readonly trace: TraceFile;
  readonly target: Target;
  readonly system: System;
}

/** Every fault of every shipped protocol, by protocol and then as they are listed there. */
export async function entries(): Promise<Entry[]> {
  const targets = await Promise.all(protocolNames().map((name) => loadTargets(name)));
  return targets.flat().flatMap(entriesOf);
}

function entriesOf(target: Target): Entry[] {
  const { model, mutations, name } = target;
  return Object.entries(mutations?.list ?? {}).map(([mutation, { id, source, breaks }]) => {
    const trace = readRecorded(name, mutation);
    if (!trace) {
      throw new InputError(`no counterexample is recorded of ${name} + "${mutation}"`, {
        fix: `record it: lastref check ${name} --update`,
      });
    }
    const system = instantiate(model, { bounds: trace.bounds, mutation, mutations });
    const kind = system.properties.find((property) => property.name === breaks)?.kind;
    return {
      protocol: name,
      mutation,
      id: id ?? null,
      source: source ?? null,
      breaks,
      isSafety: kind === 'always' || kind === 'step' || kind === 'deadlock',
      trace,
      target,
      system,
    };
  });
}
