import { Interner, type Shape, type Tree } from './intern.ts';
import type { State } from './system.ts';

/** A state with the codes of its subtrees at hand. */
export interface CodedState {
  readonly state: State;
  /** A number that two states share exactly when they are equal. */
  readonly code: number;
  readonly node: Node;
}

interface Node {
  readonly shape: Shape;
  readonly code: number;
  /** For each key, in the order of the shape: the code of its value. */
  readonly parts: readonly number[];
  /** For each key: the node of its value, if that is an object. */
  readonly kids: readonly (Node | null)[];
}

/**
 * Codes states one from another: a successor shares most of its parent, so only what changed is
 * looked at. Relies on the structure being fixed, which `sealSuccessor` sees to. The codes hang on
 * the state that they are of; a weak map from subtrees to codes made collections of garbage take
 * over once some hundred thousand states waited.
 */
export class StateCoder {
  readonly #interner = new Interner();

  /** The first state of a search. */
  first(state: State): CodedState {
    const node = this.#build(state);
    return { state, code: node.code, node };
  }

  /** A successor of a coded state. */
  next(state: State, from: CodedState): CodedState {
    const node = this.#change(state, from.state, from.node);
    return { state, code: node.code, node };
  }

  #build(value: Tree): Node {
    const shape = this.#interner.shape(value);
    const kids = shape.sorted.map((key) => {
      const part = value[key];
      return isTree(part) ? this.#build(part) : null;
    });
    const parts = shape.sorted.map((key, i) => kids[i]?.code ?? this.#interner.code(value[key]));
    return { shape, code: this.#interner.node(shape, parts), parts, kids };
  }

  #change(value: Tree, before: Tree, node: Node): Node {
    if (value === before) return node;
    const { shape } = node;
    const parts = node.parts.slice();
    let kids = node.kids;
    for (let i = 0; i < parts.length; i++) {
      const key = shape.sorted[i] as string;
      const part = value[key];
      if (part === before[key]) continue;
      const kid = node.kids[i];
      if (kid) {
        const changed = this.#change(part as Tree, before[key] as Tree, kid);
        kids = kids.with(i, changed);
        parts[i] = changed.code;
      } else {
        parts[i] = this.#interner.code(part);
      }
    }
    return { shape, code: this.#interner.node(shape, parts), parts, kids };
  }
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
