/**
 * What every protocol that takes a page away from the host owes, whatever its mechanism: said
 * over one page, as isolation sees it.
 */
import { contract } from '../engine/index.ts';

export interface Page {
  /** Who may use the page: the state that the conversion protocol keeps for its index. */
  readonly sharing: 'shared' | 'private' | 'changing';
  /** The configuration lets the page be shared at all. */
  readonly shareable: boolean;
  /** A conversion of the page is under way. */
  readonly converting: boolean;
  /** Host address spaces with a PTE to the page's memory. */
  readonly hostPtes: readonly string[];
  /** Host address spaces for which some CPU has its translation cached. */
  readonly hostTlbs: readonly string[];
  /** Holders of an accessing reference to the page's memory: its pins. */
  readonly hostPins: readonly string[];
  /** VMs whose guest can use the page through a mapping made for shared memory. */
  readonly guestShared: readonly string[];
  /** VMs whose guest can use the page through a mapping made for private memory. */
  readonly guestPrivate: readonly string[];
}

const isPrivate = ({ sharing }: Page): boolean => sharing === 'private';

const hostHasAccess = ({ hostPtes, hostTlbs, hostPins }: Page): boolean =>
  hostPtes.length + hostTlbs.length + hostPins.length > 0;

export const memorySharing = contract<Page>()({
  always: {
    /** P1: while a page is private the host cannot reach its memory, by any way. */
    isolation: {
      noHostPte: (page) => !isPrivate(page) || page.hostPtes.length === 0,
      noHostTlb: (page) => !isPrivate(page) || page.hostTlbs.length === 0,
      noHostPin: (page) => !isPrivate(page) || page.hostPins.length === 0,
    },
    /** P2: guest mappings are of the kind that the page is. */
    guestAgreement: {
      noSharedMappingOfPrivate: (page) => !isPrivate(page) || page.guestShared.length === 0,
      noPrivateMappingOfShared: (page) =>
        page.sharing !== 'shared' || page.guestPrivate.length === 0,
    },
  },
  step: {
    /** P10: who may use a page changes by conversion only, whatever happens to its memory. */
    persistence: (before, after) =>
      before.sharing === after.sharing || before.converting || after.converting,
  },
  leadsTo: {
    /** P8: a conversion ends, done or not, and so does the time in which neither side may map. */
    conversionEnds: { from: ({ converting }) => converting, to: ({ converting }) => !converting },
  },
  recoverable: {
    /** P8: from everywhere, some way on leads to a private page, and to a shared one. */
    canBecomePrivate: isPrivate,
    canBecomeShared: ({ sharing, shareable }) => sharing === 'shared' || !shareable,
  },
  // A protocol in which nothing happens keeps all of the above, so these must happen.
  reachable: {
    hostMapsThePage: ({ hostPtes }) => hostPtes.length > 0,
    hostPinsThePage: ({ hostPins }) => hostPins.length > 0,
    guestMapsItShared: ({ guestShared }) => guestShared.length > 0,
    guestMapsItPrivate: ({ guestPrivate }) => guestPrivate.length > 0,
    hostHasAccessDuringConversion: (page) => page.converting && hostHasAccess(page),
  },
});
