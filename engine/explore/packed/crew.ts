import { roomFor } from '../../learn/room.ts';
import type { Arena } from './arena.ts';
import { Member } from './member.ts';
import type { Stretch } from './owner.ts';
import type { Program } from './program.ts';
import { CHUNK, type Expanded, type Placed } from './slice.ts';

/** Integers that a lane has room for at first. */
const LANE = 1 << 16;

/** Everybody who takes part in a search, led through it phase by phase. */
export class Crew {
  readonly #members: readonly Member[];
  #lanes: Int32Array[][];
  #directory = roomFor(null, 1024);
  #by = roomFor(null, 1024);
  #chunks = 0;

  constructor(program: Program) {
    this.#members = [new Member(0, 1, program)];
    this.#lanes = this.#members.map(() => this.#members.map(() => roomFor(null, LANE)));
  }

  get bytes(): number {
    const lanes = this.#lanes.flat().reduce((sum, { byteLength }) => sum + byteLength, 0);
    return this.#members.reduce((sum, { owner }) => sum + owner.bytes, lanes);
  }

  /** Expands the states from one to another, not including it. */
  expand(program: Program, arena: Arena, from: number, to: number): Expanded[] {
    const owners = this.#members.length;
    this.#chunks = Math.ceil((to - from) / CHUNK);
    this.#directory = roomFor(this.#directory, this.#chunks * owners * 2);
    this.#by = roomFor(this.#by, this.#chunks);
    for (;;) {
      let chunk = 0;
      const next = () => chunk++;
      const [directory, by] = [this.#directory, this.#by];
      const results = this.#members.map((member, i) =>
        member.expand(
          { program, arena, from, to, lanes: this.#lanes[i] ?? [], directory, by },
          next,
        ),
      );
      if (!results.some(({ overflow }) => overflow)) return results;
      this.#lanes = this.#lanes.map((own) => own.map((lane) => roomFor(null, lane.length * 2)));
    }
  }

  /** Finds out which of the successors are new; how many there are. */
  insert(): number {
    const fresh = this.#members.map((member, i) => member.insert(this.#stretches(i)));
    return fresh.reduce((sum, { count }) => sum + count, 0);
  }

  place(arena: Arena, base: number, start: number): void {
    const all = this.#members.map(({ owner }) => owner);
    for (const member of this.#members) member.place(arena, all, base, start);
  }

  judge(program: Program): Placed[] {
    return this.#members.map((member) => member.judge(program));
  }

  /** Adds the first state. */
  include(arena: Arena, id: number): void {
    for (const { owner } of this.#members) owner.include(arena.block(id), arena.offset(id));
  }

  rebuild(arena: Arena, size: number): void {
    for (const { owner } of this.#members) owner.rebuild(arena, size);
  }

  *#stretches(owner: number): Iterable<Stretch> {
    const owners = this.#members.length;
    for (let chunk = 0; chunk < this.#chunks; chunk++) {
      const lane = this.#lanes[this.#by[chunk] ?? 0]?.[owner];
      const entry = (chunk * owners + owner) * 2;
      const [from, to] = [this.#directory[entry] ?? 0, this.#directory[entry + 1] ?? 0];
      if (lane) yield { lane, from, to };
    }
  }
}
