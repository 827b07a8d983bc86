import type { Arena } from './arena.ts';
import { Expander } from './expander.ts';
import { Lanes } from './lanes.ts';
import { type Fresh, Owner, type Placement, type Stretch } from './owner.ts';
import type { Program } from './program.ts';
import { CHUNK, type Expanded, type Placed } from './slice.ts';

/** One thread's part in a search: it expands chunks, and owns a part of the table. */
export class Member {
  readonly owner: Owner;
  readonly #lanes: Lanes;
  readonly #expander: Expander;
  /** Where the slice that was expanded last begins. */
  #from = -1;
  #placement: Placement = { ids: new Int32Array(0) };

  constructor(index: number, members: number, program: Program) {
    this.owner = new Owner(index, members, program.words);
    this.#lanes = new Lanes(members);
    this.#expander = new Expander(program, this.#lanes);
  }

  /**
   * Expands states `from` to `to`, by chunks as `next` hands them out.
   * @param directory where to note, for each chunk and owner, the stretch of the lane; see `Crew`
   */
  expand({ program, arena, from, to, lanes, directory, by }: Slice, next: () => number): Expanded {
    this.#lanes.begin(program.words, lanes);
    this.#expander.begin(program, from !== this.#from);
    this.#from = from;
    const { lengths } = this.#lanes;
    const owners = lengths.length;
    for (let chunk = next(); from + chunk * CHUNK < to; chunk = next()) {
      by[chunk] = this.owner.index;
      const entry = chunk * owners * 2;
      for (let o = 0; o < owners; o++) directory[entry + 2 * o] = lengths[o] ?? 0;
      const end = Math.min(to, from + (chunk + 1) * CHUNK);
      for (let id = from + chunk * CHUNK; id < end; id++) {
        this.#expander.expand(arena, id, id - from);
      }
      for (let o = 0; o < owners; o++) directory[entry + 2 * o + 1] = lengths[o] ?? 0;
    }
    return this.#expander.result();
  }

  /** Adds what belongs to this member to its table; how many states were new. */
  insert(stretches: Iterable<Stretch>): Fresh {
    this.owner.insert(stretches);
    return this.owner;
  }

  place(arena: Arena, all: readonly Fresh[], base: number, start: number): void {
    this.#placement = this.owner.place(arena, all, base, start);
  }

  judge(program: Program): Placed {
    return this.owner.judge(program, this.#placement);
  }
}

/** What a member needs to take part in expanding a slice. */
export interface Slice {
  readonly program: Program;
  readonly arena: Arena;
  readonly from: number;
  readonly to: number;
  /** The lanes that this member fills. */
  readonly lanes: Int32Array[];
  readonly directory: Int32Array;
  readonly by: Int32Array;
}
