/** What follows the last field that a step touches. */
export const DONE = 0;
/** In the place of a code: whatever it was before. */
export const ANY = -1;

/** What a step does at one field: from a code (or any) to a code. */
export interface Change {
  readonly level: number;
  readonly was: number;
  readonly becomes: number;
}

const LEVEL = 0;
const COUNT = 1;
const ROWS = 2;
const ROW = 3;

/**
 * What steps do, as decision diagrams in the order of the levels: a node has a level and rows of a
 * code before, a code after, and the node for what is touched below. Levels between two nodes stay
 * as they are. Nodes are made once and never go.
 */
export class Transitions {
  rows = new Int32Array(1 << 12);
  #length = ROWS;
  readonly #known = new Map<string, number>();

  level(node: number): number {
    return this.rows[node + LEVEL] ?? 0;
  }
  /** Where the rows of a node begin. */
  first(node: number): number {
    return node + ROWS;
  }
  /** Where they end. */
  end(node: number): number {
    return node + ROWS + ROW * (this.rows[node + COUNT] ?? 0);
  }

  /**
   * The node of several lists of changes that touch the same levels.
   * @param cubes each by ascending levels
   */
  of(cubes: readonly (readonly Change[])[], from = 0): number {
    const level = cubes[0]?.[from]?.level;
    if (level === undefined) return DONE;
    const parts = new Map<string, (readonly Change[])[]>();
    for (const cube of cubes) {
      const change = cube[from];
      const key = `${change?.was} ${change?.becomes}`;
      const part = parts.get(key);
      if (part) part.push(cube);
      else parts.set(key, [cube]);
    }
    const rows = [...parts.values()].map((part) => {
      const { was = ANY, becomes = 0 } = part[0]?.[from] ?? {};
      return [was, becomes, this.of(part, from + 1)] as const;
    });
    rows.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return this.#make(level, rows);
  }

  #make(level: number, rows: readonly (readonly [number, number, number])[]): number {
    const items = [level, rows.length, ...rows.flat()];
    const key = items.join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const at = this.#length;
    this.#length += items.length;
    if (this.#length > this.rows.length) {
      const larger = new Int32Array(Math.max(this.rows.length * 2, this.#length));
      larger.set(this.rows);
      this.rows = larger;
    }
    this.rows.set(items, at);
    this.#known.set(key, at);
    return at;
  }
}
