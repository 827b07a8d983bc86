import type { Witness } from '../explore/verdict.ts';
import type { AnyModel } from '../language/model.ts';
import type { Mutations } from '../language/mutation.ts';
import { instantiate } from '../system/instantiate.ts';
import type { Trace } from '../trace.ts';
import { requireModel, requireRun, walkOf } from './read.ts';
import { type Terrain, terrainOf } from './walk.ts';

export interface JudgeOptions {
  /** The property to judge; by default any that one run can violate. */
  readonly property?: string;
  /** Where the mutation that a trace names is found. */
  readonly mutations?: Mutations;
}

/**
 * The first violation on a trace of an `always` or `step` property, or a deadlock at its end; null
 * if there is none. The steps of what it returns end where the violation happens.
 */
export function judge(model: AnyModel, trace: Trace, options: JudgeOptions = {}): Witness | null {
  requireModel(model.name, trace);
  const terrain = terrainFor(model, trace, options);
  requireRun(terrain.system, trace);
  return walkOf(terrain, trace).violation;
}

const terrains = new WeakMap<AnyModel | Mutations, Map<string, Terrain>>();

/** One terrain for all traces of a test: making one for each would cost more than judging. */
function terrainFor(model: AnyModel, { bounds, mutation }: Trace, options: JudgeOptions): Terrain {
  const { property = 'any', mutations } = options;
  const setting = { bounds, mutation, ...(mutations && { mutations }) };
  const owner = mutations ?? model;
  const known = terrains.get(owner) ?? new Map<string, Terrain>();
  terrains.set(owner, known);
  const key = JSON.stringify([property, mutation, Object.entries(bounds).sort()]);
  const terrain = known.get(key) ?? terrainOf(instantiate(model, setting), property);
  known.set(key, terrain);
  return terrain;
}
