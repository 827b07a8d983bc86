import * as z from 'zod';

/** Most steps of a recorded trace. A longer one is a log, not a counterexample. */
export const MAX_STEPS = 100_000;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const params = z.record(z.string(), scalar);
const count = z.int().nonnegative();

const step = z.strictObject({
  action: z.string().min(1).describe('name of the action'),
  params: params.describe('its parameters by name, the thread that runs it among them'),
});

const property = z.strictObject({
  name: z.string().min(1),
  kind: z.enum(['always', 'step', 'leadsTo', 'recoverable', 'deadlock']),
  conjunct: z.string().nullable().describe('the part of the property that is broken'),
  params: params.describe('the ids it is broken for'),
  step: count.describe('after how many steps it is broken'),
});

const found = z.strictObject({
  engine: z.string().min(1),
  seed: z.int().optional(),
  path: z.string().optional(),
  version: z.string().min(1).describe('of lastref'),
  states: count.optional().describe('distinct states seen until then'),
});

const source = z.strictObject({
  status: z.enum(['DOC', 'DER']).describe('documented there, or derived from code posted there'),
  cite: z.string().min(1),
});

/**
 * A trace file: how to get from the initial state to a violation. It holds no states, which are
 * recomputed whenever it is read, so it cannot disagree with the model about them.
 */
export const traceFile = z
  .strictObject({
    format: z.literal('lastref-trace'),
    version: z.literal(1),
    protocol: z.string().min(1).describe('name of the model'),
    file: z.string().min(1).optional().describe('the model file, where it is not a shipped one'),
    digest: z.string().regex(/^[0-9a-f]{16}$/, 'expected 16 hexadecimal digits'),
    bounds: z.record(z.string(), z.int()),
    mutation: z.string().nullable(),
    steps: z.array(step).max(MAX_STEPS),
    property,
    loop: count.optional().describe('index of the state that the last step leads back to'),
    found,
    source: source.nullable().describe('where the fault is documented'),
  })
  .meta({ id: 'lastref-trace', title: 'A recorded counterexample of lastref' });

export type TraceFile = z.infer<typeof traceFile>;

/** A trace file without its steps: what a file of states has to say besides. */
export const traceHead = traceFile.omit({ steps: true, loop: true });
export type TraceHead = z.infer<typeof traceHead>;
