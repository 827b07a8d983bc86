import { through } from './through.ts';

/** A guard of some action, asked of a state. */
export type Guard<S> = (state: S) => boolean;

/**
 * Whether a guard holds for some choice of values of the fields that are to be ignored, all others
 * as they are. Where a guard reads several of them, every combination counts. What the guard
 * throws for a choice that no reachable state shows says nothing: that choice is none.
 * @param valuesOf the values to choose from; null for a field that is read as it is
 */
export function someWay<S>(
  guard: Guard<S>,
  state: S,
  valuesOf: (path: string) => readonly unknown[] | null,
): boolean {
  const turns: number[] = [];
  for (;;) {
    const tried: Trial[] = [];
    const holds = holdsAt(guard, state, valuesOf, turns, tried);
    if (holds) return true;
    // The last field read that has another value left takes that; those after it begin again.
    let last = tried.length - 1;
    while (last >= 0 && (turns[last] ?? 0) + 1 >= (tried[last]?.values.length ?? 0)) last -= 1;
    if (last < 0) return false;
    turns.length = tried.length;
    turns[last] = (turns[last] ?? 0) + 1;
    turns.length = last + 1;
  }
}

interface Trial {
  readonly path: string;
  readonly values: readonly unknown[];
}

function holdsAt<S>(
  guard: Guard<S>,
  state: S,
  valuesOf: (path: string) => readonly unknown[] | null,
  turns: readonly number[],
  tried: Trial[],
): boolean {
  const seen = through(state, (path, read) => {
    const values = valuesOf(path);
    if (values === null) return read();
    let at = tried.findIndex((each) => each.path === path);
    if (at < 0) at = tried.push({ path, values }) - 1;
    return values[turns[at] ?? 0];
  });
  try {
    return guard(seen) === true;
  } catch (error) {
    if (tried.length === 0) throw error;
    return false;
  }
}
