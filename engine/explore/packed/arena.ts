/** States in a block of the arena, as a power of two. */
export const BLOCK_BITS = 14;
const BLOCK = 1 << BLOCK_BITS;

/** Memory of the arena, as it is handed to other threads. */
export interface Blocks {
  readonly states: Int32Array[];
  readonly parents: Int32Array[];
}

/** Every state of a search in the order of discovery, packed, with the state it came from. */
export class Arena {
  readonly states: Int32Array[] = [];
  readonly parents: Int32Array[] = [];
  readonly words: number;

  constructor(words: number) {
    this.words = words;
  }

  get bytes(): number {
    return this.states.length * BLOCK * (this.words + 1) * Int32Array.BYTES_PER_ELEMENT;
  }

  /** Makes room for states up to `size`; the blocks that this took. */
  reserve(size: number): Blocks {
    const added: Blocks = { states: [], parents: [] };
    while (this.states.length * BLOCK < size) {
      const block = { states: shared(BLOCK * this.words), parents: shared(BLOCK) };
      added.states.push(block.states);
      added.parents.push(block.parents);
      this.take([block.states], [block.parents]);
    }
    return added;
  }

  /** Takes over blocks that another thread made. */
  take(states: readonly Int32Array[], parents: readonly Int32Array[]): void {
    this.states.push(...states);
    this.parents.push(...parents);
  }

  /** The block that a state is in; it starts there at `offset`. */
  block(id: number): Int32Array {
    // Reserved before any state is put there.
    return this.states[id >>> BLOCK_BITS] as Int32Array;
  }
  offset(id: number): number {
    return (id & (BLOCK - 1)) * this.words;
  }

  /** Gives up the block of the last state in it. */
  release(id: number): void {
    if ((id & (BLOCK - 1)) !== BLOCK - 1) return;
    this.states[id >>> BLOCK_BITS] = new Int32Array(0);
    this.parents[id >>> BLOCK_BITS] = new Int32Array(0);
  }

  /** The memory of the first states, as it is. */
  upTo(size: number): Blocks {
    const cut = (blocks: readonly Int32Array[], each: number) =>
      blocks
        .slice(0, Math.ceil(size / BLOCK))
        .map((block, i) => block.subarray(0, Math.min(BLOCK, size - i * BLOCK) * each));
    return { states: cut(this.states, this.words), parents: cut(this.parents, 1) };
  }

  parent(id: number): number {
    return this.parents[id >>> BLOCK_BITS]?.[id & (BLOCK - 1)] ?? -1;
  }
  setParent(id: number, parent: number): void {
    const block = this.parents[id >>> BLOCK_BITS];
    if (block) block[id & (BLOCK - 1)] = parent;
  }
}

const shared = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
