import type { Params } from '../language/action.ts';
import { type Domain, restrict, type Scalar } from '../language/domain.ts';

/** Every combination of values of the domains that exist under the counts, first ones first. */
export function product(
  domains: Readonly<Record<string, Domain<Scalar>>>,
  counts: ReadonlyMap<Domain<Scalar>, number>,
): Params[] {
  let rows: Params[] = [{}];
  for (const [name, domain] of Object.entries(domains)) {
    const values = restrict(domain, counts);
    rows = rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value })));
  }
  return rows.map((row) => Object.freeze(row));
}
