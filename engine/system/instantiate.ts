import { InputError, messageOf, unknownName } from '../errors.ts';
import type { AnyModel } from '../language/model.ts';
import type { Mutations } from '../language/mutation.ts';
import { resolveBounds, sortCounts, symmetricSorts } from './bounds.ts';
import { claimsOf, propertiesOf } from './claims.ts';
import { fairnessOf } from './fairness.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type Actions, type AnyMutation, mutate } from './mutate.ts';
import { type Observer, observed } from './observed.ts';
import { product } from './product.ts';
import { StepRunner } from './run-step.ts';
import { sealTree } from './shape.ts';
import { type Bounds, labelOf, type State, type Step, type System, type Thread } from './system.ts';
import { validateModel } from './validate.ts';

export interface Setting {
  /** A number for each bound that is not at its default. */
  readonly bounds?: Bounds;
  /** The name of a mutation in `mutations`. */
  readonly mutation?: string | null;
  readonly mutations?: Mutations | null;
  /** Told of every call into the model. */
  readonly observer?: Observer;
}

/** A model at given bounds, with one of its mutations or without. */
export function instantiate(model: AnyModel, setting: Setting = {}): System {
  validateModel(model);
  const mutation = findMutation(model, setting);
  const bounds = resolveBounds(model.name, model.bounds, {
    ...mutation?.body.bounds,
    ...setting.bounds,
  } as Bounds);
  const counts = sortCounts(model.bounds, bounds);
  const plain = (model.definition as { actions: Actions }).actions;
  const actions = mutation ? mutate(plain, mutation.name, mutation.body) : plain;
  const initial = initialState(model, bounds);
  const steps = stepsOf(existing(model, actions, bounds), counts, initial);
  const threads = threadsOf(actions, initial);
  const runner = new StepRunner(labelsOf(actions, threads));
  const claims = claimsOf(model, counts, threads);
  const system: System = {
    model: model.name,
    fingerprint: () =>
      fingerprintOf(model.definition, bounds, mutation?.name ?? null, mutation?.body ?? null),
    bounds,
    mutation: mutation?.name ?? null,
    initial,
    steps,
    threads,
    sorts: symmetricSorts(model.bounds, bounds),
    ...claims,
    fairness: fairnessOf(steps, threads),
    properties: propertiesOf(model, claims),
    candidates: candidateIndex(steps, threads),
    enabled: (step, state) => runner.enabled(step, state),
    apply: (step, state) => runner.apply(step, state),
    rehearse: (step, standIn) => runner.rehearse(step, standIn),
  };
  return setting.observer ? observed(system, setting.observer) : system;
}

function findMutation(model: AnyModel, { mutation, mutations }: Setting) {
  if (mutation === undefined || mutation === null) return null;
  const list = (mutations?.list ?? {}) as unknown as Readonly<Record<string, AnyMutation>>;
  const body = Object.hasOwn(list, mutation) ? list[mutation] : undefined;
  if (!body) throw unknownName('mutation', mutation, Object.keys(list), ` of ${model.name}`);
  return { name: mutation, body };
}

function initialState(model: AnyModel, bounds: Bounds): State {
  const values = Object.fromEntries(
    Object.entries(model.bounds).map(([name, bound]) => [name, bound.read(bounds[name] ?? 0)]),
  );
  let initial: State;
  try {
    initial = (model.definition as { init: (values: object) => State }).init(values);
  } catch (error) {
    throw new InputError(`init of ${model.name} threw: ${messageOf(error)}`);
  }
  sealTree(initial, '', `init of ${model.name}`);
  return initial;
}

/** The actions that no bound switches off. */
function existing(model: AnyModel, actions: Actions, bounds: Bounds): Actions {
  const entries = Object.entries(actions).filter(([name, { needs }]) => {
    if (needs === undefined) return true;
    if (Object.hasOwn(bounds, needs)) return bounds[needs] !== 0;
    throw unknownName('bound', needs, Object.keys(bounds), ` that ${name} of ${model.name} needs`);
  });
  return Object.fromEntries(entries);
}

function stepsOf(actions: Actions, counts: Parameters<typeof product>[1], initial: State): Step[] {
  const steps: Step[] = [];
  for (const [action, body] of Object.entries(actions)) {
    for (const params of product(body.params ?? {}, counts)) {
      const thread = body.point ? String(params[body.point.field]) : null;
      // An id that the initial state leaves out is at no label.
      if (body.point && labelOf(initial, body.point.field, thread ?? '') === undefined) continue;
      const name = `${action}(${Object.values(params).join(', ')})`;
      steps.push({ index: steps.length, action, params, name, thread, body });
    }
  }
  return steps;
}

function threadsOf(actions: Actions, initial: State): Thread[] {
  const points = Object.values(actions).flatMap(({ point }) => (point ? [point] : []));
  return [...new Set(points.map(({ field }) => field))].flatMap((field) => {
    const own = points.filter((point) => point.field === field);
    const sleepsAt = new Set(own.filter(({ sleeps }) => sleeps).map(({ label }) => label));
    return Object.keys(initial[field] ?? {}).map((id) => ({
      field,
      id,
      homes: new Set([labelOf(initial, field, id) ?? '', ...own.flatMap(({ rests }) => rests)]),
      sleepsAt,
      atomic: own.find(({ atomic }) => atomic)?.atomic ?? null,
    }));
  });
}

/** For each thread table, every label that some step starts at or some thread may rest at. */
function labelsOf(actions: Actions, threads: readonly Thread[]): Map<string, Set<string>> {
  const labels = new Map<string, Set<string>>();
  for (const { field, homes } of threads) {
    labels.set(field, new Set([...(labels.get(field) ?? []), ...homes]));
  }
  for (const { point } of Object.values(actions)) {
    if (point) labels.get(point.field)?.add(point.label);
  }
  return labels;
}

/** Looks up, for a state, the steps of no thread and then each thread's steps at its label. */
function candidateIndex(steps: readonly Step[], threads: readonly Thread[]) {
  const free = steps.filter(({ thread }) => thread === null);
  const byThread = threads.map(({ field, id }) => {
    const byLabel = new Map<string, Step[]>();
    for (const step of steps) {
      const { point } = step.body;
      if (point?.field !== field || step.thread !== id) continue;
      byLabel.set(point.label, [...(byLabel.get(point.label) ?? []), step]);
    }
    return { field, id, byLabel };
  });
  return (state: State): readonly Step[] => {
    const found = [...free];
    for (const { field, id, byLabel } of byThread) {
      const here = byLabel.get(labelOf(state, field, id) ?? '');
      if (here) found.push(...here);
    }
    return found;
  };
}
