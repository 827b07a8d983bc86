import type { Branch, Structure } from './structure.ts';

/**
 * A state that notes what is read of it and takes what is written to it. It stands in for a state
 * in a guard or property, and for a draft in a recipe. Reading a list counts as reading all of it;
 * reading what this run itself has written counts as nothing.
 */
export class Recording {
  readonly root: object;
  /** Fields assigned, and lists that may have been changed in place. */
  readonly written = new Set<number>();
  readonly #structure: Structure;
  readonly #codes: ArrayLike<number>;
  readonly #values = new Map<number, unknown>();
  readonly #proxies = new Map<Branch, Handed>();
  readonly #onRead: (field: number, code: number) => void;

  /** @param onRead told of each field the first time that it is read */
  constructor(
    structure: Structure,
    codes: ArrayLike<number>,
    onRead: (field: number, code: number) => void,
  ) {
    this.#structure = structure;
    this.#codes = codes;
    this.#onRead = onRead;
    this.root = this.#proxy(structure.root);
  }

  /** What a written field holds at the end. */
  value(field: number): unknown {
    return this.#values.get(field);
  }

  #proxy(branch: Branch): object {
    const known = this.#proxies.get(branch);
    if (known) return known.proxy;
    const handed = { proxy: {}, isReplaced: false };
    // It stands on an empty object of its own: a proxy of a frozen one may not change anything.
    const proxy = new Proxy(
      {},
      {
        get: (target, key) => {
          const part = typeof key === 'string' ? branch.parts.get(key) : undefined;
          if (part === undefined) return Reflect.get(target, key);
          if (handed.isReplaced) throw new Misled();
          return typeof part === 'object' ? this.#proxy(part) : this.#read(part);
        },
        set: (_, key, value) => {
          const part = branch.parts.get(String(key));
          if (handed.isReplaced) throw new Misled();
          if (part !== undefined) this.#write(part, value);
          return true;
        },
        has: (target, key) => branch.parts.has(String(key)) || Reflect.has(target, key),
        ownKeys: () => [...branch.keys],
        // Structure is fixed, so that keys are no information: only `get` is a read.
        getOwnPropertyDescriptor: (_, key) =>
          branch.parts.has(String(key))
            ? { configurable: true, enumerable: true, writable: true, value: undefined }
            : undefined,
      },
    );
    handed.proxy = proxy;
    this.#proxies.set(branch, handed);
    return proxy;
  }

  #read(field: number): unknown {
    if (this.#values.has(field)) return this.#values.get(field);
    const code = this.#codes[field] ?? 0;
    this.#onRead(field, code);
    const frozen = this.#structure.value(field, code);
    // A list may be changed in place by whoever has it, so that a recipe is handed its own.
    const value = Array.isArray(frozen) ? structuredClone(frozen) : frozen;
    this.#values.set(field, value);
    if (value !== frozen) this.written.add(field);
    return value;
  }

  #write(part: Branch | number, value: unknown): void {
    if (typeof part === 'number') {
      this.#values.set(part, value);
      this.written.add(part);
      return;
    }
    // An object put in the place of another: whatever it says of each field below is written. Who
    // still has the other one would see the new values here, and the old ones in a draft.
    const values = [...part.parts].map(([key, below]) => ({
      below,
      value: (value as Readonly<Record<string, unknown>> | null)?.[key],
    }));
    const handed = this.#proxies.get(part);
    if (handed) handed.isReplaced = true;
    this.#proxies.delete(part);
    for (const each of values) this.#write(each.below, each.value);
  }
}

/** A stand-in for a plain object of the state that was handed out. */
interface Handed {
  proxy: object;
  /** Another object was put in its place since. */
  isReplaced: boolean;
}

/** A recipe uses an object that it has replaced: a stand-in cannot follow that. */
class Misled extends Error {}
