/** Says what is seen at a path: `read` gives what is there, and notes the read. */
export type Look = (path: string, read: () => unknown) => unknown;

/** Whether a value is structure, and no value of a field: a plain object or a stand-in for one. */
export const isBranch = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A state, or a stand-in for one, as it looks through `look`: every value is asked of it by its
 * path. For guards, which only read.
 */
export function through<S>(state: S, look: Look): S {
  return isBranch(state) ? (lens(state, '', look) as S) : state;
}

function lens(tree: object, prefix: string, look: Look): object {
  const seen = new Map<string, object>();
  // It stands on an empty object of its own: a proxy of a frozen one may not show anything else.
  return new Proxy(
    {},
    {
      get: (_, key) => {
        if (typeof key !== 'string' || !Object.hasOwn(tree, key)) return Reflect.get(tree, key);
        const known = seen.get(key);
        if (known) return known;
        const path = prefix + key;
        const value = look(path, () => Reflect.get(tree, key));
        if (!isBranch(value)) return value;
        const below = lens(value, `${path}.`, look);
        seen.set(key, below);
        return below;
      },
      has: (_, key) => Reflect.has(tree, key),
      ownKeys: () => Reflect.ownKeys(tree),
      getOwnPropertyDescriptor: (_, key) =>
        Object.hasOwn(tree, key)
          ? { configurable: true, enumerable: true, writable: true, value: undefined }
          : undefined,
      // A guard that writes is told so by the state itself.
      set: (_, key, value) => Reflect.set(tree, key, value),
    },
  );
}
