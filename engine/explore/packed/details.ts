import type { Relation } from '../../learn/relation.ts';
import type { Details } from '../verdict.ts';

type Counted = Pick<Details, 'workers' | 'bytesPerState' | 'audited' | 'auditCalls'>;

/** How a search went about it. */
export function detailsOf(
  { structure, orbits, whole, rerun }: Relation,
  counted: Counted,
): Details {
  const sizes = structure.dictionaries.map(({ size }) => size);
  const widest = sizes.indexOf(Math.max(...sizes));
  const field = structure.paths[widest];
  return {
    ...counted,
    symmetry: orbits !== null,
    widest: field === undefined ? null : { field, values: sizes[widest] ?? 0 },
    readWhole: [...whole].map(({ name }) => name),
    rerun: [...rerun],
  };
}
