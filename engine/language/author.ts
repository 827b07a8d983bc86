const written = new WeakMap<object, object>();

/** Says which function an author wrote that a function of ours stands around. */
export function standsAround<F extends object>(ours: F, author: object): F {
  written.set(ours, author);
  return ours;
}

/** The function that an author wrote: the given one, or the one inside it. */
export const authored = (fn: object): object => written.get(fn) ?? fn;

/** The text that an author wrote of a function. */
export const textOf = (fn: object): string => String(authored(fn));
