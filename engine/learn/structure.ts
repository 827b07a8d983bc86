import { Interner } from '../system/intern.ts';
import type { Sort, State } from '../system/system.ts';
import { Dictionary } from './dictionary.ts';

/** A plain object of the state: its keys, and what each leads to. */
export interface Branch {
  readonly keys: readonly string[];
  /** By key: another plain object, or the number of the field that holds a value. */
  readonly parts: ReadonlyMap<string, Branch | number>;
}

/**
 * The fixed structure of a model's states. Plain objects are structure; everything else is the
 * value of a field, and a state is one code for each field.
 */
export class Structure {
  readonly root: Branch;
  /** The path of each field, as `worker.a.at`. */
  readonly paths: readonly string[];
  readonly dictionaries: readonly Dictionary[];

  /**
   * @param sorts ids that are interchangeable: fields that differ in such ids only share a
   *   dictionary, so that a value has the same code in each
   */
  constructor(initial: State, sorts: readonly Sort[] = []) {
    const paths: string[] = [];
    this.root = branchOf(initial, [], paths);
    this.paths = paths;
    const interner = new Interner();
    const shared = new Map<string, Dictionary>();
    this.dictionaries = paths.map((path) => {
      const kind = kindOf(path, sorts);
      const dictionary = shared.get(kind) ?? new Dictionary(interner);
      shared.set(kind, dictionary);
      return dictionary;
    });
  }

  /** The number of the field at a path, if there is a value there. */
  fieldAt(...path: readonly string[]): number | null {
    let part: Branch | number | undefined = this.root;
    for (const key of path) part = typeof part === 'object' ? part.parts.get(key) : undefined;
    return typeof part === 'number' ? part : null;
  }

  /** The code of each field of a state. */
  encode(state: State): number[] {
    const codes: number[] = [];
    this.#encode(this.root, state, codes);
    return codes;
  }

  /** The state of the given codes, frozen, with its keys in the order of the initial state. */
  decode(codes: ArrayLike<number>): State {
    return this.#decode(this.root, codes);
  }

  value(field: number, code: number): unknown {
    return this.dictionaries[field]?.values[code];
  }

  #encode(branch: Branch, tree: State, codes: number[]): void {
    for (const [key, part] of branch.parts) {
      if (typeof part === 'object') this.#encode(part, tree[key] as State, codes);
      else codes[part] = this.dictionaries[part]?.code(tree[key]) ?? 0;
    }
  }

  #decode(branch: Branch, codes: ArrayLike<number>): State {
    const tree: Record<string, unknown> = {};
    for (const [key, part] of branch.parts) {
      tree[key] =
        typeof part === 'object' ? this.#decode(part, codes) : this.value(part, codes[part] ?? 0);
    }
    return Object.freeze(tree);
  }
}

/** A path with the name of its sort for each id that is interchangeable. */
export const kindOf = (path: string, sorts: readonly Sort[]): string =>
  path
    .split('.')
    .map((key) => sorts.find(({ ids }) => ids.includes(key))?.name ?? key)
    .join('.');

function branchOf(tree: State, path: readonly string[], paths: string[]): Branch {
  const parts = new Map<string, Branch | number>();
  for (const [key, part] of Object.entries(tree)) {
    const place = [...path, key];
    const isBranch = typeof part === 'object' && part !== null && !Array.isArray(part);
    // A plain object inside the state is a state of its own, as far as its structure goes.
    if (isBranch) parts.set(key, branchOf(part as State, place, paths));
    else parts.set(key, paths.push(place.join('.')) - 1);
  }
  return { keys: [...parts.keys()], parts };
}
