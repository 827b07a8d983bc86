const written = new WeakMap<object, object>();

/** Says which function an author wrote that a function of ours stands around. */
export function standsAround<F extends object>(ours: F, author: object): F {
  written.set(ours, author);
  return ours;
}

/** The text that an author wrote of a function. */
export const textOf = (fn: object): string => String(written.get(fn) ?? fn);
