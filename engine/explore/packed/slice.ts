/**
 * A slice is a run of states of one level that is expanded at a time. What it finds comes out the
 * same however it is cut into chunks and whichever thread takes which.
 */

/** Most states of a slice, and fewest. */
export const SLICE = { most: 32_768, fewest: 16 } as const;

/** States of a slice that one thread takes at a time. */
export const CHUNK = 256;
/** Transitions out of one state that can be told apart. */
export const RANKS = 1 << 15;

/**
 * When a thing is found in a slice: the place of the state that is expanded, times RANKS, plus how
 * many steps of it were taken before. A sequential search finds things in this order.
 */
export type Order = number;

/** No order is as late. */
export const NEVER = 2 ** 31 - 1;

/** What follows the words of a state: its hash, at 1 its order, the step that made it. */
export const HASH = 0;
export const STEP = 2;
export const EXTRA = 3;

/** Something that has not been learned yet. */
export interface Miss {
  /** The state, by its place in the slice. */
  readonly place: number;
  readonly step: number;
  /** A step property to be judged across the step; -1: what the step does. */
  readonly claim: number;
}

/** A step property that does not hold across a step. */
export interface Across {
  readonly claim: number;
  readonly step: number;
  readonly order: Order;
}

/** What one thread's expanding gave, besides records. */
export interface Expanded {
  readonly misses: readonly Miss[];
  /** The chunks that these are in. Nothing else that is told is of them. */
  readonly missed: readonly number[];
  readonly across: readonly Across[];
  /** The first place whose state nothing leaves while a thread is inside a routine, or NEVER. */
  readonly deadlock: number;
  readonly transitions: number;
  /** For each step: how often it ran, and how often its guard refused. */
  readonly fired: Int32Array;
  readonly refused: Int32Array;
  /** The room for records was too small. */
  readonly overflow: boolean;
}

/** What one thread's judging gave: what is new to it, by trie of a claim. */
export interface Placed {
  readonly misses: readonly { readonly claim: number; readonly id: number }[];
  /** The first state in which a claim is what is looked for. */
  readonly found: readonly { readonly claim: number; readonly id: number; readonly order: Order }[];
}
