import { roomFor } from '../../learn/room.ts';
import { UNKNOWN } from '../../learn/tries.ts';
import type { Arena } from './arena.ts';
import type { Program } from './program.ts';
import { EXTRA, type Placed, RANKS } from './slice.ts';
import { hashOf, SHARDS, shardOf, Table } from './table.ts';

/** Records that are looked for at a time, so that their waits for memory overlap. */
const BATCH = 32;
/** Misses that are worth noting. */
const MISSES = 256;

/** A stretch of a lane that holds the records of one chunk. */
export interface Stretch {
  readonly lane: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** Owns a part of the table: finds out which successors are new, and gives them their places. */
export class Owner {
  readonly #index: number;
  readonly #owners: number;
  readonly #isCompact: boolean;
  #table: Table;
  #words: number;
  /** New states of the slice: their words, their order, the step that made each. */
  fresh: Int32Array = roomFor(null, 1024);
  count = 0;
  /** Where they were put. */
  #ids = new Int32Array(0);

  constructor(index: number, owners: number, words: number, isCompact: boolean) {
    this.#index = index;
    this.#owners = owners;
    this.#words = words;
    this.#isCompact = isCompact;
    this.#table = new Table(words, isCompact);
  }

  get bytes(): number {
    return this.#table.bytes + this.fresh.byteLength;
  }

  /** Fills the table again with the states of an arena that was laid out anew. */
  rebuild(arena: Arena, size: number): void {
    const { words } = arena;
    this.#words = words;
    this.#table = new Table(words, this.#isCompact, (shard) =>
      this.#owns(shard) ? size / SHARDS : 0,
    );
    const stride = words + 1;
    const batch = new Int32Array(BATCH * stride);
    let end = 0;
    for (let id = 0; id < size; id++) {
      const block = arena.block(id);
      const offset = arena.offset(id);
      const hash = hashOf(block, offset, words);
      if (this.#owns(shardOf(hash))) {
        for (let i = 0; i < words; i++) batch[end + i] = block[offset + i] ?? 0;
        batch[end + words] = hash;
        end += stride;
      }
      if (end < batch.length && id + 1 < size) continue;
      this.#table.touch(batch, 0, end, stride);
      for (let at = 0; at < end; at += stride) {
        this.#table.add(batch, at, batch[at + words] ?? 0);
      }
      end = 0;
    }
  }

  #owns(shard: number): boolean {
    return shard % this.#owners === this.#index;
  }

  /** Looks the records up, in the order given; what is new is kept in `fresh`. */
  insert(stretches: Iterable<Stretch>): void {
    const words = this.#words;
    const stride = words + EXTRA;
    this.count = 0;
    for (const { lane, from, to } of stretches) {
      this.fresh = roomFor(this.fresh, this.count * (words + 2) + to - from);
      for (let at = from; at < to; at += BATCH * stride) {
        const end = Math.min(to, at + BATCH * stride);
        this.#table.touch(lane, at, end, stride);
        this.#insertAll(lane, at, end);
      }
    }
  }

  #insertAll(lane: Int32Array, from: number, to: number): void {
    const words = this.#words;
    const { fresh } = this;
    const table = this.#table;
    let out = this.count * (words + 2);
    for (let at = from; at < to; at += words + EXTRA) {
      if (!table.add(lane, at, lane[at + words] ?? 0)) continue;
      for (let i = 0; i < words; i++) fresh[out + i] = lane[at + i] ?? 0;
      fresh[out + words] = lane[at + words + 1] ?? 0;
      fresh[out + words + 1] = lane[at + words + 2] ?? 0;
      out += words + 2;
    }
    this.count = out / (words + 2);
  }

  /**
   * Puts the new states where they belong among those of all owners, by their order.
   * @param base the number of the first new state; @param start that of the slice's first state
   */
  place(arena: Arena, all: readonly Fresh[], base: number, start: number): void {
    const words = this.#words;
    const stride = words + 2;
    const { fresh, count } = this;
    const others = all.filter((_, i) => i !== this.#index);
    const before = others.map(() => 0);
    const ids = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const order = fresh[i * stride + words] ?? 0;
      let id = base + i;
      for (const [o, other] of others.entries()) {
        let ahead = before[o] ?? 0;
        while (ahead < other.count && (other.fresh[ahead * stride + words] ?? 0) < order)
          ahead += 1;
        before[o] = ahead;
        id += ahead;
      }
      ids[i] = id;
      const block = arena.block(id);
      const offset = arena.offset(id);
      for (let w = 0; w < words; w++) block[offset + w] = fresh[i * stride + w] ?? 0;
      arena.setParent(id, start + Math.floor(order / RANKS), order % RANKS);
    }
    this.#ids = ids;
  }

  /** Judges the claims of each new state. */
  judge(program: Program): Placed {
    const ids = this.#ids;
    const { words, nodes, steps, judged } = program;
    const { fresh } = this;
    const misses: { claim: number; id: number }[] = [];
    const found = new Map<number, Placed['found'][number]>();
    for (let i = 0; i < ids.length; i++) {
      const at = i * (words + 2);
      const list = judged[fresh[at + words + 1] ?? 0] ?? 0;
      const end = list + 1 + 2 * (judged[list] ?? 0);
      for (let j = list + 1; j < end; j += 2) {
        const claim = judged[j] ?? 0;
        let ref = nodes[steps + claim + 1] ?? 0;
        while (ref > 0) {
          const bits = fresh[at + (nodes[ref] ?? 0)] ?? 0;
          const code = (bits >>> (nodes[ref + 1] ?? 0)) & (nodes[ref + 2] ?? 0);
          ref = code < (nodes[ref + 3] ?? 0) ? (nodes[(nodes[ref + 4] ?? 0) + code] ?? 0) : 0;
        }
        if (ref === UNKNOWN) {
          if (misses.length < MISSES) misses.push({ claim, id: ids[i] ?? 0 });
        } else if (ref === judged[j + 1] && !found.has(claim)) {
          found.set(claim, { claim, id: ids[i] ?? 0, order: fresh[at + words] ?? 0 });
        }
      }
    }
    return { misses, found: [...found.values()] };
  }
}

/** The new states of one owner. */
export interface Fresh {
  readonly fresh: Int32Array;
  readonly count: number;
}
