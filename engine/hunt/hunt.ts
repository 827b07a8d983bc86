import * as fc from 'fast-check';
import type { ActionCount, Witness } from '../explore/verdict.ts';
import type { AnyModel } from '../language/model.ts';
import { instantiate, type Setting } from '../system/instantiate.ts';
import type { Bounds, System } from '../system/system.ts';
import { type Trace, traceOf } from '../trace.ts';
import { requireRun, walkOf } from './read.ts';
import { Tally } from './tally.ts';
import { MAX_STEPS, TraceArbitrary } from './traces.ts';
import { Trodden } from './trodden.ts';
import { type Terrain, terrainOf } from './walk.ts';

/** The seed of a hunt that names none: the same hunt each time, until another is asked for. */
export const SEED = 1;
export const RUNS = 1000;

export interface HuntOptions extends Setting {
  /** The property to break; by default any that one run can. */
  readonly property?: string;
  readonly seed?: number;
  /** With the seed, makes one run of an earlier hunt again, and reports nothing else. */
  readonly path?: string;
  readonly runs?: number;
  readonly maxSteps?: number;
  /** Traces to try first: recorded ones, which are shrunk like those that the hunt makes. */
  readonly examples?: readonly Trace[];
}

/** What a hunt found, as data. */
export interface HuntResult {
  readonly model: string;
  readonly mutation: string | null;
  readonly bounds: Bounds;
  readonly engine: 'hunt';
  /** The violation, shrunk; its steps end where it happens. */
  readonly found: Witness | null;
  readonly seed: number;
  /** With the seed and the same options, makes the violation again. */
  readonly path: string | null;
  /** Runs made, the one that found the violation included. */
  readonly runs: number;
  readonly shrinks: number;
  readonly maxSteps: number;
  readonly seconds: number;
  /** Distinct states on the random runs; the states that shrinking passes are not counted. */
  readonly states: number;
  readonly steps: number;
  readonly actions: readonly ActionCount[];
}

/**
 * Runs a model at random until a property is violated, and shrinks the run that did it. Hunts
 * `always`, `step` and `deadlock`, at bounds that no exhaustive search reaches; that nothing was
 * found proves nothing. `recoverable` and `reachable` speak of all runs, `leadsTo` of runs that
 * never end: they are `check`'s.
 */
export function hunt(model: AnyModel, options: HuntOptions = {}): HuntResult {
  const start = performance.now();
  const terrain = terrainFor(model, options);
  const { system } = terrain;
  const { seed = SEED, maxSteps = MAX_STEPS } = options;
  const tally = new Tally(terrain);
  const trodden = new Trodden(terrain);
  remember(new TraceArbitrary(terrain, maxSteps, () => {}, trodden), seed, options);
  const arbitrary = new TraceArbitrary(terrain, maxSteps, (stroll) => tally.add(stroll), trodden);
  const property = fc.property(arbitrary, (trace) => arbitrary.walk(trace).violation === null);
  const details = fc.check(property, parameters(system, seed, options));
  // Run once more, from its names alone.
  const [trace] = details.counterexample ?? [];
  return {
    model: system.model,
    mutation: system.mutation,
    bounds: system.bounds,
    engine: 'hunt',
    found: trace ? walkOf(terrain, trace).violation : null,
    seed,
    path: details.counterexamplePath,
    runs: details.numRuns,
    shrinks: details.numShrinks,
    maxSteps,
    seconds: (performance.now() - start) / 1000,
    ...tally.counts(),
  };
}

let last: { readonly key: readonly unknown[]; readonly terrain: Terrain } | null = null;

/**
 * The terrain of the hunt before, if it was of the same model in the same setting: hunts often
 * differ in their seed only, and what is known of states saves calls and changes no answer.
 */
function terrainFor(model: AnyModel, options: HuntOptions): Terrain {
  const { bounds = {}, mutation = null, mutations, observer, property = 'any' } = options;
  const at = JSON.stringify(Object.entries(bounds).sort());
  const key = [model, at, mutation, mutations, observer, property];
  if (last && key.every((part, i) => part === last?.key[i])) return last.terrain;
  last = { key, terrain: terrainOf(instantiate(model, options), property) };
  return last.terrain;
}

/**
 * Makes the runs before the one that a path begins with again: what they did is part of how that
 * one is made. The path counts examples too, and those are no runs.
 */
function remember(arbitrary: TraceArbitrary, seed: number, { path, examples }: HuntOptions): void {
  const run = Number(path?.split(':')[0] ?? 0);
  const before = run - (examples?.length ?? 0);
  if (before > 0) fc.sample(arbitrary, { seed, numRuns: before });
}

function parameters(system: System, seed: number, options: HuntOptions): fc.Parameters<[Trace]> {
  const { runs = RUNS, path, examples = [] } = options;
  return {
    seed,
    numRuns: runs,
    // By name, so that a trace of smaller bounds or of another mutation may be tried too.
    examples: examples.map((trace): [Trace] => [traceOf(system, requireRun(system, trace).steps)]),
    // A path is followed to its end and no further: it was shrunk when it was written down.
    ...(path !== undefined && { path, endOnFailure: true }),
  };
}
