/**
 * Canonical codes of trees: equal trees get equal codes, whatever made them, and no other trees do.
 */
export class Interner {
  /** Scalars and the spellings of subtrees share one numbering. */
  readonly #scalars = new Map<unknown, number>();
  readonly #nodes = new Map<string, number>();
  readonly #shapes = new Map<string | undefined, Shape[]>();
  #count = 0;
  #shapeCount = 1;

  /** A number that two values share exactly when they are equal trees. */
  code(value: unknown): number {
    if (typeof value !== 'object' || value === null) return this.#scalar(value);
    if (Array.isArray(value)) {
      const parts = value.map((item) => this.code(item));
      return this.node(arrayShape, parts);
    }
    const shape = this.shape(value as Tree);
    const parts = shape.sorted.map((key) => this.code((value as Tree)[key]));
    return this.node(shape, parts);
  }

  /** The code of a node by its shape and the codes of its parts. */
  node(shape: Shape, parts: readonly number[]): number {
    // Two units for each part, so that a spelling can be read in one way only.
    const units = [shape.id];
    for (const part of parts) units.push(part >>> 16, part & 0xffff);
    const spelling = spell(units);
    let code = this.#nodes.get(spelling);
    if (code === undefined) {
      code = this.#count++;
      this.#nodes.set(spelling, code);
    }
    return code;
  }

  /** The keys in one order, whatever order they were written in; each set of keys has an id. */
  shape(value: Tree): Shape {
    const keys = Object.keys(value);
    const alike = this.#shapes.get(keys[0]) ?? [];
    for (const shape of alike) if (isSame(shape.written, keys)) return shape;
    const sorted = keys.toSorted();
    const known = [...this.#shapes.values()].flat().find((shape) => isSame(shape.sorted, sorted));
    const shape = { written: keys, sorted, id: known?.id ?? this.#shapeCount++ };
    this.#shapes.set(keys[0], [...alike, shape]);
    return shape;
  }

  #scalar(value: unknown): number {
    let code = this.#scalars.get(value);
    if (code === undefined) {
      code = this.#count++;
      this.#scalars.set(value, code);
    }
    return code;
  }
}

/**
 * The same, remembering the code of every object it has seen: where the same few states are asked
 * for again and again.
 */
export class RememberingInterner extends Interner {
  readonly #seen = new WeakMap<object, number>();

  override code(value: unknown): number {
    if (typeof value !== 'object' || value === null) return super.code(value);
    const seen = this.#seen.get(value);
    if (seen !== undefined) return seen;
    const code = super.code(value);
    this.#seen.set(value, code);
    return code;
  }
}

/** A plain object. */
export type Tree = Readonly<Record<string, unknown>>;

/** A set of keys, as it was written and sorted. */
export interface Shape {
  readonly written: readonly string[];
  readonly sorted: readonly string[];
  readonly id: number;
}

const arrayShape: Shape = { written: [], sorted: [], id: 0 };

/** More arguments than a call can take would overflow the stack. */
const CHUNK = 4096;

function spell(units: readonly number[]): string {
  if (units.length <= CHUNK) return String.fromCharCode(...units);
  let text = '';
  for (let i = 0; i < units.length; i += CHUNK) {
    text += String.fromCharCode(...units.slice(i, i + CHUNK));
  }
  return text;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
