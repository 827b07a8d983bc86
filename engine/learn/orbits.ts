import { freezeAll } from '../system/shape.ts';
import type { Sort } from '../system/system.ts';
import { hashText, idsIn, type OrbitTables, ordersOf } from './orbit-tables.ts';
import { inverse, type Renaming, renamed, renamings } from './renaming.ts';
import type { Structure } from './structure.ts';

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
