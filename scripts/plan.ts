import { totalmem } from 'node:os';
import { messageOf, unknownName } from '../engine/errors.ts';
import type { FieldOrder } from '../engine/prove/orders.ts';
import { resolveBounds } from '../engine/system/bounds.ts';
import type { Bounds } from '../engine/system/system.ts';
import { protocolNames } from '../model/index.ts';
import { COMMAND, quoted } from './io.ts';
import { loadTargets, type Target } from './load.ts';
import type { CheckEngine, CheckJob } from './run/job.ts';

/** The share of the machine's memory that is used if nothing is said. */
const MEMORY_SHARE = 0.75;

/** Bytes for each of several runs at a time. */
export const memoryShare = (asked: number | undefined, threads: number): number =>
  Math.floor((asked ?? totalmem() * MEMORY_SHARE) / threads);

/** What the user asked of `check`. */
export interface Asked {
  readonly names: readonly string[];
  readonly mutation?: string | undefined;
  readonly bounds: Bounds;
  readonly property?: string | undefined;
  readonly trace?: string | undefined;
  readonly maxStates?: number | undefined;
  readonly maxSeconds?: number | undefined;
  readonly engine?: CheckEngine | undefined;
  readonly fieldOrder?: FieldOrder;
  readonly audit?: number | undefined;
  readonly symmetry?: boolean;
  readonly hashCompaction?: boolean;
  readonly checkpoint?: string | undefined;
  readonly checkpointInterval?: number;
  readonly resume?: string | undefined;
}

export interface Planned {
  readonly target: Target;
  readonly job: Omit<CheckJob, 'maxMemory' | 'colour' | 'workers'>;
}

/** Loads everything that was named, or everything there is; what does not load is said. */
export async function loadAll(names: readonly string[]) {
  const targets: Target[] = [];
  const errors: string[] = [];
  for (const name of names.length > 0 ? names : protocolNames()) {
    try {
      targets.push(...(await loadTargets(name)));
    } catch (error) {
      // One protocol that is broken does not keep the others from being checked.
      errors.push(messageOf(error));
    }
  }
  return { targets, errors };
}

/** One run for each target and mutation that is asked for. */
export function plan(targets: readonly Target[], asked: Asked): Planned[] {
  const { mutation } = asked;
  const named = mutation !== undefined && mutation !== 'all' && mutation !== 'none';
  const having = named ? targets.filter((target) => called(target, mutation).length > 0) : targets;
  if (named && having.length === 0 && targets.length > 0) {
    const of = targets.map(({ name }) => name).join(', ');
    throw unknownName('mutation', mutation, targets.flatMap(mutationsOf), ` of ${of}`);
  }
  return having.flatMap((target) => {
    resolveBounds(target.name, target.model.bounds, asked.bounds);
    const all = mutation === 'all' || (mutation === undefined && asked.names.length === 0);
    const runs = named ? called(target, mutation) : all ? [null, ...mutationsOf(target)] : [null];
    return runs.map((each) => ({ target, job: jobOf(target, each, asked) }));
  });
}

/** The mutation of a name, or all those of an id. */
function called({ mutations }: Target, name: string): string[] {
  const list = Object.entries(mutations?.list ?? {});
  const exact = list.filter(([each]) => each === name);
  const found = exact.length > 0 ? exact : list.filter(([, { id }]) => id === name);
  return found.map(([each]) => each);
}

const mutationsOf = ({ mutations }: Target): string[] => Object.keys(mutations?.list ?? {});

function jobOf(target: Target, mutation: string | null, asked: Asked): Planned['job'] {
  const { bounds, property = null } = asked;
  const source = target.file ?? target.name;
  const breaks = mutation === null ? null : (target.mutations?.list[mutation]?.breaks ?? null);
  return {
    kind: 'check',
    source,
    model: target.name,
    mutation,
    bounds,
    property,
    engine: asked.engine ?? 'explore',
    fieldOrder: asked.fieldOrder ?? 'auto',
    audit: asked.audit ?? null,
    symmetry: asked.symmetry ?? true,
    compact: asked.hashCompaction ?? false,
    // What goes on from a checkpoint goes on saving it, too.
    checkpoint: asked.checkpoint ?? asked.resume ?? null,
    checkpointInterval: asked.checkpointInterval ?? 60,
    resume: asked.resume ?? null,
    stopAt: property ?? breaks ?? 'any',
    maxStates: asked.maxStates ?? null,
    maxSeconds: asked.maxSeconds ?? null,
    replay: replayCommand(source, mutation, asked),
  };
}

/** The command that shows a counterexample again: from its file, or by the same search. */
function replayCommand(source: string, mutation: string | null, asked: Asked): string {
  if (asked.trace !== undefined) return `${COMMAND} replay ${quoted(asked.trace)}`;
  return [
    `${COMMAND} check ${quoted(source)}`,
    ...(mutation === null ? [] : [`--mutation ${quoted(mutation)}`]),
    ...boundsOption(asked.bounds),
    ...(asked.property === undefined ? [] : [`--property ${quoted(asked.property)}`]),
    ...(asked.engine === 'prove' ? ['--engine prove'] : []),
  ].join(' ');
}

/** `--bounds` as the user would write it. */
export function boundsOption(bounds: Bounds): string[] {
  const numbers = Object.entries(bounds).map(([name, n]) => `${name}=${n}`);
  return numbers.length > 0 ? [`--bounds ${numbers.join(',')}`] : [];
}
