/** The middle of some numbers and how far they reach. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The median (of an even number, the mean of the two in the middle); null of no numbers. */
export function spread(numbers: readonly number[]): Spread | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  const [low, high] = [
    sorted[Math.ceil(sorted.length / 2) - 1],
    sorted[Math.floor(sorted.length / 2)],
  ];
  if (min === undefined || max === undefined || low === undefined || high === undefined) {
    return null;
  }
  return { median: (low + high) / 2, min, max };
}

/** How many times as much of something as of a base, both measured in the same turns. */
export interface Ratio {
  /** The median of the one through the median of the other. */
  readonly ofMedians: number;
  /** Each number through that of its own turn: what disturbs a whole turn is in both of them. */
  readonly ofPairs: Spread;
}

/** Null where there is nothing to compare: nothing measured, or other turns than the base. */
export function ratio(numbers: readonly number[], base: readonly number[]): Ratio | null {
  const [of, to] = [spread(numbers), spread(base)];
  const pairs = numbers.flatMap((number, turn) => {
    const other = base[turn];
    return other === undefined || other === 0 ? [] : [number / other];
  });
  const ofPairs = spread(pairs);
  if (!of || !to || !ofPairs || numbers.length !== base.length) return null;
  return pairs.length === base.length ? { ofMedians: of.median / to.median, ofPairs } : null;
}
