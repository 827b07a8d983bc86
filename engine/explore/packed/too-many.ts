import { InputError } from '../../errors.ts';
import type { System } from '../../system/system.ts';
import { RANKS } from './slice.ts';

/** The order of what is found has room for so many steps of a state. */
export function refuseTooMany({ model, steps }: System): void {
  if (steps.length <= RANKS) return;
  throw new InputError(
    `${model} has ${steps.length} steps, and ${RANKS} are the most there may be`,
    {
      cause: 'bounds or parameters so large that every combination of them is a step of its own',
      fix: 'lower the bounds; or search with --engine reference',
    },
  );
}
