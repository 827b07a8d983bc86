import { freezeAll } from '../system/shape.ts';
import type { Sort } from '../system/system.ts';
import { permutations } from './permutations.ts';
import { inverse, type Renaming, renamed, renamings } from './renaming.ts';
import type { Structure } from './structure.ts';

/** What it takes to rename the ids of packed states, as plain data that any thread can use. */
export interface OrbitTables {
  readonly renamings: number;
  /** Ids are numbered through all sorts; sort `s` has those from `starts[s]` to `starts[s + 1]`. */
  readonly starts: Int32Array;
  /** By renaming and place of an id: the id that comes to this place. */
  readonly comes: Int32Array;
  /**
   * For each sort where its part of `orders` is, and what a step of its order adds to the number of
   * the renaming. In `orders`, by the ids in the order in which they come, read as digits, the
   * number of that order.
   */
  readonly strides: Int32Array;
  readonly orders: Int32Array;
  readonly fields: number;
  /** By renaming and field: the field that its value comes from. */
  readonly from: Int32Array;
  /** For each field: where its codes begin in `codes` and `hints`. */
  readonly first: Int32Array;
  /** By code and renaming: the code of the renamed value. */
  readonly codes: Int32Array;
  /**
   * What tells ids apart whatever they are called: for each code a number that is the same for all
   * renamings of its value, then where its mentions are: their number, and pairs of an id and a
   * number that says in which way it is mentioned.
   */
  readonly hints: Int32Array;
  readonly mentions: Int32Array;
  /** For each field where its ids are: their number, then pairs of an id and a number as above. */
  readonly owners: Int32Array;
}

/** The ids of a run and how they can be renamed. */
export class Orbits {
  readonly sorts: readonly Sort[];
  readonly renamings: readonly Renaming[];
  readonly #structure: Structure;
  readonly #ids: readonly string[];
  /** What does not change when dictionaries grow. */
  readonly #fixed: Omit<OrbitTables, 'first' | 'codes' | 'hints' | 'mentions'>;
  /** How many values of each dictionary have all their renamings. */
  readonly #closed = new Map<object, number>();
  #tables: OrbitTables | null = null;
  #size = 0;

  constructor(structure: Structure, sorts: readonly Sort[]) {
    this.#structure = structure;
    this.sorts = sorts;
    this.renamings = renamings(sorts);
    this.#ids = sorts.flatMap(({ ids }) => ids);
    this.#fixed = this.#fixedTables();
    this.close();
  }

  /** Sees to it that a dictionary which has a value has all its renamings. */
  close(): void {
    for (const dictionary of this.#structure.dictionaries) {
      const done = this.#closed.get(dictionary) ?? 0;
      if (done === dictionary.size) continue;
      for (const value of dictionary.values.slice(done)) {
        if (!this.mentions(value)) continue;
        for (const renaming of this.renamings) {
          dictionary.code(freezeAll(renamed(value, renaming)));
        }
      }
      // What was added are renamings themselves.
      this.#closed.set(dictionary, dictionary.size);
    }
  }

  /** Whether a value is or holds an id of a symmetric sort. */
  mentions(value: unknown): boolean {
    return idsIn(value).some((id) => this.#ids.includes(id));
  }

  /** The codes of a state with its ids renamed. */
  rename(codes: ArrayLike<number>, renaming: Renaming): Int32Array {
    const result = new Int32Array(codes.length);
    const { paths, dictionaries } = this.#structure;
    for (let field = 0; field < codes.length; field++) {
      const to = this.#structure.fieldAt(...renamedPath(paths[field] ?? '', renaming));
      if (to === null) continue;
      const value = renamed(this.#structure.value(field, codes[field] ?? 0), renaming);
      result[to] = dictionaries[to]?.find(value) ?? -1;
    }
    return result;
  }

  /** The tables for all that the dictionaries hold now. */
  get tables(): OrbitTables {
    const size = this.#structure.dictionaries.reduce((sum, each) => sum + each.size, 0);
    if (this.#tables && size === this.#size) return this.#tables;
    this.#size = size;
    this.#tables = { ...this.#fixed, ...this.#codeTables() };
    return this.#tables;
  }

  #fixedTables(): Omit<OrbitTables, 'first' | 'codes' | 'hints' | 'mentions'> {
    const { paths } = this.#structure;
    const starts = [0];
    for (const { ids } of this.sorts) starts.push((starts.at(-1) ?? 0) + ids.length);
    return {
      renamings: this.renamings.length,
      starts: Int32Array.from(starts),
      comes: Int32Array.from(
        this.renamings.flatMap((renaming) => {
          const back = inverse(renaming);
          return this.#ids.map((id) => this.#ids.indexOf(back.get(id) ?? id));
        }),
      ),
      ...ordersOf(this.sorts),
      fields: paths.length,
      from: Int32Array.from(
        this.renamings.flatMap((renaming) => {
          const back = inverse(renaming);
          return paths.map((path) => this.#structure.fieldAt(...renamedPath(path, back)) ?? 0);
        }),
      ),
      owners: this.#owners(),
    };
  }

  #codeTables() {
    const { dictionaries } = this.#structure;
    const starts = new Map<object, number>();
    const codes: number[] = [];
    const hints: number[] = [];
    const mentions: number[] = [];
    for (const dictionary of dictionaries) {
      if (starts.has(dictionary)) continue;
      starts.set(dictionary, hints.length / 2);
      for (const value of dictionary.values) {
        for (const renaming of this.renamings) {
          codes.push(dictionary.find(renamed(value, renaming)) ?? 0);
        }
        const found = this.#mentionsIn(value);
        hints.push(this.#hint(value), mentions.length);
        mentions.push(found.length, ...found.flat());
      }
    }
    return {
      first: Int32Array.from(dictionaries.map((each) => starts.get(each) ?? 0)),
      codes: Int32Array.from(codes),
      hints: Int32Array.from(hints),
      mentions: Int32Array.from(mentions),
    };
  }

  /** A number that is the same for a value and all its renamings. */
  #hint(value: unknown): number {
    const text = JSON.stringify(value, (_, part) =>
      typeof part === 'string' ? this.#sortOf(part) : part,
    );
    return hashText(text);
  }

  /** Which ids a value mentions, each with a number that says at which places of the value. */
  #mentionsIn(value: unknown): [number, number][] {
    const found = new Map<number, string>();
    for (const [place, id] of idsIn(value).entries()) {
      const at = this.#ids.indexOf(id);
      if (at >= 0) found.set(at, `${found.get(at) ?? ''} ${place}`);
    }
    return [...found].map(([id, places]) => [id, hashText(`at${places}`)]);
  }

  #owners(): Int32Array {
    const { paths } = this.#structure;
    const array: number[] = new Array(paths.length).fill(0);
    for (const [field, path] of paths.entries()) {
      const keys = path.split('.');
      const kind = keys.map((key) => this.#sortOf(key)).join('.');
      const own = keys.flatMap((key, i) => {
        const id = this.#ids.indexOf(key);
        return id < 0 ? [] : [[id, hashText(`${kind} ${i}`)]];
      });
      array[field] = array.length;
      array.push(own.length, hashText(kind), ...own.flat());
    }
    return Int32Array.from(array);
  }

  /** The name of an id's sort, for what may be an id. */
  #sortOf(text: string): string {
    return this.sorts.find(({ ids }) => ids.includes(text))?.name ?? text;
  }
}

const renamedPath = (path: string, renaming: Renaming): string[] =>
  path.split('.').map((key) => renaming.get(key) ?? key);

/** Every string in a value, keys included, in order. */
function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    Array.isArray(value) ? idsIn(part) : [key, ...idsIn(part)],
  );
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

function ordersOf(sorts: readonly Sort[]): Pick<OrbitTables, 'strides' | 'orders'> {
  const strides: number[] = [];
  const orders: number[] = [];
  const own = sorts.map(({ ids }) => permutations([...ids.keys()]));
  for (const [sort, list] of own.entries()) {
    const size = sorts[sort]?.ids.length ?? 0;
    // The first sort is the slowest to change; see `renamings`.
    const stride = own.slice(sort + 1).reduce((product, { length }) => product * length, 1);
    strides.push(orders.length, stride);
    const part: number[] = new Array(size ** size).fill(0);
    for (const [number, order] of list.entries()) {
      // A renaming takes the id at a place to what is at that place of the order.
      const comes = [...order.keys()].map((place) => order.indexOf(place));
      part[comes.reduce((key, id) => key * size + id, 0)] = number;
    }
    for (const number of part) orders.push(number);
  }
  return { strides: Int32Array.from(strides), orders: Int32Array.from(orders) };
}
