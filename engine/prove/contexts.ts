import type { Direction } from './direction.ts';
import { ANY, DONE, type Transitions } from './transitions.ts';

const ROW = 3;
/** Contexts of a level that are told apart. */
const MOST = 256;
const UNKNOWN = -1;

interface Context {
  readonly level: number;
  /** Nodes of what is to be taken from this level down, ascending. */
  readonly moves: readonly number[];
  /** By code: the context of what is below. */
  readonly below: Int32Array;
  /** By code: pairs of the code a step leads to (comes from, going back) and the node below. */
  readonly fires: Int32Array[];
}

/**
 * Which steps are to be taken at and below a node, given the codes above it. A step that only looks
 * at a field belongs where it first changes something: there it is taken in small sets, as often as
 * need be, where at the field that it looks at it would be taken in everything below.
 *
 * Source: the split into what is read and what is written, J. Meijer, G. Kant, S. Blom, J. van de
 * Pol, "Read, write and copy dependencies for symbolic model checking", HVC 2014.
 */
export class Contexts {
  readonly #transitions: Transitions;
  readonly #isBack: boolean;
  readonly #sizes: readonly number[];
  readonly #most: number;
  readonly #all: Context[] = [];
  readonly #ids = new Map<string, number>();
  /** How many there are of each level. */
  readonly #counts: number[];
  /** For each level: the steps that touch nothing above, which every context of it has. */
  readonly #bases: readonly number[];

  /**
   * @param tops the node of each step
   * @param sizes how many codes each level has
   */
  constructor(
    { transitions, isBack }: Pick<Direction, 'transitions' | 'isBack'>,
    tops: readonly number[],
    sizes: readonly number[],
    most = MOST,
  ) {
    this.#transitions = transitions;
    this.#isBack = isBack;
    this.#sizes = sizes;
    this.#most = most;
    this.#counts = Array.from({ length: sizes.length + 1 }, () => 0);
    this.#bases = this.#counts.map((_, level) =>
      this.#make(level, sorted(tops.filter((top) => transitions.level(top) >= level))),
    );
  }

  /** The context of whole vectors: all steps. */
  get whole(): number {
    return this.#bases[0] ?? 0;
  }

  /** The context below a code. */
  below(context: number, code: number): number {
    const below = this.#all[context]?.below[code] ?? UNKNOWN;
    return below === UNKNOWN ? this.#expand(context, code) : below;
  }

  /** What is taken at a level from a code. */
  fires(context: number, code: number): Int32Array {
    this.below(context, code);
    return this.#all[context]?.fires[code] ?? NONE;
  }

  /** Whether there is nothing to be taken. */
  isIdle(context: number): boolean {
    return this.#all[context]?.moves.length === 0;
  }

  #expand(context: number, code: number): number {
    const { level = 0, moves = [], below, fires } = this.#all[context] ?? {};
    const transitions = this.#transitions;
    const pairs: number[] = [];
    const inside = new Set<number>();
    for (const move of moves) {
      if (transitions.level(move) > level) {
        inside.add(move);
        continue;
      }
      for (let at = transitions.first(move); at < transitions.end(move); at += ROW) {
        const rest = transitions.rows[at + 2] ?? DONE;
        for (const other of this.#others(at, code, level)) {
          if (other !== code) pairs.push(other, rest);
          else if (rest !== DONE) inside.add(rest);
        }
      }
    }
    const child = this.#contextOf(level + 1, sorted(inside));
    // Where there are too many, looking is a step like any other.
    const known = new Set(this.#all[child]?.moves);
    for (const move of inside) if (!known.has(move)) pairs.push(code, move);
    if (fires) fires[code] = Int32Array.from(pairs);
    if (below) below[code] = child;
    return child;
  }

  /** Where a row leads from a code, or going back, where it comes from. */
  #others(row: number, code: number, level: number): number[] {
    const [was = ANY, becomes = 0] = this.#transitions.rows.subarray(row, row + 2);
    if (!this.#isBack) return was === ANY || was === code ? [becomes] : [];
    if (becomes !== code) return [];
    return was === ANY ? Array.from({ length: this.#sizes[level] ?? 0 }, (_, i) => i) : [was];
  }

  #contextOf(level: number, moves: readonly number[]): number {
    const known = this.#ids.get(`${level}:${moves}`);
    if (known !== undefined) return known;
    const isFull = (this.#counts[level] ?? 0) >= this.#most;
    return isFull ? (this.#bases[level] ?? 0) : this.#make(level, moves);
  }

  #make(level: number, moves: readonly number[]): number {
    const id = this.#all.length;
    const below = new Int32Array(this.#sizes[level] ?? 0).fill(UNKNOWN);
    this.#all.push({ level, moves, below, fires: [] });
    this.#ids.set(`${level}:${moves}`, id);
    this.#counts[level] = (this.#counts[level] ?? 0) + 1;
    return id;
  }
}

const NONE = new Int32Array(0);

const sorted = (moves: Iterable<number>): number[] => [...new Set(moves)].sort((a, b) => a - b);
