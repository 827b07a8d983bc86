import { InputError } from '../../errors.ts';
import { countRenamings, MOST_RENAMINGS } from '../../learn/renaming.ts';
import type { Sort, System } from '../../system/system.ts';

/** The sorts by which states are told apart no more, or why that cannot be. */
export function symmetryOf(system: System): readonly Sort[] {
  const { sorts, model } = system;
  if (sorts.length === 0) return [];
  refuseRuns(system);
  const count = countRenamings(sorts);
  if (count <= MOST_RENAMINGS) return sorts;
  const sizes = sorts.map(({ name, ids }) => `${name}=${ids.length}`).join(', ');
  throw new InputError(`${model}: ${count} ways to rename ids (${sizes}) are too many`, {
    cause: `the symmetry of larger bounds; tables are kept of up to ${MOST_RENAMINGS} ways`,
    fix: 'lower a bound, or search without symmetry: --no-symmetry',
  });
}

/** Properties that follow one id along a run mean nothing where ids are told apart no more. */
function refuseRuns({ model, sorts, leadsTo, recoverable, properties }: System): void {
  const ids = sorts.flatMap((sort) => sort.ids);
  const followsId = recoverable.find(({ params }) =>
    Object.values(params).some((value) => ids.includes(String(value))),
  );
  const refused = leadsTo[0]?.property ?? followsId?.property;
  if (refused === undefined) return;
  const names = sorts.map(({ name }) => name).join(' and ');
  throw new InputError(`${model}: ${refused} cannot be judged with symmetry (of ${names})`, {
    cause: 'it follows ids along a run, and with symmetry a state does not say who is who',
    fix: 'search without symmetry: --no-symmetry; or look at one other property: --property NAME',
    available: properties
      .filter(({ kind }) => kind !== 'leadsTo' && kind !== 'recoverable')
      .map(({ name }) => name),
  });
}
