import { InputError } from '../../errors.ts';
import { pack, unpack } from '../../learn/layout.ts';
import type { Relation } from '../../learn/relation.ts';
import { freezeAll } from '../../system/shape.ts';
import type { Found } from '../found.ts';
import { pathTo } from './path.ts';
import type { Store } from './store.ts';

/** Everything about a search but its states: what a checkpoint begins with. Plain data. */
export interface SnapshotHead {
  /** Of the system: states mean nothing to another one. */
  readonly fingerprint: string;
  readonly symmetry: boolean;
  readonly properties: readonly string[];
  readonly size: number;
  readonly words: number;
  readonly layout: {
    readonly word: readonly number[];
    readonly shift: readonly number[];
    readonly mask: readonly number[];
  };
  /** For each field, its values by code. */
  readonly values: readonly (readonly unknown[])[];
  /** For each claim the fields that it has looked at: the others say nothing to it. */
  readonly looks: readonly (readonly number[])[];
  readonly cursor: number;
  readonly levelEnd: number;
  readonly depth: number;
  readonly seconds: number;
  readonly steps: number;
  readonly fired: readonly number[];
  readonly refused: readonly number[];
  readonly audited: number;
  /** `last` is a `Step.index`. */
  readonly violated: readonly (Omit<Found, 'last'> & { readonly last: number | null })[];
  /** Claims by their number, and the state that shows each. */
  readonly met: readonly (readonly [number, number])[];
}

/** A search as it stands between two slices. */
export interface Snapshot {
  readonly head: SnapshotHead;
  /** The packed states in order, then the number of each one's parent; in blocks of any size. */
  readonly states: readonly Int32Array[];
  readonly parents: readonly Int32Array[];
}

/** Puts the states of a snapshot into an empty store, laid out as the relation has it now. */
export function restoreStates(store: Store, { head, states, parents }: Snapshot): void {
  const { relation } = store;
  const layout = {
    words: head.words,
    word: Int32Array.from(head.layout.word),
    shift: Int32Array.from(head.layout.shift),
    mask: Int32Array.from(head.layout.mask),
  };
  const codes = new Int32Array(relation.structure.paths.length);
  let id = 0;
  for (const block of states) {
    for (let at = 0; at < block.length; at += head.words, id++) {
      store.arena.reserve(id + 1);
      unpack(layout, block, at, codes);
      pack(relation.layout, codes, store.arena.block(id), store.arena.offset(id));
    }
  }
  id = 0;
  for (const block of parents) for (const parent of block) store.arena.setParent(id++, parent, 0);
  store.size = head.size;
}

/** Gives every field the values that it had, in the order in which it had them. */
export function restoreValues({ structure }: Relation, { values }: SnapshotHead): void {
  for (const [field, list] of values.entries()) {
    for (const [code, value] of list.entries()) {
      if (structure.dictionaries[field]?.code(freezeAll(value)) !== code) {
        throw stale(`the values of ${structure.paths[field]} differ`);
      }
    }
  }
}

/** How many states are found again by their steps before the others are believed. */
const SAMPLES = 4;

/** Refuses a snapshot whose states the model does not lead to, as far as a sample shows. */
export function proveStates(store: Store): void {
  for (let i = 1; i <= SAMPLES; i++) {
    const id = Math.floor((i * (store.size - 1)) / SAMPLES);
    try {
      pathTo(store, id);
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw stale(`state ${id} is not where its steps lead`);
    }
  }
}

/** The error for a checkpoint that is not of this search. */
export const stale = (what: string): InputError =>
  new InputError(`the checkpoint is of another search: ${what}`, {
    cause: 'a model, bounds, mutation, property or version that changed since it was written',
    fix: 'resume with what it was written with, or start again without --resume',
  });
