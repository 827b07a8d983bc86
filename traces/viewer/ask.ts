import * as z from 'zod';
import type { Walk } from './data.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** Most steps of a walk: all of them are run again for each question. */
export const MAX_WALK = 10_000;
const steps = z
  .array(z.strictObject({ action: z.string(), params: z.record(z.string(), scalar) }))
  .max(MAX_WALK)
  .readonly();
const count = z.int().nonnegative();

/** A walk: its steps, under a mutation or none, and where it goes round, if it does. */
const place = {
  mutation: z.string().nullable(),
  steps,
  loop: count.nullable(),
};

/** What may be looked for from where a walk is. */
const goal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('property'), name: z.string() }),
  z.strictObject({ kind: z.literal('when'), text: z.string().max(1000) }),
  z.strictObject({ kind: z.literal('change'), path: z.array(z.string()).max(100).readonly() }),
]);

/** What the explorer asks its server: one of these, as JSON. */
export const ask = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('open') }),
  z.strictObject({ ask: z.literal('changed'), since: count }),
  z.strictObject({ ask: z.literal('walk'), ...place, at: count }),
  z.strictObject({ ask: z.literal('find'), ...place, goal }),
  z.strictObject({ ask: z.literal('graph'), mutation: z.string().nullable() }),
  z.strictObject({ ask: z.literal('save'), ...place, as: z.enum(['trace', 'test', 'report']) }),
]);

export type Ask = z.infer<typeof ask>;
export type AskOf<K extends Ask['ask']> = Extract<Ask, { ask: K }>;
export type Goal = z.infer<typeof goal>;
export type NamedStep = z.infer<typeof steps>[number];

/** What is explored. */
export interface Opened {
  readonly protocol: string;
  readonly version: number;
  readonly lastref: string;
  readonly mutations: readonly { readonly name: string; readonly breaks: string }[];
  readonly properties: readonly { readonly name: string; readonly kind: string }[];
  /** Where to begin: the steps of a trace, or none. */
  readonly mutation: string | null;
  readonly steps: readonly NamedStep[];
  readonly loop: number | null;
}

/** A step that can run, and what it would do. */
export interface Next extends NamedStep {
  readonly name: string;
  readonly thread: string | null;
  readonly changes: readonly string[];
  /** Properties that it would break. */
  readonly breaks: readonly string[];
}

/** A walk as far as it runs, and what could come next at a place in it. */
export interface Walked {
  readonly walk: Walk;
  readonly at: number;
  readonly next: readonly Next[];
  /** Why the walk ends before its steps do. */
  readonly stopped: { readonly step: number; readonly text: string } | null;
}

export interface FoundWay {
  readonly steps: readonly NamedStep[] | null;
  readonly loop: number | null;
  /** In one sentence: how it was found, or why not. */
  readonly text: string;
}

export interface GraphData {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** There are more states than are drawn. */
  readonly isCut: boolean;
}

export interface GraphNode {
  readonly depth: number;
  /** The state and the step that it was found by; null for the initial one. */
  readonly from: { readonly node: number; readonly step: NamedStep } | null;
  /** Where threads are that are inside a routine. */
  readonly label: string;
  /** Nothing leads out of it. */
  readonly isEnd: boolean;
  readonly breaks: readonly string[];
  /** States of the same class differ in interchangeable ids only. */
  readonly sameAs: number;
}

export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

export interface Saved {
  readonly name: string;
  readonly text: string;
}
