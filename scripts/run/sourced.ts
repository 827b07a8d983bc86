import { type How, headline } from '../../engine/report/headline.ts';
import { changesOf, stepText } from '../../engine/report/lanes.ts';
import { clip } from '../../engine/report/show.ts';
import { tell } from '../../engine/report/text.ts';
import { writtenOf } from '../../engine/report/written.ts';
import { instantiate } from '../../engine/system/instantiate.ts';
import type { Bounds, System } from '../../engine/system/system.ts';
import { run } from '../../engine/trace.ts';
import { toMermaid } from '../../traces/mermaid.ts';
import type { TraceFile } from '../../traces/trace-file.ts';
import { placesOf } from '../ci/places.ts';
import { fileSpot, repositoryRoot, spotOf } from '../ci/spots.ts';
import type { Target } from '../load.ts';
import type { Counterexample, Spot } from '../report-of-runs.ts';

/** Longest text of what one step changed. */
const CHANGES = 400;
/** Most steps of a diagram, so that a browser draws it and a reader can follow it. */
const DIAGRAM_STEPS = 40;

/** What only a thread that holds the model can tell for a CI system. */
export interface Sourced {
  readonly model: Spot | null;
  /** Where each property is written: the conjunct that is broken, where one is. */
  readonly properties: readonly PropertySpot[];
  readonly counterexample: Counterexample | null;
}
export type PropertySpot = System['properties'][number] & { readonly spot: Spot | null };

export interface Found {
  readonly trace: TraceFile;
  readonly how: How;
  /** The command that shows it again. */
  readonly replay: string;
}

/** Where everything is written that a run may speak of, and what it found. */
export function sourced(
  target: Target,
  bounds: Bounds,
  mutation: string | null,
  found: Found | null,
): Sourced {
  const { model, mutations } = target;
  const root = repositoryRoot();
  const written = writtenOf(model, mutations, mutation);
  const places = placesOf(written.all);
  const own = (fn: object) => spotOf(places.get(fn) ?? null, root);
  const start = own(written.model) ?? fileSpot(target.file, root);
  const at = (fn: object) => own(fn) ?? start;
  // A system of its own: the one that was searched is watched and may be cut down.
  const system = instantiate(model, { bounds, mutation, mutations });
  const broken = found?.trace.property;
  return {
    model: start,
    properties: system.properties.map(({ name, kind }) => {
      const conjunct = broken?.name === name ? broken.conjunct : null;
      return { name, kind, spot: at(written.property(name, kind, conjunct)) };
    }),
    counterexample: found && counterexample(system, found, (name) => at(written.action(name))),
  };
}

function counterexample(
  system: System,
  { trace, how, replay }: Found,
  spotAt: (action: string) => Spot | null,
): Counterexample | null {
  const { property, loop = null } = trace;
  const steps = trace.steps.slice(0, property.step);
  const done = run(system, steps);
  if (done.refused) return null;
  const finding = { ...property, property: property.name, steps, loop };
  return {
    headline: headline(system, finding, done, how).join('\n'),
    text: tell({ system, finding, how, replay }),
    steps: done.steps.map((step, i) => ({
      name: stepText(step),
      thread: step.thread,
      changes: clip(
        changesOf(system, done.states[i], step, done.states[i + 1]).join(', '),
        CHANGES,
      ),
      spot: spotAt(step.action),
    })),
    loop,
    diagram: toMermaid(system, trace, done, { most: DIAGRAM_STEPS, how }),
  };
}
