import type { AnyModel } from '../../engine/language/model.ts';
import type { Mutations } from '../../engine/language/mutation.ts';
import type { Finding } from '../../engine/report/claim-of.ts';
import { type Explanation, explain } from '../../engine/report/explain.ts';
import { fairnessText } from '../../engine/report/for-ever.ts';
import { type How, headline } from '../../engine/report/headline.ts';
import { changesOf, stepText } from '../../engine/report/lanes.ts';
import { isTree } from '../../engine/report/reads.ts';
import { labelPath } from '../../engine/report/show.ts';
import type { Seen, StepRef } from '../../engine/report/writers.ts';
import { instantiate } from '../../engine/system/instantiate.ts';
import type { System } from '../../engine/system/system.ts';
import type { Run } from '../../engine/trace.ts';
import { cards } from './cards.ts';
import { choicesOf } from './choices.ts';
import type { FindingData, ReadOf, Walk, WalkStep } from './data.ts';
import { lightsOf } from './lights.ts';
import { plain } from './plain.ts';

/** What a run is shown with. */
export interface Shown {
  readonly model: AnyModel;
  readonly mutations: Mutations | null;
  readonly system: System;
  readonly run: Run;
  /** What it breaks, if it is a counterexample. */
  readonly finding: Finding | null;
  /** After how many steps, where the run goes on after that. */
  readonly brokenAt?: number;
  readonly how: How;
  readonly loop: number | null;
  readonly facts: Walk['facts'];
}

/** A run as the viewer is handed it. */
export function walkOf(shown: Shown): Walk {
  const { model, mutations, system, run, loop, facts } = shown;
  const { title = null } = model.definition as { readonly title?: string };
  const { mutation } = system;
  const { initial } = system;
  return {
    protocol: system.model,
    title,
    mutation,
    bounds: { ...system.bounds },
    source: (mutation !== null && mutations?.list[mutation]?.source) || null,
    fairness: fairnessText(system.fairness),
    threads: system.threads.map((thread) => ({
      id: thread.id,
      at: labelPath(initial, thread).startsWith(`${thread.field}.${thread.id}.`)
        ? [thread.field, thread.id, 'at']
        : [thread.field, thread.id],
      homes: [...thread.homes],
    })),
    initial: plain(initial) as Record<string, unknown>,
    steps: stepsOf(system, run),
    loop,
    cards: cards(model, system, run.states),
    lights: lightsOf(system, run),
    ...choicesOf(system, run.states),
    finding: findingOf(shown),
    facts,
  };
}

function stepsOf(system: System, { states, steps }: Run): WalkStep[] {
  return steps.map((step, i) => {
    const [before, after] = [states[i] ?? system.initial, states[i + 1] ?? system.initial];
    return {
      action: step.action,
      params: { ...step.params },
      name: stepText(step),
      thread: step.thread,
      changes: changesOf(system, before, step, after),
      diff: changed(before, after),
    };
  });
}

/** What a step changed, by keys: a key may hold a dot, so that a path is no text. */
export function changed(before: unknown, after: unknown, path: string[] = []): WalkStep['diff'] {
  if (before === after) return [];
  if (isTree(before) && isTree(after)) {
    return Object.keys(after).flatMap((key) => changed(before[key], after[key], [...path, key]));
  }
  const value = plain(after);
  return JSON.stringify(plain(before)) === JSON.stringify(value) ? [] : [[path, value]];
}

function findingOf({ model, system, finding, how, ...shown }: Shown): FindingData | null {
  if (!finding) return null;
  const { brokenAt = shown.run.steps.length } = shown;
  const steps = shown.run.steps.slice(0, brokenAt);
  const run: Run = { steps, states: shown.run.states.slice(0, brokenAt + 1), refused: null };
  const correct = system.mutation === null ? null : instantiate(model, { bounds: system.bounds });
  const why = explain(system, finding, steps, correct);
  const { property, kind, conjunct, params } = finding;
  return {
    property,
    kind,
    conjunct,
    ids: { ...params },
    step: steps.length,
    headline: headline(system, finding, run, how),
    owed: why.cause?.kind === 'leadsTo' ? why.cause.since : null,
    view: viewOf(why).map(({ path, value }) => ({ path, value: plain(value) })),
    reads: readsOf(why).map(readOf),
    parting: partingOf(why),
  };
}

const viewOf = ({ cause }: Explanation) =>
  (cause?.kind === 'always' || cause?.kind === 'recoverable' ? cause.view : null) ?? [];

/** The fields that say that it is broken. */
function readsOf({ cause }: Explanation): readonly Seen[] {
  switch (cause?.kind) {
    case 'always':
    case 'recoverable':
      return cause.reads;
    case 'step':
      return cause.after;
    case 'leadsTo':
      return cause.unanswered.reads;
    case 'deadlock':
      return cause.threads.flatMap(({ steps }) => steps.flatMap(({ reads }) => reads.slice(-1)));
    case undefined:
      return [];
  }
}

const readOf = ({ path, value, writer, items }: Seen): ReadOf => ({
  path,
  value: plain(value),
  writer: writer && refOf(writer),
  ...(items && {
    items: items.map((item) => ({
      value: plain(item.value),
      writer: item.writer && refOf(item.writer),
    })),
  }),
});

const refOf = ({ step, name, thread }: StepRef) => ({ step, name, thread });

function partingOf({ parting }: Explanation): FindingData['parting'] {
  if (!parting) return null;
  const { at, step, fields, refused } = parting;
  return {
    at,
    step: step && refOf(step),
    fields: fields.map(({ path, mutated, correct }) => ({
      path,
      mutated: plain(mutated),
      correct: plain(correct),
    })),
    refused: refused && { step: refused.step, name: refused.name, text: refused.text },
  };
}
