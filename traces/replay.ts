import { unknownName } from '../engine/errors.ts';
import { type Broken, brokenAlong, lostAfter } from '../engine/explore/broken.ts';
import { flawOf } from '../engine/explore/lasso.ts';
import type { AnyModel } from '../engine/language/model.ts';
import type { Mutations } from '../engine/language/mutation.ts';
import { runCorrect } from '../engine/report/parting.ts';
import { whyStopped } from '../engine/report/refused.ts';
import { claimReads, list, showRead } from '../engine/report/why.ts';
import { instantiate, type Setting } from '../engine/system/instantiate.ts';
import type { System } from '../engine/system/system.ts';
import { findStep, type Run, run } from '../engine/trace.ts';
import { digestOf } from './digest.ts';
import type { TraceFile } from './trace-file.ts';

/** One of the three things that a replay proves. */
export interface Proof {
  readonly name: 'runs' | 'violates' | 'harmless without the mutation';
  readonly ok: boolean;
  /** What was seen; for a failure, what is wrong. */
  readonly detail: string;
}

export interface Replayed {
  readonly ok: boolean;
  readonly proofs: readonly Proof[];
  /** The protocol still has the shape that the trace was recorded for. */
  readonly sameShape: boolean;
  readonly system: System;
}

/**
 * Proves that a recorded trace still runs, that it still violates what it names at the step it
 * names, and that without the mutation it cannot run or does no harm. A trace whose steps or
 * parameters the model does not have at all is refused as bad input.
 */
export function replayTrace(
  file: TraceFile,
  model: AnyModel,
  mutations: Mutations | null,
  watch: Pick<Setting, 'observer'> = {},
): Replayed {
  const { bounds, mutation } = file;
  const system = instantiate(model, { ...watch, bounds, mutation, mutations });
  checkKnown(system, file);
  const done = run(system, file.steps);
  const proofs = [runs(system, done)];
  if (!done.refused) {
    proofs.push(violates(system, file, done));
    if (mutation !== null) proofs.push(harmless(instantiate(model, { ...watch, bounds }), file));
  }
  return {
    ok: proofs.every(({ ok }) => ok),
    proofs,
    sameShape: digestOf(model) === file.digest,
    system,
  };
}

/** Refuses steps and properties that the model does not have. */
export function checkKnown(system: System, file: TraceFile): void {
  for (const [i, step] of file.steps.entries()) {
    if (findStep(system, step)) continue;
    const known = system.steps.filter(({ action }) => action === step.action);
    const where = ` at steps[${i}] of a trace of ${file.protocol}`;
    if (known.length === 0) {
      const names = [...new Set(system.steps.map(({ action }) => action))];
      throw unknownName('action', step.action, names, where);
    }
    const values = Object.values(step.params).join(', ');
    const names = known.map(({ name }) => name);
    throw unknownName('step', `${step.action}(${values})`, names, where);
  }
  const { name } = file.property;
  const names = system.properties.map((property) => property.name);
  if (!names.includes(name)) throw unknownName('property', name, names, ` of ${file.protocol}`);
}

function runs(system: System, done: Run): Proof {
  const why = whyStopped(system, done);
  const detail = why ?? `all ${done.steps.length} steps run`;
  return { name: 'runs', ok: why === null, detail };
}

function violates(system: System, { property, loop }: TraceFile, done: Run): Proof {
  const { name, conjunct, kind, params } = property;
  const found = (
    kind === 'recoverable' ? [lostAfter(system, done, name)] : brokenAlong(system, done, loop)
  ).filter((broken) => broken !== null && broken.property === name);
  const same = (broken: Broken | null) =>
    broken !== null &&
    broken.step === property.step &&
    (kind === 'deadlock' || (broken.conjunct === conjunct && sameIds(broken.params, params)));
  if (found.some(same)) {
    return { name: 'violates', ok: true, detail: `${name} is broken at step ${property.step}` };
  }
  const [other] = found;
  const detail = other
    ? `${nameOf(other)} is broken at step ${other.step}, where the file says ` +
      `${nameOf({ property: name, conjunct, params })} at step ${property.step}`
    : `${name} holds${whyHolds(system, property, done)}${whyNotOwed(system, loop, done)}`;
  return { name: 'violates', ok: false, detail };
}

function whyHolds(system: System, property: TraceFile['property'], done: Run): string {
  const state = done.states[property.step];
  const claim = system.always.find(
    (each) =>
      each.property === property.name &&
      each.conjunct === property.conjunct &&
      sameIds(each.params, property.params),
  );
  const reads = claim && state ? claimReads(claim, state) : [];
  return reads.length > 0 ? ` at step ${property.step}: ${list(reads.map(showRead))}` : '';
}

/** Why a run with a loop breaks no `leadsTo` property. */
function whyNotOwed(system: System, loop: number | undefined, done: Run): string {
  if (loop === undefined || done.refused) return '';
  return `: ${flawOf(system, done, loop) ?? 'what is owed comes'}`;
}

/** On the model as it should be, the trace is refused somewhere or breaks nothing. */
function harmless(correct: System, { property, loop, steps }: TraceFile): Proof {
  const name = 'harmless without the mutation';
  const finding = { ...property, property: property.name, loop: loop ?? null };
  const { done, breaks, flaw } = runCorrect(correct, finding, steps);
  if (breaks) {
    const detail = `the unmutated model breaks ${nameOf(breaks)} too, at step ${breaks.step}`;
    return { name, ok: false, detail };
  }
  const why = done.refused || loop === undefined ? '' : `: ${flaw ?? 'what is owed comes'}`;
  return {
    name,
    ok: true,
    detail: whyStopped(correct, done) ?? `it runs and breaks nothing${why}`,
  };
}

type Ids = Readonly<Record<string, unknown>>;

const sameIds = (a: Ids, b: Ids): boolean =>
  Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]);

function nameOf(part: {
  readonly property: string;
  readonly conjunct: string | null;
  readonly params: Ids;
}): string {
  const ids = Object.values(part.params).join(', ');
  const name = part.conjunct === null ? part.property : `${part.property}/${part.conjunct}`;
  return ids === '' ? name : `${name} for ${ids}`;
}
