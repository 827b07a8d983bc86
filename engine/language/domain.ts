/** A parameter value: whatever can be written in a trace file and compared by `===`. */
export type Scalar = string | number | boolean | null;

/**
 * A finite, ordered set of values: the checker enumerates it, the hunt samples it, shrinking moves
 * towards its first value. A domain of ids is also a *sort*: `count` turns it into a bound that
 * says how many of its ids exist in a run.
 */
export interface Domain<T extends Scalar> extends Iterable<T> {
  readonly values: readonly T[];
  /** The domains this one was made from by `union`; empty for one made by `oneOf`. */
  readonly parts: readonly Domain<T>[];
  /**
   * A bound: how many of the values exist, the first ones first. Wherever the domain is a
   * parameter, only those are tried.
   * @param initial the default
   * @param options smallest and largest count allowed; by default 1 (0 if `initial` is 0) and all
   */
  count(initial: number, options?: CountOptions): Bound<Domain<T>>;
}

export interface CountOptions {
  readonly min?: number;
  readonly max?: number;
  /**
   * The ids are interchangeable: the model treats all alike, so that states which differ in nothing
   * but who is who need to be searched once. The checker tests that on the way.
   */
  readonly symmetric?: boolean;
}

/** A number that shapes the initial state and nothing else, given as `--bounds name=value`. */
export interface Bound<T> {
  readonly initial: number;
  readonly min: number;
  readonly max: number;
  /** The domain that this bound cuts down, if it is a count. */
  readonly sort: Domain<Scalar> | null;
  /** Whether its ids are interchangeable; see `CountOptions`. */
  readonly symmetric?: boolean;
  /** What `init` sees for the number `n`. */
  read(n: number): T;
}

/** The domain of the given values, in order. */
export function oneOf<const T extends Scalar>(...values: readonly T[]): Domain<T> {
  return makeDomain(values, []);
}

/** The values of several domains, in order; each part is still cut down by its own bound. */
export function union<T extends Scalar>(...parts: readonly Domain<T>[]): Domain<T> {
  return makeDomain(
    parts.flatMap((part) => part.values),
    parts,
  );
}

/** A bound that is a plain number. */
export function range(
  initial: number,
  { min, max }: { readonly min: number; readonly max: number },
): Bound<number> {
  return { initial, min, max, sort: null, read: (n) => n };
}

/** A bound that is a switch: 0 or 1 on the command line, a boolean in `init`. */
export function flag(initial: boolean): Bound<boolean> {
  return { initial: Number(initial), min: 0, max: 1, sort: null, read: (n) => n === 1 };
}

/** A record with one entry for each value: `table(worker, 'idle')`, `table(item, (id) => …)`. */
export function table<K extends string, const V>(
  keys: Domain<K>,
  value: V | ((key: K) => V),
): Record<K, V> {
  const entries = keys.values.map((key) => [key, isMaker<K, V>(value) ? value(key) : value]);
  return Object.fromEntries(entries);
}

const isMaker = <K, V>(value: V | ((key: K) => V)): value is (key: K) => V =>
  typeof value === 'function';

/** The values of `domain` that exist under the given counts. */
export function restrict<T extends Scalar>(
  domain: Domain<T>,
  counts: ReadonlyMap<Domain<Scalar>, number>,
): readonly T[] {
  const count = counts.get(domain);
  if (count !== undefined) return domain.values.slice(0, count);
  if (domain.parts.length === 0) return domain.values;
  return domain.parts.flatMap((part) => restrict(part, counts));
}

function makeDomain<T extends Scalar>(
  values: readonly T[],
  parts: readonly Domain<T>[],
): Domain<T> {
  const domain: Domain<T> = {
    values,
    parts,
    [Symbol.iterator]: () => values[Symbol.iterator](),
    count: (initial, options = {}) => ({
      initial,
      min: options.min ?? Math.min(1, initial),
      max: options.max ?? values.length,
      sort: domain,
      symmetric: options.symmetric ?? false,
      read: (n) => makeDomain(restrict(domain, new Map([[domain, n]])), []),
    }),
  };
  return domain;
}
