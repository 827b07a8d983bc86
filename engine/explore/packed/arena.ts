/** States in a block of the arena, as a power of two. */
export const BLOCK_BITS = 14;
const BLOCK = 1 << BLOCK_BITS;

/** Memory of the arena, as it is handed to other threads. */
export interface Blocks {
  readonly states: Int32Array[];
  readonly parents: Int32Array[];
  readonly ranks: Uint16Array[];
}

/** Every state of a search in the order of discovery, packed, with the state it came from. */
export class Arena {
  readonly states: Int32Array[] = [];
  readonly parents: Int32Array[] = [];
  readonly ranks: Uint16Array[] = [];
  readonly words: number;
  /**
   * Whether states may be given up again. Then there is also kept which of the steps out of its
   * parent, counted from 0, led to each, so that it can be found again.
   */
  readonly isCompact: boolean;

  constructor(words: number, isCompact = false) {
    this.words = words;
    this.isCompact = isCompact;
  }

  get bytes(): number {
    const all: readonly { readonly byteLength: number }[] = [
      ...this.states,
      ...this.parents,
      ...this.ranks,
    ];
    return all.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Whether no state was given up. */
  get isWhole(): boolean {
    return this.states[0]?.length !== 0;
  }

  /** Makes room for states up to `size`; the blocks that this took. */
  reserve(size: number): Blocks {
    const added: Blocks = { states: [], parents: [], ranks: [] };
    for (let block = this.states.length; block * BLOCK < size; block++) {
      added.states.push(shared(BLOCK * this.words));
      added.parents.push(shared(BLOCK));
      if (this.isCompact) added.ranks.push(new Uint16Array(new SharedArrayBuffer(2 * BLOCK)));
    }
    this.take(added);
    return added;
  }

  /** Takes over blocks, those of another thread among them. */
  take({ states, parents, ranks }: Blocks): void {
    // One by one: a call takes only so many arguments.
    for (const block of states) this.states.push(block);
    for (const block of parents) this.parents.push(block);
    for (const block of ranks) this.ranks.push(block);
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

  /** Gives up the states of all blocks that end before a state. */
  releaseBefore(id: number): void {
    for (let block = (id >>> BLOCK_BITS) - 1; block >= 0; block--) {
      if (this.states[block]?.length === 0) return;
      this.states[block] = new Int32Array(0);
    }
  }

  /** The memory of the first states, as it is. */
  upTo(size: number): Pick<Blocks, 'states' | 'parents'> {
    const cut = (blocks: readonly Int32Array[], each: number) =>
      blocks
        .slice(0, Math.ceil(size / BLOCK))
        .map((block, i) => block.subarray(0, Math.min(BLOCK, size - i * BLOCK) * each));
    return { states: cut(this.states, this.words), parents: cut(this.parents, 1) };
  }

  parent(id: number): number {
    return this.parents[id >>> BLOCK_BITS]?.[id & (BLOCK - 1)] ?? -1;
  }
  /** Which of the steps out of its parent led to a state; only of a compact arena. */
  rank(id: number): number {
    return this.ranks[id >>> BLOCK_BITS]?.[id & (BLOCK - 1)] ?? 0;
  }
  setParent(id: number, parent: number, rank: number): void {
    const block = this.parents[id >>> BLOCK_BITS];
    if (block) block[id & (BLOCK - 1)] = parent;
    const ranks = this.ranks[id >>> BLOCK_BITS];
    if (ranks) ranks[id & (BLOCK - 1)] = rank;
  }
}

const shared = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
