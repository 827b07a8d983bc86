import type { Verdict } from '../explore/verdict.ts';
import type { AnyModel } from '../language/model.ts';
import { instantiate, type Setting } from '../system/instantiate.ts';
import type { System } from '../system/system.ts';
import type { ProveOptions } from './options.ts';
import { Proof } from './proof.ts';

export type ProveSettings = Setting & Omit<ProveOptions, 'smaller' | 'interrupted'>;

/**
 * Proves a model by the symbolic engine: every state at once, as decision diagrams. For models with
 * more states than `check` can visit one by one; `leadsTo` it leaves unknown.
 * @throws InputError for a model that is no model, or that `options` do not fit
 */
export function prove(model: AnyModel, options: ProveSettings = {}): Verdict {
  const system = instantiate(model, options);
  const { bounds, mutation } = system;
  const setting = { ...options, bounds, mutation };
  const smaller = (most: number) => smallerOf(model, setting, most);
  return new Proof(system, { ...options, smaller }).run();
}

/** The same model with no bound above `most`, where it can be; null where that is no other one. */
export function smallerOf(model: AnyModel, setting: Setting, most: number): System | null {
  const { bounds = {} } = setting;
  const declared = Object.entries(model.bounds);
  const fewer = Object.fromEntries(
    declared.map(([name, { min, initial, sort }]) => {
      const n = bounds[name] ?? initial;
      return [name, sort ? Math.max(min, Math.min(n, most)) : n];
    }),
  );
  if (declared.every(([name, { initial }]) => fewer[name] === (bounds[name] ?? initial)))
    return null;
  try {
    return instantiate(model, { ...setting, bounds: fewer });
  } catch {
    // Bounds may have to do with each other: then there is no smaller one.
    return null;
  }
}
