import { Cache } from './cache.ts';
import { hash } from './hash.ts';
import { mark } from './mark.ts';
import { NoRoom, type Pause } from './stop.ts';

/** The set that has nothing in it. */
export const EMPTY = 0;
/** What every path ends in: the set of the one vector of no fields. */
export const UNIT = 1;

const VALUE = 0;
const RIGHT = 1;
const DOWN = 2;
/** The next node with the same hash. */
const NEXT = 3;
const NODE = 4;

/** Bytes for each node at first, with its share of the table and of the caches. */
const BYTES = 64;
/** Nodes that there is room for in the smallest budget. */
const LEAST = 16;

/** Nodes made between two pauses. */
const PAUSE_EVERY = 1 << 13;

/**
 * Sets of vectors of small numbers as list decision diagrams: a node is a value, the node of the
 * next larger value of the same field (`right`), and what may follow in the fields below (`down`).
 * Equal sets are the same node. All is in flat arrays; what nobody holds is collected.
 *
 * Held are: `held`, what is on the stack, and the rows. An operation that makes nodes may collect,
 * so that its arguments have to be held by whoever calls it.
 *
 * Source: S. Blom, J. van de Pol, "Symbolic reachability for process algebras with recursive data
 * types", ICTAC 2008.
 */
export class Diagrams {
  nodes: Int32Array;
  /** Sets that are held, for as long as they are in here. */
  readonly held = new Set<{ readonly set: number }>();
  /** Results of an operation that is not done: pairs of a value and a node. */
  stack = new Int32Array(1024);
  top = 0;
  /** Work rows, all of them held; see `Saturation`. */
  readonly rows: Int32Array[] = [];
  readonly caches: Cache[] = [];
  /** Nodes that may be there at a time, collected or not. */
  maxNodes = Infinity;
  /** It was the bytes that ran out, not the nodes. */
  isFull = false;
  collections = 0;
  peak = 0;
  #heads: Int32Array;
  #free = EMPTY;
  /** Nodes from here on were never used. */
  #fresh = 2;
  #live = 0;
  #untilPause = PAUSE_EVERY;
  readonly #maxBytes: number;
  readonly #pause: Pause;

  /**
   * @param maxBytes of nodes, table and caches together
   * @param most nodes that there is room for at first, a power of two; fewer in a small budget
   */
  constructor(maxBytes: number, pause: Pause = () => {}, most = 1 << 16) {
    this.#maxBytes = maxBytes;
    this.#pause = pause;
    let room = most;
    while (room > LEAST && room * BYTES > maxBytes) room /= 2;
    this.nodes = new Int32Array(NODE * room);
    this.#heads = new Int32Array(room);
  }

  get live(): number {
    return this.#live;
  }

  get bytes(): number {
    const caches = this.caches.reduce((sum, { bytes }) => sum + bytes, 0);
    return this.nodes.byteLength + this.#heads.byteLength + caches;
  }

  value(node: number): number {
    return this.nodes[node * NODE + VALUE] ?? 0;
  }
  right(node: number): number {
    return this.nodes[node * NODE + RIGHT] ?? 0;
  }
  down(node: number): number {
    return this.nodes[node * NODE + DOWN] ?? 0;
  }

  /** A memory of results, which forgets what speaks of collected nodes. */
  cache(second: 'node' | 'context' = 'node'): Cache {
    const fits = (more: number) => this.bytes + more <= this.#maxBytes;
    const cache = new Cache(this.#heads.length / 2, fits, second);
    this.caches.push(cache);
    return cache;
  }

  /** The node of these three; `right` alone where nothing follows the value. */
  node(value: number, right: number, down: number): number {
    if (down === EMPTY) return right;
    const { nodes } = this;
    const bucket = this.#bucket(value, right, down);
    for (let n = this.#heads[bucket] ?? 0; n !== EMPTY; n = nodes[n * NODE + NEXT] ?? 0) {
      const at = n * NODE;
      if (nodes[at + DOWN] === down && nodes[at + RIGHT] === right && nodes[at + VALUE] === value)
        return n;
    }
    return this.#make(value, right, down);
  }

  #make(value: number, right: number, down: number): number {
    if (this.#free === EMPTY && (this.#fresh + 1) * NODE > this.nodes.length) {
      this.#makeRoom(right, down);
    }
    if (--this.#untilPause === 0) {
      this.#untilPause = PAUSE_EVERY;
      this.#pause();
    }
    let node = this.#free;
    if (node !== EMPTY) this.#free = this.nodes[node * NODE + NEXT] ?? 0;
    else node = this.#fresh++;
    const bucket = this.#bucket(value, right, down);
    const at = node * NODE;
    this.nodes[at + VALUE] = value;
    this.nodes[at + RIGHT] = right;
    this.nodes[at + DOWN] = down;
    this.nodes[at + NEXT] = this.#heads[bucket] ?? 0;
    this.#heads[bucket] = node;
    this.#live += 1;
    if (this.#live > this.peak) this.peak = this.#live;
    if (this.#live > this.maxNodes) throw new NoRoom();
    return node;
  }

  #bucket(value: number, right: number, down: number): number {
    return hash(value, right, down) & (this.#heads.length - 1);
  }

  push(value: number, node: number): void {
    if (this.top + 2 > this.stack.length) {
      const larger = new Int32Array(this.stack.length * 2);
      larger.set(this.stack);
      this.stack = larger;
    }
    this.stack[this.top] = value;
    this.stack[this.top + 1] = node;
    this.top += 2;
  }

  /** Makes a list of what was pushed since `base`, by ascending values, and of `rest` after it. */
  popList(base: number, rest: number): number {
    let list = rest;
    while (this.top > base) {
      // Taken off only when it is in the list: until then the stack holds it.
      list = this.node(this.stack[this.top - 2] ?? 0, list, this.stack[this.top - 1] ?? 0);
      this.top -= 2;
    }
    return list;
  }

  /** Collects; makes the arrays larger where that did not give much. */
  #makeRoom(right: number, down: number): void {
    const room = this.nodes.length / NODE;
    this.collect(right, down);
    if (this.#live < room * 0.25) return;
    // Twice the nodes, the heads with them; both copies are there for a moment.
    if (this.bytes + this.nodes.byteLength * 1.25 <= this.#maxBytes) {
      const larger = new Int32Array(this.nodes.length * 2);
      larger.set(this.nodes);
      this.nodes = larger;
      this.#heads = new Int32Array(room * 2);
      this.#rehash();
    } else if (this.#free === EMPTY || this.#live > room * 0.95) {
      this.isFull = true;
      throw new NoRoom();
    }
  }

  /** Frees every node that is not held, nor one of these two. */
  collect(...more: readonly number[]): void {
    this.collections += 1;
    const marks = new Uint8Array(this.#fresh);
    marks[EMPTY] = 1;
    marks[UNIT] = 1;
    for (const node of more) mark(this, node, marks);
    for (const { set } of this.held) mark(this, set, marks);
    // Values on the stack are taken for nodes, too: that keeps a few more than need be.
    for (let i = 0; i < this.top; i++) mark(this, this.stack[i] ?? 0, marks);
    for (const row of this.rows) for (const node of row) mark(this, node, marks);
    for (const cache of this.caches) cache.forget(marks);
    this.#free = EMPTY;
    this.#live = 0;
    for (let node = this.#fresh - 1; node > UNIT; node--) {
      if (marks[node]) this.#live += 1;
      else {
        this.nodes[node * NODE + DOWN] = EMPTY;
        this.nodes[node * NODE + NEXT] = this.#free;
        this.#free = node;
      }
    }
    this.#rehash();
  }

  /** Enters every live node anew: those with something below. */
  #rehash(): void {
    this.#heads.fill(EMPTY);
    for (let node = UNIT + 1; node < this.#fresh; node++) {
      const at = node * NODE;
      const down = this.nodes[at + DOWN] ?? 0;
      if (down === EMPTY) continue;
      const bucket = this.#bucket(this.nodes[at + VALUE] ?? 0, this.nodes[at + RIGHT] ?? 0, down);
      this.nodes[at + NEXT] = this.#heads[bucket] ?? 0;
      this.#heads[bucket] = node;
    }
  }
}
