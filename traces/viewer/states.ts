import type { Walk } from './data.ts';

type Tree = Readonly<Record<string, unknown>>;

/** Every so many states one is kept. */
const KEPT = 64;

/** The states of a walk, worked out from what its steps changed. */
export class States {
  readonly #walk: Pick<Walk, 'initial' | 'steps'>;
  /** State `i * KEPT`, by `i`. */
  readonly #kept: Tree[];

  constructor(walk: Pick<Walk, 'initial' | 'steps'>) {
    this.#walk = walk;
    this.#kept = [walk.initial];
  }

  /** The state after so many steps. */
  at(step: number): Tree {
    const from = Math.min(Math.floor(step / KEPT), this.#kept.length - 1);
    let state = this.#kept[from] ?? this.#walk.initial;
    for (let i = from * KEPT; i < step; i++) {
      for (const [path, value] of this.#walk.steps[i]?.diff ?? []) state = set(state, path, value);
      if ((i + 1) % KEPT === 0) this.#kept[(i + 1) / KEPT] = state;
    }
    return state;
  }
}

/** A tree with another value at a path; what is beside the path is shared. */
function set(tree: Tree, [key = '', ...rest]: readonly string[], value: unknown): Tree {
  const own = Object.hasOwn(tree, key) ? tree[key] : undefined;
  return { ...tree, [key]: rest.length === 0 ? value : set(asTree(own), rest, value) };
}

const asTree = (value: unknown): Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : {};
