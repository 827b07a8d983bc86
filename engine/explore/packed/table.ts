import { PRESENT } from '../../learn/layout.ts';

/**
 * The set of packed states seen so far: open addressing with the states themselves as keys, so
 * that membership is exact and costs one place in memory. It consists of shards which grow one at
 * a time: growing needs a copy of a shard, never of the whole.
 *
 * No packed state has 0 as its first word (`PRESENT`), so that 0 marks an empty slot.
 */
export const SHARD_BITS = 6;
export const SHARDS = 1 << SHARD_BITS;

/** Slots of a new shard. */
const SMALL = 64;
/** Share of a shard's slots that may be taken before it grows. */
const FULL = 0.85;

/** Which shard a state of this hash is in; the low bits of the hash choose the slot in it. */
export const shardOf = (hash: number): number => hash >>> (32 - SHARD_BITS);

/** A hash of `words` integers from `at` on. */
export function hashOf(array: Int32Array, at: number, words: number): number {
  let hash = 0x9e3779b9 | 0;
  for (let i = at; i < at + words; i++) {
    hash = Math.imul(hash ^ (array[i] ?? 0), 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Another hash of the same, which has nothing to do with the first. */
function otherHashOf(array: Int32Array, at: number, words: number): number {
  let hash = 0x2545f491;
  for (let i = at; i < at + words; i++) {
    hash = Math.imul(hash, 0x27d4eb2f) + (array[i] ?? 0);
    hash = Math.imul(hash ^ (hash >>> 13), 0x165667b1);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  return hash ^ (hash >>> 15);
}

/** Words of a key in a compact table: the hash of a state, and another one. */
const COMPACT = 2;

export class Table {
  /** Words of a state, and of what is kept of it. */
  readonly #words: number;
  readonly #keyWords: number;
  readonly #key = new Int32Array(COMPACT);
  readonly #isCompact: boolean;
  readonly #shards: Int32Array[] = [];
  readonly #counts = new Int32Array(SHARDS);
  readonly #limits = new Int32Array(SHARDS);
  /** For each shard: its number of slots less one. */
  readonly #masks = new Int32Array(SHARDS);
  /** Keeps the loads of `touch` from being optimised away. */
  sink = 0;

  /**
   * @param isCompact keeps 63 bits of hash instead of each state: smaller, and not exact
   * @param room states that a shard will have soon
   */
  constructor(words: number, isCompact: boolean, room: (shard: number) => number = () => 0) {
    this.#words = words;
    this.#isCompact = isCompact;
    this.#keyWords = isCompact ? COMPACT : words;
    for (let shard = 0; shard < SHARDS; shard++) {
      const slots = Math.max(SMALL, 2 ** Math.ceil(Math.log2(room(shard) / FULL + 1)));
      this.#shards.push(new Int32Array(slots * this.#keyWords));
      this.#limits[shard] = Math.floor(slots * FULL);
      this.#masks[shard] = slots - 1;
    }
  }

  /** Bytes that the slots take. */
  get bytes(): number {
    return this.#shards.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Loads the first slot of each record that is looked for next, so that the waits overlap. */
  touch(records: Int32Array, from: number, to: number, stride: number): void {
    const words = this.#words;
    const keyWords = this.#keyWords;
    let sum = 0;
    for (let at = from; at < to; at += stride) {
      const hash = records[at + words] ?? 0;
      const which = shardOf(hash);
      const shard = this.#shards[which] as Int32Array;
      sum ^= shard[(hash & (this.#masks[which] ?? 0)) * keyWords] ?? 0;
    }
    this.sink ^= sum;
  }

  /** Adds the state at `at`, of the given hash; false if it is there already. */
  add(states: Int32Array, at: number, hash: number): boolean {
    if (!this.#isCompact) return this.#add(states, at, hash);
    this.#key[0] = otherHashOf(states, at, this.#words) | PRESENT;
    this.#key[1] = hash;
    return this.#add(this.#key, 0, hash);
  }

  #add(states: Int32Array, at: number, hash: number): boolean {
    const words = this.#keyWords;
    const which = shardOf(hash);
    // One for each value that shardOf gives.
    const shard = this.#shards[which] as Int32Array;
    const first = states[at] ?? 0;
    const { length } = shard;
    let slot = (hash & (this.#masks[which] ?? 0)) * words;
    for (;;) {
      const found = shard[slot] ?? 0;
      if (found === 0) break;
      if (found === first) {
        let i = 1;
        while (i < words && shard[slot + i] === states[at + i]) i += 1;
        if (i === words) return false;
      }
      slot += words;
      if (slot === length) slot = 0;
    }
    for (let i = 0; i < words; i++) shard[slot + i] = states[at + i] ?? 0;
    const count = (this.#counts[which] ?? 0) + 1;
    this.#counts[which] = count;
    if (count > (this.#limits[which] ?? 0)) this.#grow(which);
    return true;
  }

  #grow(which: number): void {
    const words = this.#keyWords;
    const old = this.#shards[which] as Int32Array;
    const slots = (old.length / words) * 2;
    const shard = new Int32Array(slots * words);
    const { length } = shard;
    for (let at = 0; at < old.length; at += words) {
      if (old[at] === 0) continue;
      const hash = this.#isCompact ? (old[at + 1] ?? 0) : hashOf(old, at, words);
      let slot = (hash & (slots - 1)) * words;
      while (shard[slot] !== 0) {
        slot += words;
        if (slot === length) slot = 0;
      }
      for (let i = 0; i < words; i++) shard[slot + i] = old[at + i] ?? 0;
    }
    this.#shards[which] = shard;
    this.#limits[which] = Math.floor(slots * FULL);
    this.#masks[which] = slots - 1;
  }
}
