import * as z from 'zod';

/**
 * What the viewer is handed: everything that it shows, worked out beforehand, so that a page needs
 * no model. States are told by what each step changed.
 */
const count = z.int().nonnegative();
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const params = z.record(z.string(), scalar);
const value = z.unknown().describe('any value of a state, as JSON');

const stepRef = z.strictObject({
  step: count.describe('its number in the run, from 1'),
  name: z.string(),
  thread: z.string().nullable(),
});

const read = z.strictObject({
  path: z.string().describe('keys joined by dots'),
  value,
  writer: stepRef.nullable().describe('the step that wrote it last; null: as at the beginning'),
  items: z
    .array(z.strictObject({ value, writer: stepRef.nullable() }))
    .optional()
    .describe('of a list, who put each item there'),
});

/** Values that hold from some state on, until the next one: `[state, value]`. */
const since = <T extends z.ZodType>(of: T) => z.array(z.tuple([count, of]));

const step = z.strictObject({
  action: z.string(),
  params,
  name: z.string().describe('as a lane shows it: without the thread'),
  thread: z.string().nullable(),
  changes: z.array(z.string()).describe('what it changed, in words'),
  diff: z.array(z.tuple([z.array(z.string()), value])).describe('path and new value'),
});

const card = z.strictObject({
  ids: params,
  rows: since(z.record(z.string(), value)).describe('those that changed; in state 0 all'),
});

/** How a property stands in a state. */
const MARKS = ['holds', 'broken', 'away', 'owed', 'unreached', 'reached'] as const;

const light = z.strictObject({
  property: z.string(),
  kind: z.enum(['always', 'step', 'leadsTo', 'recoverable', 'reachable', 'deadlock']),
  marks: since(z.strictObject({ mark: z.enum(MARKS), of: z.array(z.string()) })).describe(
    'of: the conjuncts and ids that it is said of',
  ),
});

const refusal = z.strictObject({
  step: z.string(),
  thread: z.string().nullable(),
  path: z.string().nullable().describe('the read after which the guard said no'),
  value,
});

const parting = z.strictObject({
  at: z.enum(['state', 'refusal', 'nowhere']),
  step: stepRef.nullable(),
  fields: z.array(z.strictObject({ path: z.string(), mutated: value, correct: value })),
  refused: z.strictObject({ step: count, name: z.string(), text: z.string() }).nullable(),
});

const finding = z.strictObject({
  property: z.string(),
  kind: light.shape.kind,
  conjunct: z.string().nullable(),
  ids: params,
  step: count.describe('after how many steps it is broken'),
  headline: z.array(z.string()),
  owed: count.nullable().describe('of what never comes: after how many steps it is owed'),
  view: z.array(z.strictObject({ path: z.string(), value })).describe('read of the view'),
  reads: z.array(read).describe('read of the state'),
  parting: parting.nullable().describe('where the model without the mutation does otherwise'),
});

const facts = z.strictObject({
  engine: z.string(),
  version: z.string().describe('of lastref, when it was recorded'),
  states: count.nullable(),
  seed: z.int().nullable(),
  path: z.string().nullable(),
  replay: z.string().describe('the command that proves it again'),
  sameShape: z.boolean().describe('the model still has the shape that it was recorded for'),
});

const thread = z.strictObject({
  id: z.string(),
  at: z.array(z.string()).describe('where in a state its label is'),
  homes: z.array(z.string()).describe('labels outside every routine'),
});

export const walk = z.strictObject({
  protocol: z.string(),
  title: z.string().nullable(),
  mutation: z.string().nullable(),
  bounds: z.record(z.string(), z.int()),
  source: z.strictObject({ status: z.string(), cite: z.string() }).nullable(),
  fairness: z.string(),
  threads: z.array(thread),
  initial: z.record(z.string(), value),
  steps: z.array(step),
  loop: count.nullable().describe('the state that the last step leads back to'),
  cards: z.array(card),
  lights: z.array(light),
  refusals: z.array(refusal).describe('each once; states name them by number'),
  refused: since(z.array(count)).describe('what guards refuse, as numbers of `refusals`'),
  enabled: since(z.array(count)).describe('what can run, as numbers of `choices`'),
  choices: z.array(z.strictObject({ step: z.string(), thread: z.string().nullable() })),
  finding: finding.nullable(),
  facts: facts.nullable(),
});

const tally = z.strictObject({
  protocol: z.string(),
  mutation: z.string().nullable(),
  expected: z.string().nullable(),
  found: z.string(),
  ok: z.boolean(),
  states: count.nullable(),
  steps: count.nullable(),
  depth: count.nullable(),
  seconds: z.number().nullable(),
  walk: count.nullable().describe('its trace, by number'),
});

const coverage = z.strictObject({
  protocol: z.string(),
  action: z.string(),
  fired: count,
  refused: count,
});

export const viewerData = z
  .strictObject({
    format: z.literal('lastref-view'),
    version: z.literal(1),
    lastref: z.string().describe('the version that wrote it'),
    title: z.string(),
    walks: z.array(walk),
    runs: z.array(tally),
    coverage: z.array(coverage).describe('how often each action ran, and was refused'),
    covers: z.string().describe('what the counts of `coverage` are of'),
  })
  .meta({ id: 'lastref-view', title: 'What the viewer of lastref is handed' });

export type ViewerData = z.infer<typeof viewerData>;
export type Walk = z.infer<typeof walk>;
export type WalkStep = z.infer<typeof step>;
export type Light = z.infer<typeof light>;
export type Mark = (typeof MARKS)[number];
export type Refusal = z.infer<typeof refusal>;
export type ReadOf = z.infer<typeof read>;
export type RunRow = z.infer<typeof tally>;
export type Coverage = z.infer<typeof coverage>;
export type FindingData = z.infer<typeof finding>;
export type Since<T> = readonly (readonly [number, T])[];
