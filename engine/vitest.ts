import { describe, test } from 'vitest';
import { type SuiteOptions, suite } from './hunt/suite.ts';
import type { AnyModel } from './language/model.ts';

export type { SuiteOptions as CheckModelOptions } from './hunt/suite.ts';

/**
 * Registers tests of a model: one for each property and each goal, settled by one exhaustive
 * search; one that every action fires; one hunt; and one for each mutation that is given. A
 * failure tells the counterexample.
 *
 * `checkModel(model, { bounds: { workers: 2 }, mutations, hunt: { runs: 500 } })`
 */
export function checkModel(model: AnyModel, options: SuiteOptions = {}): void {
  describe(model.name, () => {
    for (const { name, run } of suite(model, options)) test(name, run);
  });
}
