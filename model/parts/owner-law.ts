/** What the hypervisor's table and KVM's mappings must say of each other. */
import { protocol } from '../../engine/index.ts';
import { page } from './ids.ts';
import { type VmSide, vmIds } from './mmu.ts';

const { each } = protocol<VmSide>();

/**
 * The hypervisor's owner agrees with what the sides may do.
 * @param shared the state of an index that the host may map
 */
export const ownerAgrees = (shared: string) => ({
  /** The guest does not own what the host may map. */
  noGuestOwnerOfShared: each({ page }, (s, { page }) => {
    const { folio, attr } = s.page[page];
    return folio === null || attr !== shared || s.folio[folio].owner === 'host';
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
