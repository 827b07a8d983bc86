import { setBit } from './bits.ts';
import type { Layout } from './layout.ts';
import { Leaves } from './leaves.ts';
import { roomFor } from './room.ts';
import { CHILDREN, FIELD, FIRST, MASK, NODE, SHIFT, WORD } from './trie-nodes.ts';

/** A field that was read and the code it had then. Field F + f is field f of a step's other end. */
export interface Read {
  readonly field: number;
  readonly code: number;
}

/**
 * What a slot of a trie leads to: nothing known yet (0), another node (above 0), or a leaf (below
 * 0). Leaves of guards and properties are these two; every other one is `-1 - offset` of `leaves`.
 */
export const UNKNOWN = 0;
export const NO = -1;
export const YES = -2;

/**
 * Decision tries over the fields that a step or property reads, one trie each, all in one array of
 * integers: data that one loop walks, whatever the model. Slot `t + 1` is the root of trie `t`.
 */
export class Tries {
  readonly leaves: Leaves;
  nodes: Int32Array;
  #length: number;
  #layout: Layout;
  /** How many nodes and leaves each trie has. */
  readonly #sizes: Int32Array;
  readonly #offsets: number[] = [];
  /** For each trie the fields that it has looked at, as bits. */
  readonly #looksAt: Int32Array;
  readonly #looks: number;
  /** Goes up whenever a trie looks at another field, or has its first leaf. */
  version = 0;

  constructor(count: number, layout: Layout) {
    this.nodes = roomFor(null, count + 1 + 1024);
    this.leaves = new Leaves(layout);
    this.#length = count + 1;
    this.#layout = layout;
    this.#sizes = new Int32Array(count);
    this.#looks = Math.ceil((2 * layout.word.length) / 32);
    this.#looksAt = new Int32Array(count * this.#looks);
  }

  get count(): number {
    return this.#sizes.length;
  }

  get bytes(): number {
    return this.nodes.byteLength + this.leaves.bytes;
  }

  /** Nodes and leaves of a trie. */
  size(trie: number): number {
    return this.#sizes[trie] ?? 0;
  }

  /** The fields that a trie has looked at so far, as bits of integers. */
  looksAt(trie: number): Int32Array {
    return this.#looksAt.subarray(trie * this.#looks, (trie + 1) * this.#looks);
  }

  /** What a trie says of the packed state at `at`: a leaf, or that it does not know yet. */
  find(trie: number, packed: Int32Array, at: number): number {
    const { nodes } = this;
    let ref = nodes[trie + 1] ?? 0;
    while (ref > 0) {
      const bits = packed[at + (nodes[ref + WORD] ?? 0)] ?? 0;
      const code = (bits >>> (nodes[ref + SHIFT] ?? 0)) & (nodes[ref + MASK] ?? 0);
      ref =
        code < (nodes[ref + CHILDREN] ?? 0) ? (nodes[(nodes[ref + FIRST] ?? 0) + code] ?? 0) : 0;
    }
    return ref;
  }

  /**
   * Adds what was learned: after these reads, this leaf. False where that contradicts what is
   * known, so that what was learned is no function of what it reads.
   */
  add(trie: number, reads: readonly Read[], leaf: number): boolean {
    let slot = trie + 1;
    for (const { field, code } of reads) {
      let node = this.nodes[slot] ?? 0;
      if (node < 0) return false;
      if (node === UNKNOWN) {
        node = this.#newNode(field);
        if (setBit(this.looksAt(trie), field)) this.version += 1;
        this.nodes[slot] = node;
        this.#grown(trie);
      } else if (this.nodes[node + FIELD] !== field) return false;
      if (code >= (this.nodes[node + CHILDREN] ?? 0)) this.#widen(node, code);
      slot = (this.nodes[node + FIRST] ?? 0) + code;
    }
    if (reads.length === 0) this.version += 1;
    if (this.nodes[slot] === UNKNOWN) this.#grown(trie);
    else if (this.nodes[slot] !== leaf) return false;
    this.nodes[slot] = leaf;
    return true;
  }

  /** Forgets a trie. */
  clear(trie: number): void {
    this.nodes[trie + 1] = UNKNOWN;
    this.#sizes[trie] = 0;
  }

  /** Gives back the room of what was cleared. */
  compact(): void {
    const old = this.nodes;
    this.nodes = roomFor(null, this.count + 1 + 1024);
    this.#length = this.count + 1;
    this.#offsets.length = 0;
    const copy = (ref: number): number => {
      if (ref <= UNKNOWN) return ref;
      const node = this.#newNode(old[ref + FIELD] ?? 0);
      const children = old[ref + CHILDREN] ?? 0;
      const first = this.#take(children);
      this.nodes[node + CHILDREN] = children;
      this.nodes[node + FIRST] = first;
      const from = old[ref + FIRST] ?? 0;
      for (let i = 0; i < children; i++) {
        // In two steps: copying may replace the array.
        const child = copy(old[from + i] ?? 0);
        this.nodes[first + i] = child;
      }
      return node;
    };
    for (let trie = 0; trie < this.count; trie++) {
      const root = copy(old[trie + 1] ?? 0);
      this.nodes[trie + 1] = root;
    }
  }

  /** Moves every node and leaf to where the fields are now. */
  moveTo(layout: Layout): void {
    this.#layout = layout;
    for (const node of this.#offsets) this.#locate(node, this.nodes[node + FIELD] ?? 0);
    const moved = this.leaves.moveTo(layout);
    const move = (slot: number) => {
      const ref = this.nodes[slot] ?? 0;
      if (ref < YES) this.nodes[slot] = moved.get(ref) ?? ref;
    };
    for (let trie = 0; trie < this.count; trie++) move(trie + 1);
    for (const node of this.#offsets) {
      const first = this.nodes[node + FIRST] ?? 0;
      const children = this.nodes[node + CHILDREN] ?? 0;
      for (let i = 0; i < children; i++) move(first + i);
    }
  }

  #grown(trie: number): void {
    this.#sizes[trie] = this.size(trie) + 1;
  }

  #take(length: number): number {
    const at = this.#length;
    this.#length += length;
    this.nodes = roomFor(this.nodes, this.#length);
    return at;
  }

  #newNode(field: number): number {
    const node = this.#take(NODE);
    this.#offsets.push(node);
    this.nodes[node + FIELD] = field;
    this.#locate(node, field);
    return node;
  }

  #locate(node: number, field: number): void {
    const { word, shift, mask, words } = this.#layout;
    const own = field % word.length;
    this.nodes[node + WORD] = (word[own] ?? 0) + (own === field ? 0 : words);
    this.nodes[node + SHIFT] = shift[own] ?? 0;
    this.nodes[node + MASK] = mask[own] ?? 0;
  }

  /** Gives a node children up to `code`; the old ones move. */
  #widen(node: number, code: number): void {
    const children = this.nodes[node + CHILDREN] ?? 0;
    const wanted = Math.max(2, 2 ** Math.ceil(Math.log2(code + 1)));
    const old = this.nodes[node + FIRST] ?? 0;
    const first = this.#take(wanted);
    this.nodes.copyWithin(first, old, old + children);
    this.nodes[node + CHILDREN] = wanted;
    this.nodes[node + FIRST] = first;
  }
}
