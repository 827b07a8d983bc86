/**
 * Canonical keys of states: equal trees get equal codes, whatever made them. A subtree is coded
 * once and remembered by identity, so a successor that shares most of its parent costs little.
 */
export class Interner {
  readonly #codes = new Map<string, number>();
  readonly #seen = new WeakMap<object, number>();

  /** A number that two values share exactly when they are equal trees. */
  code(value: object): number {
    const seen = this.#seen.get(value);
    if (seen !== undefined) return seen;
    const text = Array.isArray(value)
      ? `[${value.map((item) => this.#part(item)).join(',')}]`
      : `{${Object.keys(value)
          .sort()
          .map(
            (key) =>
              `${JSON.stringify(key)}:${this.#part((value as Record<string, unknown>)[key])}`,
          )
          .join(',')}}`;
    const known = this.#codes.get(text);
    const code = known ?? this.#codes.size;
    if (known === undefined) this.#codes.set(text, code);
    this.#seen.set(value, code);
    return code;
  }

  #part(value: unknown): string {
    return typeof value === 'object' && value !== null
      ? `#${this.code(value)}`
      : JSON.stringify(value);
  }
}
