import * as z from 'zod';

const int = z.int();
const ints = z.array(int);
const found = z.strictObject({
  property: z.string(),
  kind: z.enum(['always', 'step', 'leadsTo', 'recoverable', 'reachable', 'deadlock']),
  conjunct: z.string().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  state: int,
  last: int.nullable(),
});
/** What `SnapshotHead` looks like in a file. */
export const snapshotHead = z.strictObject({
  fingerprint: z.string(),
  symmetry: z.boolean(),
  properties: z.array(z.string()),
  size: int,
  words: int,
  layout: z.strictObject({ word: ints, shift: ints, mask: ints }),
  values: z.array(z.array(z.unknown())),
  looks: z.array(ints),
  cursor: int,
  levelEnd: int,
  depth: int,
  seconds: z.number(),
  steps: int,
  fired: ints,
  refused: ints,
  audited: int,
  violated: z.array(found),
  met: z.array(z.tuple([int, int])),
});
