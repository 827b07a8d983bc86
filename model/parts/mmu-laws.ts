/** What holds of guest mappings, whatever the protocol. */
import { protocol } from '../../engine/index.ts';
import { guest, invalidator, type PageId, page } from './ids.ts';
import { pageIds } from './memory.ts';
import { type VmSide, vmIds } from './mmu.ts';
import { isAtHome } from './task.ts';

const { each } = protocol<VmSide>();

/**
 * The hypervisor's owner agrees with what the sides may do.
 * @param isShared whether the host may map an index
 */
export const ownerAgrees = (isShared: (s: VmSide, page: PageId) => boolean) => ({
  /** The guest does not own what the host may map. */
  noGuestOwnerOfShared: each({ page }, (s, { page }) => {
    const { folio } = s.page[page];
    return folio === null || !isShared(s, page) || s.folio[folio].owner === 'host';
  }),
  /** A private mapping, in an SPTE or a TLB, is of a folio that the guest owns. */
  guestOwnsPrivateMappings: each({ page }, (s, { page }) =>
    vmIds(s)
      .flatMap((vm) => [s.vm[vm].spte[page], s.vm[vm].tlb[page]])
      .every(
        ({ folio, kind }) =>
          kind !== 'private' || folio === null || s.folio[folio].owner === 'guest',
      ),
  ),
});

/** P11: what begins ends: with every converter and puncher at rest, nothing is in progress. */
export const invalidationIsBalanced = each({ guest }, (s, { guest }) => {
  const resting = invalidator.values.every((id) => !(id in s.task) || isAtHome(s.task[id]));
  return !resting || s.vm[guest].invalidating === 0;
});

/** A goal: a CPU that runs the guest walks its tables and caches what it finds. */
export const aGuestCachesAMapping = each({ guest }, (s, { guest }) =>
  pageIds(s).some((page) => s.vm[guest].tlb[page].folio !== null),
);
