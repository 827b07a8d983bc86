/**
 * Canonical keys of states: equal trees get equal codes, whatever made them. A subtree is coded
 * once and remembered by identity, so a successor that shares most of its parent costs little.
 */
export class Interner {
  /** Scalars and the spellings of subtrees share one numbering. */
  readonly #scalars = new Map<unknown, number>();
  readonly #nodes = new Map<string, number>();
  readonly #shapes = new Map<string | undefined, Shape[]>();
  readonly #seen = new WeakMap<object, number>();
  #count = 0;
  #shapeCount = 1;

  /** A number that two values share exactly when they are equal trees. */
  code(value: object): number {
    const seen = this.#seen.get(value);
    if (seen !== undefined) return seen;
    const spelling = Array.isArray(value) ? this.#array(value) : this.#object(value as Tree);
    let code = this.#nodes.get(spelling);
    if (code === undefined) {
      code = this.#count++;
      this.#nodes.set(spelling, code);
    }
    this.#seen.set(value, code);
    return code;
  }

  #array(items: readonly unknown[]): string {
    const units = [0];
    for (const item of items) this.#spell(units, item);
    return String.fromCharCode(...units);
  }

  #object(value: Tree): string {
    const shape = this.#shape(Object.keys(value));
    const units = [shape.id];
    for (const key of shape.sorted) this.#spell(units, value[key]);
    return String.fromCharCode(...units);
  }

  /** Two units for each part, so that a spelling can be read in one way only. */
  #spell(units: number[], value: unknown): void {
    const code =
      typeof value === 'object' && value !== null ? this.code(value) : this.#scalar(value);
    units.push(code >>> 16, code & 0xffff);
  }

  #scalar(value: unknown): number {
    let code = this.#scalars.get(value);
    if (code === undefined) {
      code = this.#count++;
      this.#scalars.set(value, code);
    }
    return code;
  }

  /** The keys in one order, whatever order they were written in; each set of keys has an id. */
  #shape(keys: readonly string[]): Shape {
    const alike = this.#shapes.get(keys[0]) ?? [];
    for (const shape of alike) if (isSame(shape.written, keys)) return shape;
    const sorted = keys.toSorted();
    const known = [...this.#shapes.values()].flat().find((shape) => isSame(shape.sorted, sorted));
    const shape = { written: keys, sorted, id: known?.id ?? this.#shapeCount++ };
    this.#shapes.set(keys[0], [...alike, shape]);
    return shape;
  }
}

type Tree = Readonly<Record<string, unknown>>;

interface Shape {
  readonly written: readonly string[];
  readonly sorted: readonly string[];
  readonly id: number;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
