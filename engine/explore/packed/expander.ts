import { NO, UNKNOWN, YES } from '../../learn/tries.ts';
import type { Arena } from './arena.ts';
import { Before } from './before.ts';
import { Canon } from './canon.ts';
import type { Lanes } from './lanes.ts';
import { GROUP, type Program } from './program.ts';
import { Recent } from './recent.ts';
import { type Across, type Expanded, type Miss, NEVER, RANKS } from './slice.ts';
import { hashOf, shardOf } from './table.ts';

/** Misses that are worth noting: what one of them teaches mostly answers the others. */
const MISSES = 4096;

/**
 * Takes every step of the states of a slice by what has been learned. This is the hot loop, the
 * same for every model. (`?? 0` is for the compiler: every index is in range.)
 */
export class Expander {
  #program: Program;
  /** The state at hand, then its successor. */
  #pair = new Int32Array(0);
  #fired = new Int32Array(0);
  #refused = new Int32Array(0);
  #misses: Miss[] = [];
  #across: Across[] = [];
  #deadlock = NEVER;
  #transitions = 0;
  #hasMissed = false;
  /** What there was before the chunk at hand. */
  #before = new Before(0);
  #orbits: Program['orbits'] = null;
  #canon: Canon | null = null;
  #recent: Recent | null = null;
  readonly #remembers: boolean;
  readonly #lanes: Lanes;

  /** @param remembers leaves out what was found lately, so that not every edge is told */
  constructor(program: Program, lanes: Lanes, remembers: boolean) {
    this.#remembers = remembers;
    this.#program = program;
    this.#lanes = lanes;
  }

  /**
   * Before each slice: what has been learned may have changed.
   * @param isNext the slice before was expanded to its end, and this one is another
   */
  begin(program: Program, isNext: boolean): void {
    this.#program = program;
    const { words, steps, orbits } = program;
    if (this.#pair.length !== 2 * words) this.#pair = new Int32Array(2 * words);
    if (orbits?.tables !== this.#orbits?.tables || orbits?.layout !== this.#orbits?.layout) {
      this.#canon = orbits && new Canon(orbits);
    }
    this.#orbits = orbits;
    this.#fired = new Int32Array(steps);
    this.#refused = new Int32Array(steps);
    if (this.#before.fired.length !== steps) this.#before = new Before(steps);
    this.#misses = [];
    this.#across = [];
    this.#deadlock = NEVER;
    this.#transitions = 0;
    if (!this.#remembers) return;
    if (this.#recent?.words !== words) this.#recent = new Recent(words);
    else if (!isNext) this.#recent.forget();
  }

  /** Before each chunk. */
  beginChunk(): void {
    this.#hasMissed = false;
    this.#before.fired.set(this.#fired);
    this.#before.refused.set(this.#refused);
    this.#before.across = this.#across.length;
    this.#before.deadlock = this.#deadlock;
    this.#before.transitions = this.#transitions;
    this.#lanes.mark();
  }

  /** After each chunk: whether all of it was known. If not it is as if it had not been expanded. */
  endChunk(): boolean {
    if (!this.#hasMissed) return true;
    this.#fired.set(this.#before.fired);
    this.#refused.set(this.#before.refused);
    this.#across.length = this.#before.across;
    this.#deadlock = this.#before.deadlock;
    this.#transitions = this.#before.transitions;
    this.#lanes.reset();
    return false;
  }

  /** @param missed the chunks in which something was unknown */
  result(missed: readonly number[] = []): Expanded {
    return {
      misses: this.#misses,
      missed,
      across: this.#across,
      deadlock: this.#deadlock,
      transitions: this.#transitions,
      fired: this.#fired,
      refused: this.#refused,
      overflow: this.#lanes.overflow,
    };
  }

  /** Expands the state `id`, which is at `place` of the slice. */
  expand(arena: Arena, id: number, place: number): void {
    const { words, nodes, groups, groupCount } = this.#program;
    const pair = this.#pair;
    const block = arena.block(id);
    const offset = arena.offset(id);
    for (let i = 0; i < words; i++) pair[i] = block[offset + i] ?? 0;
    this.#canon?.begin(pair, 0);
    let order = place * RANKS;
    let moved = false;
    let inside = false;
    for (let group = 0; group < groupCount * GROUP; group += GROUP) {
      const label =
        ((pair[groups[group] ?? 0] ?? 0) >>> (groups[group + 1] ?? 0)) & (groups[group + 2] ?? 0);
      const list = groups[(groups[group + 4] ?? 0) + label] ?? 0;
      if (groups[list + 1] === 0) inside = true;
      const end = list + 2 + (groups[list] ?? 0);
      for (let i = list + 2; i < end; i++) {
        const step = groups[i] ?? 0;
        let ref = nodes[step + 1] ?? 0;
        while (ref > 0) {
          const bits = pair[nodes[ref] ?? 0] ?? 0;
          const code = (bits >>> (nodes[ref + 1] ?? 0)) & (nodes[ref + 2] ?? 0);
          ref = code < (nodes[ref + 3] ?? 0) ? (nodes[(nodes[ref + 4] ?? 0) + code] ?? 0) : 0;
        }
        if (ref === NO) {
          this.#refused[step] = (this.#refused[step] ?? 0) + 1;
        } else if (ref === UNKNOWN) {
          this.#miss(place, step, -1);
          moved = true;
        } else {
          this.#fired[step] = (this.#fired[step] ?? 0) + 1;
          if (this.#take(-1 - ref, step, order)) moved = true;
          order += 1;
        }
      }
    }
    this.#transitions += order - place * RANKS;
    if (inside && !moved && this.#deadlock === NEVER) this.#deadlock = place;
  }

  /** Takes a step by its leaf; whether it changed anything. */
  #take(leaf: number, step: number, order: number): boolean {
    const { words, leaves } = this.#program;
    const pair = this.#pair;
    for (let i = 0; i < words; i++) pair[words + i] = pair[i] ?? 0;
    let changed = 0;
    const end = leaf + 2 + 3 * (leaves[leaf + 1] ?? 0);
    for (let i = leaf + 2; i < end; i += 3) {
      const at = leaves[i] ?? 0;
      const old = pair[at] ?? 0;
      const bits = (old & (leaves[i + 1] ?? 0)) | (leaves[i + 2] ?? 0);
      pair[words + at] = bits;
      changed |= bits ^ old;
    }
    this.#judge(step, order);
    if (changed === 0) return false;
    this.#canon?.applyNext(pair, words, 0);
    const hash = hashOf(pair, words, words);
    if (this.#recent?.has(pair, words, hash)) return true;
    this.#lanes.put(shardOf(hash), pair, words, hash, order, step);
    return true;
  }

  /** Judges the step properties that may not hold across this step. */
  #judge(step: number, order: number): void {
    const { across, acrossTries, steps } = this.#program;
    const list = across[step] ?? 0;
    const end = list + 1 + (across[list] ?? 0);
    for (let i = list + 1; i < end; i++) {
      const claim = across[i] ?? 0;
      const ref = this.#find(acrossTries + claim * steps + step);
      if (ref === YES) continue;
      if (ref === UNKNOWN) this.#miss(Math.floor(order / RANKS), step, claim);
      else this.#across.push({ claim, step, order });
    }
  }

  #find(trie: number): number {
    const { nodes } = this.#program;
    let ref = nodes[trie + 1] ?? 0;
    while (ref > 0) {
      const bits = this.#pair[nodes[ref] ?? 0] ?? 0;
      const code = (bits >>> (nodes[ref + 1] ?? 0)) & (nodes[ref + 2] ?? 0);
      ref = code < (nodes[ref + 3] ?? 0) ? (nodes[(nodes[ref + 4] ?? 0) + code] ?? 0) : 0;
    }
    return ref;
  }

  #miss(place: number, step: number, claim: number): void {
    this.#hasMissed = true;
    if (this.#misses.length < MISSES) this.#misses.push({ place, step, claim });
  }
}
