import { type Diagrams, EMPTY, UNIT } from './diagrams.ts';

/**
 * A vector of a set: the least one, by its codes in order, of those that have the wanted codes.
 * @param wanted for each level the code, or -1 for any
 */
export function findIn(
  diagrams: Diagrams,
  set: number,
  wanted: ArrayLike<number>,
): number[] | null {
  const failed = new Set<number>();
  const path: number[] = [];
  const search = (from: number, level: number): boolean => {
    if (from === UNIT) return true;
    if (from === EMPTY || failed.has(from)) return false;
    const want = wanted[level] ?? -1;
    for (let n = from; n !== EMPTY; n = diagrams.right(n)) {
      const value = diagrams.value(n);
      if (want >= 0 && value !== want) continue;
      path[level] = value;
      if (search(diagrams.down(n), level + 1)) return true;
    }
    failed.add(from);
    return false;
  };
  return search(set, 0) ? path : null;
}
