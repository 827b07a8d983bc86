import * as z from 'zod';
import { KINDS } from '../engine/mutate/mutant.ts';

const count = z.int().nonnegative();
const bounds = z.record(z.string(), z.int());

const killer = z.strictObject({
  by: z
    .enum(['property', 'goal', 'action', 'error'])
    .describe('violated; no longer reached; no longer run; thrown by the mutant'),
  name: z.string().describe('of the property, goal or action; the message of an error'),
  length: count.nullable().describe('steps of a shortest counterexample, for a property'),
});

const mutant = z.strictObject({
  name: z.string(),
  kind: z.enum(KINDS),
  outcome: z
    .enum(['killed', 'survived', 'equivalent', 'endless', 'undecided', 'mislisted'])
    .describe(
      'equivalent, endless: listed as such, and so it is; mislisted: listed, and it is not so',
    ),
  killer: killer.nullable(),
  sameGraph: z
    .boolean()
    .nullable()
    .describe('for one that survived: as many states and steps as without it, at all bounds'),
  reason: z.string().nullable().describe('why it is listed'),
  cut: z.string().nullable().describe('what ended the search of one that is undecided'),
  bounds: bounds.nullable().describe('where that was found; null for all of them'),
});

const place = z.strictObject({
  bounds,
  states: count,
  steps: count,
  mutants: count.describe('that were tried there'),
  seconds: z.number().describe('that this took'),
  idle: z.array(z.string()).describe('actions that do not run there: of them there are no mutants'),
});

const sweep = z.strictObject({
  protocol: z.string(),
  property: z.string().nullable().describe('the only property that could kill'),
  seconds: z.number(),
  tried: z.array(place),
  mutants: z.array(mutant),
  unknown: z.array(z.string()).describe('listed, and there was no such mutant'),
});

/** What `mutate --json` prints: a public interface, so fields are added and never renamed. */
export const mutateReport = z
  .strictObject({ version: z.string().describe('of lastref'), sweeps: z.array(sweep) })
  .meta({ id: 'lastref-mutate', title: 'What lastref mutate --json prints' });

export type SweepReport = z.infer<typeof sweep>;
export type MutantReport = z.infer<typeof mutant>;
export type Outcome = MutantReport['outcome'];
