/**
 * Canonical keys of states: equal trees get equal codes, whatever made them. A subtree is coded
 * once and remembered by identity, so a successor that shares most of its parent costs little.
 */
export class Interner {
  readonly #codes = new Map<string, number>();
  readonly #scalars = new Map<unknown, number>();
  readonly #shapes = new Map<string, Shape>();
  readonly #seen = new WeakMap<object, number>();

  /** A number that two values share exactly when they are equal trees. */
  code(value: object): number {
    const seen = this.#seen.get(value);
    if (seen !== undefined) return seen;
    const text = Array.isArray(value) ? this.#array(value) : this.#object(value as Tree);
    let code = this.#codes.get(text);
    if (code === undefined) {
      code = this.#codes.size;
      this.#codes.set(text, code);
    }
    this.#seen.set(value, code);
    return code;
  }

  #array(items: readonly unknown[]): string {
    let text = '[';
    for (const item of items) text += this.#part(item);
    return text;
  }

  #object(value: Tree): string {
    const { id, keys } = this.#shape(Object.keys(value));
    let text = id;
    for (const key of keys) text += this.#part(value[key]);
    return text;
  }

  // Parts are numbers with a mark in front, so no text can be read in two ways.
  #part(value: unknown): string {
    if (typeof value === 'object' && value !== null) return `#${this.code(value)}`;
    let code = this.#scalars.get(value);
    if (code === undefined) {
      code = this.#scalars.size;
      this.#scalars.set(value, code);
    }
    return `,${code}`;
  }

  /** The keys in one order, whatever order they were written in; each set of keys has an id. */
  #shape(keys: string[]): Shape {
    const written = JSON.stringify(keys);
    const known = this.#shapes.get(written);
    if (known) return known;
    const sorted = keys.toSorted();
    const same = JSON.stringify(sorted);
    const shape = this.#shapes.get(same) ?? { id: `{${this.#shapes.size}`, keys: sorted };
    this.#shapes.set(same, shape);
    this.#shapes.set(written, shape);
    return shape;
  }
}

type Tree = Readonly<Record<string, unknown>>;

interface Shape {
  readonly id: string;
  readonly keys: readonly string[];
}
