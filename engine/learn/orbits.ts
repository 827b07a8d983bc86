import { freezeAll } from '../system/shape.ts';
import type { Sort } from '../system/system.ts';
import { hasBit, setBit } from './bits.ts';
import {
  type Growing,
  hashText,
  idsIn,
  mixed,
  type OrbitTables,
  ordersOf,
  placesIn,
} from './orbit-tables.ts';
import { inverse, type Renaming, renamed, renamedPath, renamings } from './renaming.ts';
import type { Structure } from './structure.ts';

/** The ids of a run and how they can be renamed. */
export class Orbits {
  readonly sorts: readonly Sort[];
  readonly renamings: readonly Renaming[];
  readonly #structure: Structure;
  readonly #ids: readonly string[];
  /** What does not change when dictionaries grow. */
  readonly #fixed: Omit<OrbitTables, keyof Growing>;
  /** Values of each dictionary that have all their renamings. */
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

  /** A set of fields, as bits, with every field that differs from one of them in ids only. */
  alike(bits: Int32Array): Int32Array {
    const { dictionaries } = this.#structure;
    const kinds = new Set(dictionaries.filter((_, field) => hasBit(bits, field)));
    const all = bits.map(() => 0);
    for (const [field, kind] of dictionaries.entries()) if (kinds.has(kind)) setBit(all, field);
    return all;
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
    const { renamings, starts, comes, strides, orders, fields, from, to } = this.#fixed;
    const { first, codes, sayFirst, says, said } = this.#codeTables();
    // Key by key: what a spread makes has a hidden class of its own; see `Compiler`.
    this.#tables = {
      renamings,
      starts,
      comes,
      strides,
      orders,
      fields,
      from,
      to,
      first,
      codes,
      sayFirst,
      says,
      said,
    };
    return this.#tables;
  }

  #fixedTables(): Omit<OrbitTables, keyof Growing> {
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
      from: this.#fieldsBy(inverse),
      to: this.#fieldsBy((renaming) => renaming),
    };
  }

  /** By renaming and field: the field whose path is this one's, renamed. */
  #fieldsBy(how: (renaming: Renaming) => Renaming): Int32Array {
    const { paths } = this.#structure;
    const fieldAt = (keys: readonly string[]) => this.#structure.fieldAt(...keys) ?? 0;
    const by = this.renamings.map(how);
    return Int32Array.from(
      by.flatMap((renaming) => paths.map((path) => fieldAt(renamedPath(path, renaming)))),
    );
  }

  #codeTables(): Growing {
    const { dictionaries } = this.#structure;
    const starts = new Map<object, number>();
    const codes: number[] = [];
    for (const dictionary of dictionaries) {
      if (starts.has(dictionary)) continue;
      starts.set(dictionary, codes.length / this.renamings.length);
      for (const value of dictionary.values) {
        for (const renaming of this.renamings) {
          codes.push(dictionary.find(renamed(value, renaming)) ?? 0);
        }
      }
    }
    return {
      first: Int32Array.from(dictionaries.map((each) => starts.get(each) ?? 0)),
      codes: Int32Array.from(codes),
      ...this.#sayTables(),
    };
  }

  #sayTables(): Pick<Growing, 'sayFirst' | 'says' | 'said'> {
    const sayFirst: number[] = [];
    const says: number[] = [];
    const said: number[] = [];
    for (const [field, path] of this.#structure.paths.entries()) {
      sayFirst.push(says.length);
      const keys = path.split('.');
      const kind = keys.map((key) => this.#sortOf(key)).join('.');
      for (const value of this.#structure.dictionaries[field]?.values ?? []) {
        const what = this.#kindOf(value);
        const ofOwners = keys.map((key, i) => [key, `${kind} ${i} ${what}`] as const);
        const ofMentions = placesIn(value).map(([id, places]) => [id, `${kind}:${places}`]);
        const pairs = [...ofOwners, ...ofMentions].flatMap(([id = '', way = '']) => {
          const at = this.#ids.indexOf(id);
          return at < 0 ? [] : [at, mixed(hashText(way))];
        });
        says.push(said.length);
        said.push(pairs.length / 2, ...pairs);
      }
    }
    return {
      sayFirst: Int32Array.from(sayFirst),
      says: Int32Array.from(says),
      said: Int32Array.from(said),
    };
  }

  /** A text that is the same for a value and all its renamings. */
  #kindOf(value: unknown): string {
    if (typeof value === 'string') return JSON.stringify(this.#sortOf(value));
    if (Array.isArray(value)) return `[${value.map((item) => this.#kindOf(item))}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const parts = Object.entries(value).map(
      ([key, part]) => `${this.#sortOf(key)}:${this.#kindOf(part)}`,
    );
    // Keys that are ids come in another order when they are renamed.
    return `{${parts.sort()}}`;
  }

  /** The name of an id's sort, for what may be an id. */
  #sortOf(text: string): string {
    return this.sorts.find(({ ids }) => ids.includes(text))?.name ?? text;
  }
}
