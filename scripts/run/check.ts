import { searchOf } from '../../engine/explore/check.ts';
import type { Engine } from '../../engine/explore/engines.ts';
import { PackedSearch } from '../../engine/explore/packed/packed-search.ts';
import type { Snapshot } from '../../engine/explore/packed/snapshot.ts';
import { type Verdict, violation, type Witness } from '../../engine/explore/verdict.ts';
import { paintFor } from '../../engine/report/paint.ts';
import { tell } from '../../engine/report/text.ts';
import { instantiate } from '../../engine/system/instantiate.ts';
import { only } from '../../engine/system/only.ts';
import type { System } from '../../engine/system/system.ts';
import { recordTrace } from '../../traces/record.ts';
import type { TraceFile } from '../../traces/trace-file.ts';
import type { Target } from '../load.ts';
import { VERSION } from '../package.ts';
import { Checkpoints } from './checkpoint.ts';
import type { Checked, CheckJob, Outline } from './job.ts';
import { MemoryBudget } from './memory.ts';
import { outlineOf } from './outline.ts';
import { proofOf, symbolicFigures } from './prove.ts';
import type { Pulse } from './pulse.ts';
import { sourced } from './sourced.ts';

/** How long a slice of the search is, in milliseconds: how late a stop is at most. */
const SLICE = 50;

/** Runs one exhaustive search to its end, or to where a budget or the user ends it. */
export function check(
  job: CheckJob,
  target: Target,
  pulse: Pulse,
  ready: (outline: Outline) => void,
  resume: Snapshot | null,
): Checked {
  const { mutations, model } = target;
  const { mutation, bounds } = job;
  const whole = instantiate(model, { bounds, mutation, mutations, observer: pulse });
  const system = job.property === null ? whole : only(whole, job.property);
  pulse.end();
  ready(outlineOf(system));
  const before = process.memoryUsage().heapUsed;
  const { verdict, saved, chosen } = decided(system, target, job, pulse, resume);
  const heap = Math.max(0, process.memoryUsage().heapUsed - before);
  const bytesPerState = verdict.details?.bytesPerState ?? heap / verdict.states;
  const witness = witnessOf(verdict, job.stopAt);
  const trace = witness && traceOf(system, target, verdict, witness);
  return {
    kind: 'check',
    cut: verdict.cut,
    saved,
    text: witness && explain(system, target, witness, job),
    sourced: job.ci ? sourcedOf(system, target, trace, job) : null,
    report: {
      ...figures(verdict, bytesPerState, pulse),
      chosen,
      fairness: system.fairness.map(({ name, kind }) => ({ name, kind })),
      trace,
    },
  };
}

/** Runs the engine that was asked for, or the one that fits. */
function decided(
  system: System,
  target: Target,
  job: CheckJob,
  pulse: Pulse,
  resume: Snapshot | null,
) {
  const explore = (engine: Engine, maxStates = job.maxStates) =>
    search(system, { ...job, maxStates }, engine, pulse, resume);
  const { engine } = job;
  if (engine === 'prove') return { verdict: proofOf(system, target, job, pulse), ...NOTHING };
  if (engine !== 'auto') return { ...explore(engine), chosen: null };
  if (!isForProof(system, job)) return { ...explore('explore'), chosen: null };
  const first = explore('explore', MANY);
  const { cut } = first.verdict;
  if (cut !== 'max-states' && cut !== 'max-memory') return { ...first, chosen: null };
  const many = first.verdict.states.toLocaleString('en');
  const verdict = proofOf(system, target, job, pulse, BRIEF);
  if (verdict.cut !== 'max-cases' && verdict.cut !== 'max-memory') {
    const chosen = `prove: explore had ${many} states, and no end in sight`;
    return { verdict, saved: null, chosen };
  }
  const chosen = `explore: there are more than ${many} states, but prove did not get far`;
  return { ...(cut === 'max-memory' ? first : explore('explore')), chosen };
}

const NOTHING = { saved: null, chosen: null };

/** States from which on the symbolic engine is tried where none was asked for. */
const MANY = 20_000_000;

/** How far it goes then: if that is not enough, visiting states is likely to be faster. */
const BRIEF = { maxWork: 2400, caseLimit: 20_000 };

/** Whether the symbolic engine can answer all that is asked. */
const isForProof = (system: System, job: CheckJob): boolean =>
  system.leadsTo.length === 0 &&
  !job.compact &&
  job.checkpoint === null &&
  job.resume === null &&
  job.audit === null &&
  (job.maxStates === null || job.maxStates > MANY);

function search(
  system: System,
  job: CheckJob,
  engine: Engine,
  pulse: Pulse,
  resume: Snapshot | null,
) {
  const { workers, symmetry, audit, stopAt, maxStates, maxSeconds, maxMemory } = job;
  const search = searchOf(system, {
    engine,
    workers,
    symmetry,
    compact: job.compact,
    stopAt,
    interrupted: () => (pulse.stopped ? 'interrupted' : null),
    ...(resume !== null && { resume }),
    ...(audit !== null && { audit }),
    ...(maxStates !== null && { maxStates }),
    ...(maxSeconds !== null && { maxSeconds }),
  });
  const memory = new MemoryBudget(maxMemory);
  const checkpoints = new Checkpoints(job.checkpoint, job.checkpointInterval * 1000);
  while (!search.advance(SLICE)) {
    if (search instanceof PackedSearch) checkpoints.between(search);
    const { states, steps, depth, queue } = search;
    const heap = process.memoryUsage().heapUsed + search.bytes;
    pulse.show({ states, steps, depth, queue, heap });
    if (pulse.stopped) search.stop('interrupted');
    else if (memory.isSpent(search.bytes)) search.stop('max-memory');
  }
  const verdict = search.verdict();
  if (search instanceof PackedSearch) checkpoints.end(search, verdict.cut);
  return { verdict, saved: checkpoints.saved };
}

function figures(verdict: Verdict, bytesPerState: number, pulse: Pulse) {
  const { details } = verdict;
  return {
    protocol: verdict.model,
    mutation: verdict.mutation,
    bounds: { ...verdict.bounds },
    engine: verdict.engine,
    workers: details?.workers ?? 1,
    symmetry: details?.symmetry ?? false,
    complete: verdict.complete,
    states: verdict.states,
    steps: verdict.steps,
    depth: verdict.depth,
    seconds: Math.round(verdict.seconds * 1000) / 1000,
    modelCalls: pulse.calls - (details?.auditCalls ?? 0),
    bytesPerState: Math.round(bytesPerState * 10) / 10,
    widest: details?.widest ?? null,
    readWhole: [...(details?.readWhole ?? [])],
    rerun: [...(details?.rerun ?? [])],
    audited: details?.audited ?? 0,
    auditCalls: details?.auditCalls ?? 0,
    missProbability: details?.missProbability ?? null,
    symbolic: symbolicFigures(verdict),
    properties: verdict.properties.map(({ name, kind, verdict: of }) => ({
      name,
      kind,
      verdict: of,
    })),
    actions: verdict.actions.map((counts) => ({ ...counts })),
  };
}

/** The violation to show: the one that was asked for, if it is there. */
const witnessOf = (verdict: Verdict, asked: string): Witness | null =>
  verdict.properties.find(({ name, verdict: of }) => name === asked && of === 'violated')
    ?.witness ?? violation(verdict);

function traceOf(system: System, target: Target, { engine, states }: Verdict, witness: Witness) {
  const found = { engine, version: VERSION, states };
  return recordTrace(system, witness, { ...target, found });
}

function sourcedOf(system: System, target: Target, trace: TraceFile | null, job: CheckJob) {
  const found = trace && ({ trace, how: 'shortest', replay: job.replay } as const);
  return sourced(target, system.bounds, system.mutation, found);
}

function explain(system: System, target: Target, finding: Witness, job: CheckJob): string {
  // Told of a system of its own: this one is watched and cut down to one property.
  const { bounds, mutation } = system;
  const plain = instantiate(target.model, { bounds, mutation, mutations: target.mutations });
  const paint = paintFor({ isTTY: job.colour }, {});
  return tell({ system: plain, finding, how: 'shortest', replay: job.replay, paint });
}
