import { Arena, type Blocks } from './arena.ts';
import { Expander } from './expander.ts';
import { Lanes } from './lanes.ts';
import { type Fresh, Owner, type Stretch } from './owner.ts';
import type { Program } from './program.ts';
import { CHUNK, type Expanded, type Placed } from './slice.ts';

/** What a member of the crew is told to do. Plain data, whose arrays are shared. */
export type Command =
  | Expand
  | Insert
  | {
      readonly do: 'place';
      readonly program: Program;
      /** Memory that the arena has now. */
      readonly added: Blocks;
      /** The new states of every owner, the number of the first, that of the slice's first. */
      readonly all: readonly Fresh[];
      readonly base: number;
      readonly start: number;
    }
  | { readonly do: 'judge'; readonly program: Program }
  /** Give up the states before one. */
  | { readonly do: 'release'; readonly before: number }
  /** The arena was laid out anew: fill the table again, with so many states. */
  | {
      readonly do: 'rebuild';
      readonly words: number;
      readonly blocks: Blocks;
      readonly size: number;
    };

/** Expand the states of a slice, chunk by chunk. */
export interface Expand {
  readonly do: 'expand';
  readonly program: Program;
  readonly from: number;
  readonly to: number;
  /** The lanes that this member fills, one for each owner. */
  readonly lanes: Int32Array[];
  /** For each chunk and owner, where the chunk's records begin and end in the lane. */
  readonly directory: Int32Array;
  /** For each chunk, the member that expanded it. */
  readonly by: Int32Array;
  /** The chunks to expand, how many; the place there of the next one that nobody has taken. */
  readonly chunks: Int32Array;
  readonly count: number;
  readonly next: Int32Array;
  /** Whether others of the slice have been expanded, whose records are to stay. */
  readonly goesOn: boolean;
}

/** Look up what was put in the lanes of this owner. */
export interface Insert {
  readonly do: 'insert';
  /** The lanes of this owner, one for each member. */
  readonly lanes: readonly Int32Array[];
  readonly directory: Int32Array;
  readonly by: Int32Array;
  readonly chunks: number;
}

/** What a member answers, by what it was told. */
export interface Answers {
  expand: Expanded;
  insert: Fresh & { readonly bytes: number };
  place: Placed;
  judge: Placed;
  release: null;
  rebuild: null;
}

/** One thread's part in a search: it expands chunks, and owns a part of the table. */
export class Member {
  readonly #index: number;
  readonly #isCompact: boolean;
  readonly #owner: Owner;
  readonly #lanes: Lanes;
  readonly #expander: Expander;
  #arena: Arena;
  /** Where the slice that was expanded last begins; -1 where that says nothing. */
  #from = -1;

  constructor(index: number, members: number, program: Program, isCompact: boolean) {
    this.#index = index;
    this.#isCompact = isCompact;
    this.#owner = new Owner(index, members, program.words, isCompact);
    this.#lanes = new Lanes(members);
    this.#expander = new Expander(program, this.#lanes, true);
    this.#arena = new Arena(program.words, isCompact);
  }

  do(command: Command): Answers[Command['do']] {
    switch (command.do) {
      case 'expand':
        return this.#expand(command);
      case 'insert': {
        this.#owner.insert(stretches(command, this.#index));
        const { fresh, count, bytes } = this.#owner;
        return { fresh, count, bytes };
      }
      case 'place':
        this.#arena.take(command.added);
        this.#owner.place(this.#arena, command.all, command.base, command.start);
        return this.#owner.judge(command.program);
      case 'judge':
        return this.#owner.judge(command.program);
      case 'release':
        this.#arena.releaseBefore(command.before);
        return null;
      case 'rebuild':
        this.#from = -1;
        this.#arena = new Arena(command.words, this.#isCompact);
        this.#arena.take(command.blocks);
        this.#owner.rebuild(this.#arena, command.size);
        return null;
    }
  }

  #expand(command: Expand): Expanded {
    const { program, from, lanes, by, chunks, count, next, goesOn } = command;
    this.#lanes.begin(program.words, lanes, goesOn);
    this.#expander.begin(program, this.#from >= 0 && from !== this.#from);
    this.#from = from;
    const missed: number[] = [];
    const take = () => Atomics.add(next, 0, 1);
    for (let i = take(); i < count; i = take()) {
      const chunk = chunks[i] ?? 0;
      by[chunk] = this.#index;
      if (!this.#expandChunk(chunk, command)) missed.push(chunk);
    }
    return this.#expander.result(missed);
  }

  /** Expands the states of a chunk; whether all about them was known. */
  #expandChunk(chunk: number, { from, to, directory }: Expand): boolean {
    const { lengths } = this.#lanes;
    const owners = lengths.length;
    const entry = chunk * owners * 2;
    for (let o = 0; o < owners; o++) directory[entry + 2 * o] = lengths[o] ?? 0;
    const end = Math.min(to, from + (chunk + 1) * CHUNK);
    this.#expander.beginChunk();
    for (let id = from + chunk * CHUNK; id < end; id++) {
      this.#expander.expand(this.#arena, id, id - from);
    }
    const isKnown = this.#expander.endChunk();
    for (let o = 0; o < owners; o++) directory[entry + 2 * o + 1] = lengths[o] ?? 0;
    return isKnown;
  }
}

function* stretches({ lanes, directory, by, chunks }: Insert, owner: number): Iterable<Stretch> {
  for (let chunk = 0; chunk < chunks; chunk++) {
    const lane = lanes[by[chunk] ?? 0];
    const entry = (chunk * lanes.length + owner) * 2;
    if (lane) yield { lane, from: directory[entry] ?? 0, to: directory[entry + 1] ?? 0 };
  }
}
