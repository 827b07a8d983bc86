import * as z from 'zod';
import { traceFile } from '../traces/trace-file.ts';

const count = z.int().nonnegative();
/** Exact up to 2^53; above that the nearest number. */
const large = z.number().nonnegative();

const property = z.strictObject({
  name: z.string(),
  kind: z.enum(['always', 'step', 'leadsTo', 'recoverable', 'reachable', 'deadlock']),
  verdict: z.enum(['holds', 'violated', 'reached', 'unreached', 'unknown']),
});

const fairness = z.strictObject({
  name: z.string().describe('a thread, or an action with its thread or parameters'),
  kind: z.enum(['weak', 'strong']),
});

const action = z.strictObject({
  name: z.string(),
  fired: large.describe('how often it ran'),
  refused: large.describe('how often it was next and its guard was false'),
});

const symbolic = z.strictObject({
  states: z.string().describe('distinct states, exact'),
  steps: z.string().describe('transitions out of them, exact'),
  nodes: count.describe('nodes of the diagram of all states'),
  peakNodes: count.describe('nodes at most at one time'),
  passes: count.describe('closures until nothing new was learned'),
  collections: count,
  order: z.strictObject({ name: z.string(), fields: z.array(z.string()) }),
  tooMany: z.array(
    z.strictObject({
      name: z.string().describe('a step or property with too many cases'),
      cases: count,
      reads: z.array(z.strictObject({ field: z.string(), values: count })),
    }),
  ),
  notJudged: z.array(z.string()).describe('properties that need --engine explore'),
});

const run = z.strictObject({
  protocol: z.string(),
  mutation: z.string().nullable(),
  bounds: z.record(z.string(), z.int()),
  engine: z.string(),
  workers: count,
  symmetry: z.boolean(),
  complete: z.boolean().describe('every reachable state was seen'),
  states: large.describe('distinct states'),
  steps: large.describe('transitions out of them'),
  depth: count.nullable().describe('steps to the farthest state; null where it is not known'),
  seconds: z.number(),
  modelCalls: count.describe('calls of guards, recipes and properties, audit aside'),
  bytesPerState: z.number(),
  widest: z
    .strictObject({ field: z.string(), values: count })
    .nullable()
    .describe('the field that has had most values'),
  readWhole: z.array(z.string()).describe('steps that were taken to read the whole state'),
  rerun: z.array(z.string()).describe('steps and properties with too many cases to keep'),
  audited: count.describe('states whose steps were taken again through their recipes'),
  missProbability: z
    .number()
    .nullable()
    .describe('with hash compaction, a bound on the probability that a state was missed'),
  auditCalls: count.describe('calls of guards, recipes and properties that this took'),
  properties: z.array(property),
  fairness: z.array(fairness).describe('what the leadsTo properties rely on'),
  actions: z.array(action),
  expected: z.string(),
  asExpected: z.boolean(),
  symbolic: symbolic.nullable().describe('what only the engine prove has to tell'),
  chosen: z.string().nullable().describe('why this engine, where none was asked for'),
  trace: traceFile.nullable().describe('for a violation, the content of a trace file'),
});

/** What `check --json` prints: a public interface, so fields are added and never renamed. */
export const checkReport = z
  .strictObject({ version: z.string().describe('of lastref'), runs: z.array(run) })
  .meta({ id: 'lastref-check', title: 'What lastref check --json prints' });

export type RunReport = z.infer<typeof run>;
