import { InputError } from '../../errors.ts';
import type { System } from '../../system/system.ts';
import type { PackedOptions } from './options.ts';

/** Bits of hash that stand for a state. */
const BITS = 63;

/**
 * A bound on the probability that, among so many states, some two have the same hash, so that one
 * of them was taken for the other and not searched. (The hashes are taken to be as good as random.)
 */
export const missProbability = (states: number): number =>
  Math.min(1, (states * (states - 1)) / 2 / 2 ** BITS);

/** Refuses what needs the states themselves when the search is over. */
export function refuseCompact(system: System, { resume }: PackedOptions): void {
  const { model, leadsTo, recoverable, properties } = system;
  const property = leadsTo[0]?.property ?? recoverable[0]?.property;
  if (property !== undefined) {
    throw new InputError(`${model}: ${property} cannot be judged with hash compaction`, {
      cause: 'it is settled over all states once they are known, and only their hashes are kept',
      fix: 'leave hash compaction out, or look at one other property: --property NAME',
      available: properties
        .filter(({ kind }) => kind !== 'leadsTo' && kind !== 'recoverable')
        .map(({ name }) => name),
    });
  }
  if (resume) {
    throw new InputError('a checkpoint cannot be gone on from with hash compaction', {
      cause: 'a checkpoint holds states, and only their hashes are kept',
    });
  }
}
