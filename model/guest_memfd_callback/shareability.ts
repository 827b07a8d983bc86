/** What the state of an index means to the sides. */
import type { GuestKind } from '../parts/mmu.ts';
import type { Shareability } from './state.ts';

/** The mapping that the guest may have; in NONE_SHARED neither side may map. */
export const kindOf: Readonly<Record<string, GuestKind>> = {
  ALL_SHARED: 'shared',
  GUEST_SHARED: 'private',
};

/** The state as the contract calls it. */
export const sharingOf = {
  ALL_SHARED: 'shared',
  GUEST_SHARED: 'private',
  NONE_SHARED: 'changing',
} as const satisfies Record<Shareability, string>;
