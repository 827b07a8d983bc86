import { roomFor } from '../../learn/room.ts';
import type { Arena, Blocks } from './arena.ts';
import { type Answers, type Command, type Expand, Member } from './member.ts';
import type { Program } from './program.ts';
import { Remote } from './remote.ts';
import { CHUNK, type Expanded, type Placed } from './slice.ts';

/** Integers that a lane has room for at first. */
const LANE = 1 << 16;

/**
 * Everybody who takes part in a search, led through it phase by phase: this thread, and others
 * that join once there is enough to do. The result is the same however many there are.
 */
export class Crew {
  readonly #isCompact: boolean;
  #local: Member;
  #remotes: readonly Remote[] = [];
  /** Threads that were started and have not joined yet. */
  #recruits: readonly Remote[] = [];
  /** Of each member, its lanes to each owner. */
  #lanes: Int32Array[][] = [];
  #directory = roomFor(null, 1024);
  #by = roomFor(null, 1024);
  #todo = roomFor(null, 1024);
  #next = roomFor(null, 1);
  #chunks = 0;
  #fresh: readonly Answers['insert'][] = [];

  constructor(program: Program, isCompact: boolean) {
    this.#isCompact = isCompact;
    this.#local = new Member(0, 1, program, isCompact);
    this.#makeLanes(LANE);
  }

  get size(): number {
    return 1 + this.#remotes.length;
  }
  /** How many there were at most. */
  most = 1;

  /** Bytes of the table and of what is on the way to it. */
  get bytes(): number {
    const lanes = this.#lanes.flat().reduce((sum, { byteLength }) => sum + byteLength, 0);
    return this.#fresh.reduce((sum, { bytes }) => sum + bytes, lanes);
  }

  /** Starts threads, up to so many members in all. @param waits returns when all are ready */
  recruit(members: number, waits = false): void {
    if (this.#recruits.length + this.size >= members) return;
    this.#recruits = Array.from({ length: members - 1 }, () => new Remote());
    if (waits) for (const recruit of this.#recruits) recruit.wait();
  }

  /** Lets the threads join that were started, if all of them are ready. */
  join(program: Program, arena: Arena, size: number): void {
    if (this.#recruits.length === 0 || !this.#recruits.every(({ isReady }) => isReady)) return;
    this.#remotes = this.#recruits;
    this.#recruits = [];
    this.most = this.size;
    this.#local = new Member(0, this.size, program, this.#isCompact);
    for (const [i, remote] of this.#remotes.entries()) {
      const [members, isCompact] = [this.size, this.#isCompact];
      remote.send({ do: 'join', index: i + 1, members, program, isCompact });
      remote.answer();
    }
    this.#makeLanes(LANE);
    this.rebuild(arena, size);
  }

  /** Lets all other threads go. */
  dismiss(): void {
    for (const remote of [...this.#remotes, ...this.#recruits]) remote.leave();
    this.#recruits = [];
    this.#remotes = [];
  }

  /**
   * Expands the states from one to another, not including it.
   * @param missed the chunks to expand again, where only those are left; null for all
   * @param meanwhile what this thread does first, while others have begun
   * @returns null where the room for records was too small: then all of the slice is to be expanded
   */
  expand(
    program: Program,
    [from, to]: readonly [from: number, to: number],
    missed: readonly number[] | null,
    meanwhile = () => {},
  ): Expanded[] | null {
    this.#chunks = Math.ceil((to - from) / CHUNK);
    this.#directory = roomFor(this.#directory, this.#chunks * this.size * 2);
    this.#by = roomFor(this.#by, this.#chunks);
    const list = missed ?? Array.from({ length: this.#chunks }, (_, chunk) => chunk);
    this.#todo = roomFor(this.#todo, list.length);
    this.#todo.set(list);
    this.#next[0] = 0;
    const all: Omit<Expand, 'lanes'> = {
      do: 'expand',
      program,
      from,
      to,
      directory: this.#directory,
      by: this.#by,
      chunks: this.#todo,
      count: list.length,
      next: this.#next,
      goesOn: missed !== null,
    };
    const results = this.#tell(
      'expand',
      (i) => ({ ...all, lanes: this.#lanes[i] ?? [] }),
      meanwhile,
    );
    if (!results.some(({ overflow }) => overflow)) return results;
    this.#makeLanes(2 * (this.#lanes[0]?.[0]?.length ?? LANE));
    return null;
  }

  /** Finds out which of the successors are new; how many there are. */
  insert(): number {
    const [directory, by, chunks] = [this.#directory, this.#by, this.#chunks];
    this.#fresh = this.#tell('insert', (i) => {
      const lanes = this.#lanes.map((own) => own[i] ?? new Int32Array(0));
      return { do: 'insert', lanes, directory, by, chunks };
    });
    return this.#fresh.reduce((sum, { count }) => sum + count, 0);
  }

  /**
   * Puts the new states into the arena from number `base` on, and judges them.
   * @param added memory that the arena has now for them
   */
  place(program: Program, { states, parents, ranks }: Blocks, base: number, start: number) {
    const all = this.#fresh;
    const added = { states, parents, ranks };
    return this.#tell('place', () => ({ do: 'place', program, added, all, base, start }));
  }

  /** Judges the new states again. */
  judge(program: Program): Placed[] {
    return this.#tell('judge', () => ({ do: 'judge', program }));
  }

  /** Gives up the states before one; only where they will not be asked for. */
  release(before: number): void {
    this.#tell('release', () => ({ do: 'release', before }));
  }

  /** Fills the table again, from an arena that is new to everybody. */
  rebuild(arena: Arena, size: number): void {
    const { words, states, parents, ranks } = arena;
    const blocks = { states, parents, ranks };
    this.#tell('rebuild', () => ({ do: 'rebuild', words, blocks, size }));
  }

  /** Has all members do something at the same time; their answers in order. */
  #tell<D extends Command['do']>(
    _: D,
    command: (member: number) => Command & { readonly do: D },
    meanwhile = () => {},
  ): Answers[D][] {
    for (const [i, remote] of this.#remotes.entries()) remote.send(command(i + 1));
    meanwhile();
    const own = this.#local.do(command(0));
    // What a member answers goes by what it was told.
    return [own, ...this.#remotes.map((remote) => remote.answer())] as Answers[D][];
  }

  #makeLanes(length: number): void {
    const members = Array.from({ length: this.size });
    this.#lanes = members.map(() => members.map(() => roomFor(null, length)));
  }
}
