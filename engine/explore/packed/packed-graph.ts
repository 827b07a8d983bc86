import { roomFor } from '../../learn/room.ts';
import { Expander } from './expander.ts';
import { Lanes } from './lanes.ts';
import type { Program } from './program.ts';
import { EXTRA, HASH, type Miss, STEP } from './slice.ts';
import type { Store } from './store.ts';
import { hashOf } from './table.ts';

/** Integers that the successors of one state have room for at first. */
const LANE = 1 << 12;

/** Learns what is unknown of a state, and says what is known now. */
export type Learn = (misses: readonly Miss[], state: number) => Program;

/** The graph of a finished search: its edges are computed when they are asked for. */
export class PackedGraph {
  readonly size: number;
  readonly #store: Store;
  readonly #learn: Learn;
  #program: Program;
  readonly #onLook: () => void;
  readonly #lanes = new Lanes(1);
  readonly #expander: Expander;
  #lane = roomFor(null, LANE);
  /** State numbers plus one, by hash: 0 is an empty slot. */
  readonly #index: Int32Array;
  readonly #mask: number;

  /**
   * @param learn learns what a search that was resumed, or gave tries up, does not know
   * @param onLook told of each state whose successors are asked for
   */
  constructor(store: Store, learn: Learn, onLook: () => void) {
    const program = learn([], 0);
    this.#store = store;
    this.#learn = learn;
    this.#onLook = onLook;
    this.#program = program;
    this.size = store.size;
    this.#expander = new Expander(program, this.#lanes, false);
    this.#expander.begin(program, false);
    const slots = 2 ** Math.ceil(Math.log2(this.size * 1.5 + 1));
    this.#index = new Int32Array(slots);
    this.#mask = slots - 1;
    const { arena } = store;
    for (let id = 0; id < this.size; id++) {
      let slot = hashOf(arena.block(id), arena.offset(id), program.words) & this.#mask;
      while (this.#index[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#index[slot] = id + 1;
    }
  }

  parent(state: number): number {
    return this.#store.arena.parent(state);
  }

  /**
   * Appends (step, state) for every step that runs in a state and changes it, in order; a state
   * that is not known, in a search cut short, is left out.
   */
  successors(state: number, out: number[]): void {
    const { words } = this.#program;
    this.#onLook();
    for (;;) {
      this.#lanes.begin(words, [this.#lane]);
      this.#expander.expand(this.#store.arena, state, 0);
      const { misses } = this.#expander.result();
      if (misses.length === 0 && !this.#lanes.overflow) break;
      if (this.#lanes.overflow) this.#lane = roomFor(null, this.#lane.length * 2);
      // Every state has been seen, so that no field has a value that it never had: nothing moves.
      if (misses.length > 0) this.#program = this.#learn(misses, state);
      this.#expander.begin(this.#program, false);
    }
    const end = this.#lanes.lengths[0] ?? 0;
    for (let at = 0; at < end; at += words + EXTRA) {
      const id = this.#find(at, this.#lane[at + words + HASH] ?? 0);
      if (id >= 0) out.push(this.#lane[at + words + STEP] ?? 0, id);
    }
  }

  /** The number of the state in the lane at `at`, or -1. */
  #find(at: number, hash: number): number {
    const { words } = this.#program;
    const { arena } = this.#store;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const id = (this.#index[slot] ?? 0) - 1;
      if (id < 0) return -1;
      const block = arena.block(id);
      const offset = arena.offset(id);
      let i = 0;
      while (i < words && block[offset + i] === this.#lane[at + i]) i += 1;
      if (i === words) return id;
    }
  }
}
