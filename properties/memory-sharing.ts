/**
 * What every protocol that takes a page away from the host owes, whatever its mechanism: said
 * over one page, as isolation sees it.
 */
import { contract } from '../engine/index.ts';
import { type HostPage, hostLaws, isPrivate } from './host-isolation.ts';

export interface Page extends HostPage {
  /** VMs whose guest can use the page through a mapping made for shared memory. */
  readonly guestShared: readonly string[];
  /** VMs whose guest can use the page through a mapping made for private memory. */
  readonly guestPrivate: readonly string[];
}

const { hostMapsThePage, hostPinsThePage, hostHasAccessDuringConversion } = hostLaws.reachable;

export const memorySharing = contract<Page>()({
  always: {
    isolation: hostLaws.always.isolation,
    /** P2: guest mappings are of the kind that the page is. */
    guestAgreement: {
      noSharedMappingOfPrivate: (page) => !isPrivate(page) || page.guestShared.length === 0,
      noPrivateMappingOfShared: (page) =>
        page.sharing !== 'shared' || page.guestPrivate.length === 0,
    },
  },
  step: hostLaws.step,
  leadsTo: hostLaws.leadsTo,
  recoverable: hostLaws.recoverable,
  reachable: {
    hostMapsThePage,
    hostCachesTheTranslation: ({ hostTlbs }) => hostTlbs.length > 0,
    hostPinsThePage,
    guestMapsItShared: ({ guestShared }) => guestShared.length > 0,
    guestMapsItPrivate: ({ guestPrivate }) => guestPrivate.length > 0,
    hostHasAccessDuringConversion,
  },
});
