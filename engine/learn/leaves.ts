import type { Layout } from './layout.ts';
import { roomFor } from './room.ts';

/** What a step writes: fields and their new codes. */
export interface Writes {
  readonly fields: readonly number[];
  readonly codes: readonly number[];
}

/** Offsets 0 and 1 stand for no and yes. */
const FIRST_OFFSET = 2;

/**
 * What steps do to a packed state, in one array of integers. The leaf at an offset is its number,
 * how many words it changes, and for each: which, the bits to keep, the bits to put.
 */
export class Leaves {
  array: Int32Array = roomFor(null, 1024);
  #length = FIRST_OFFSET;
  #layout: Layout;
  readonly #writes: Writes[] = [];
  readonly #refs: number[] = [];
  readonly #known = new Map<string, number>();

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  get count(): number {
    return this.#writes.length;
  }

  get bytes(): number {
    return this.array.byteLength;
  }

  /** What the leaf of a number writes. */
  writes(leaf: number): Writes {
    return this.#writes[leaf] ?? { fields: [], codes: [] };
  }

  /** The leaf that writes this, as what a slot of a trie refers to. */
  refOf(writes: Writes): number {
    const key = `${writes.fields} ${writes.codes}`;
    const known = this.#known.get(key);
    if (known !== undefined) return this.#refs[known] ?? 0;
    const leaf = this.#writes.push(writes) - 1;
    this.#known.set(key, leaf);
    const ref = this.#append(leaf, writes);
    this.#refs[leaf] = ref;
    return ref;
  }

  /** Lays every leaf out again; tells what refers to each now. */
  moveTo(layout: Layout): ReadonlyMap<number, number> {
    this.#layout = layout;
    this.#length = FIRST_OFFSET;
    const moved = new Map<number, number>();
    for (const [leaf, writes] of this.#writes.entries()) {
      const ref = this.#append(leaf, writes);
      moved.set(this.#refs[leaf] ?? 0, ref);
      this.#refs[leaf] = ref;
    }
    return moved;
  }

  #append(leaf: number, { fields, codes }: Writes): number {
    const { word, shift, mask } = this.#layout;
    const changes = new Map<number, { keep: number; put: number }>();
    for (const [i, field] of fields.entries()) {
      const at = word[field] ?? 0;
      const change = changes.get(at) ?? { keep: -1, put: 0 };
      const up = shift[field] ?? 0;
      change.keep &= ~((mask[field] ?? 0) << up);
      change.put |= (codes[i] ?? 0) << up;
      changes.set(at, change);
    }
    const at = this.#length;
    this.#length += 2 + 3 * changes.size;
    this.array = roomFor(this.array, this.#length);
    const items = [...changes].flatMap(([where, { keep, put }]) => [where, keep, put]);
    this.array.set([leaf, changes.size, ...items], at);
    return -1 - at;
  }
}
