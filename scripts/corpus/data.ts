import * as z from 'zod';
import { InputError } from '../../engine/errors.ts';
import { readText } from '../../traces/parse.ts';
import { writeWhole } from '../../traces/write.ts';
import { packageFile } from '../package.ts';

const PATH = 'docs/corpus.json';

const count = z.int().nonnegative();
const measured = z.strictObject({
  protocol: z.string().min(1),
  mutation: z.string().min(1),
  /** How long the exhaustive search took, as a class: times of one machine are no promise. */
  time: z.string().min(1),
  /** Hunts of different seeds; null for a fault that no single run shows. */
  hunts: z
    .strictObject({
      of: count,
      found: count,
      /** Those that shrank to the length of a shortest counterexample. */
      equal: count,
      /** Runs until it was found, the middle one of all hunts that did. */
      runs: count.nullable(),
    })
    .nullable(),
});

/** What was measured of one fault. */
export type Measured = z.infer<typeof measured>;

/** What was measured last; see `measure.ts`. */
export function readMeasured(): Measured[] {
  const result = z.array(measured).safeParse(JSON.parse(readText(packageFile(PATH))));
  if (result.success) return result.data;
  throw new InputError(`${PATH}: ${z.prettifyError(result.error)}`, {
    fix: 'measure again: npm run corpus -- --measure',
  });
}

export function writeMeasured(all: readonly Measured[]): void {
  const lines = all.map((each) => `  ${JSON.stringify(each)}`);
  writeWhole(packageFile(PATH), `[\n${lines.join(',\n')}\n]\n`);
}
