import { InputError, unknownName } from '../errors.ts';
import type { Bound, Domain, Scalar } from '../language/domain.ts';
import type { Bounds, Sort } from './system.ts';

type Declared = Readonly<Record<string, Bound<unknown>>>;

/** Every bound of a run: the asked ones, the model's defaults for the rest. */
export function resolveBounds(model: string, declared: Declared, asked: Bounds): Bounds {
  for (const [name, n] of Object.entries(asked)) {
    const bound = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (!bound) throw unknownName('bound', name, Object.keys(declared), ` of ${model}`);
    if (!Number.isInteger(n) || n < bound.min || n > bound.max) {
      throw new InputError(`bound ${name}=${n} of ${model} is out of range`, {
        fix:
          `give a whole number from ${bound.min} to ${bound.max}; ` +
          `the default is ${bound.initial}`,
      });
    }
  }
  return Object.fromEntries(
    Object.entries(declared).map(([name, bound]) => [name, asked[name] ?? bound.initial]),
  );
}

/** The ids of each sort that is declared symmetric and has more than one. */
export function symmetricSorts(declared: Declared, bounds: Bounds): Sort[] {
  return Object.entries(declared).flatMap(([name, { sort, symmetric }]) => {
    const ids = (sort?.values ?? []).slice(0, bounds[name]).map(String);
    return symmetric && ids.length > 1 ? [{ name, ids }] : [];
  });
}

/** How many ids of each sort exist. */
export function sortCounts(declared: Declared, bounds: Bounds): Map<Domain<Scalar>, number> {
  const counts = new Map<Domain<Scalar>, number>();
  for (const [name, bound] of Object.entries(declared)) {
    const n = bounds[name];
    if (bound.sort && n !== undefined) counts.set(bound.sort, n);
  }
  return counts;
}
