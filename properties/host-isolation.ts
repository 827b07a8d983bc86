/**
 * The host's half of what a protocol owes that takes a page away from the host: said over one page.
 * memory-sharing.ts adds the guest's half. Protocols that model no guest mapping owe this one.
 */
import { contract } from '../engine/index.ts';

export interface HostPage {
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
}

export const isPrivate = ({ sharing }: HostPage): boolean => sharing === 'private';

const hostHasAccess = ({ hostPtes, hostTlbs, hostPins }: HostPage): boolean =>
  hostPtes.length + hostTlbs.length + hostPins.length > 0;

/** The laws as plain data, for the contract below and for those that owe more. */
export const hostLaws = {
  always: {
    /** P1: while a page is private the host cannot reach its memory, by any way. */
    isolation: {
      noHostPte: (page: HostPage) => !isPrivate(page) || page.hostPtes.length === 0,
      noHostTlb: (page: HostPage) => !isPrivate(page) || page.hostTlbs.length === 0,
      noHostPin: (page: HostPage) => !isPrivate(page) || page.hostPins.length === 0,
    },
  },
  step: {
    /** P10: who may use a page changes by conversion only, whatever happens to its memory. */
    persistence: (before: HostPage, after: HostPage) =>
      before.sharing === after.sharing || before.converting || after.converting,
  },
  leadsTo: {
    /** P8: a conversion ends, done or not, and so does the time in which neither side may map. */
    conversionEnds: {
      from: ({ converting }: HostPage) => converting,
      to: ({ converting }: HostPage) => !converting,
    },
  },
  recoverable: {
    /** P8: from everywhere, some way on leads to a private page, and to a shared one. */
    canBecomePrivate: isPrivate,
    canBecomeShared: ({ sharing, shareable }: HostPage) => sharing === 'shared' || !shareable,
  },
  // A protocol in which nothing happens keeps all of the above, so these must happen.
  reachable: {
    hostMapsThePage: ({ hostPtes }: HostPage) => hostPtes.length > 0,
    hostPinsThePage: ({ hostPins }: HostPage) => hostPins.length > 0,
    hostHasAccessDuringConversion: (page: HostPage) => page.converting && hostHasAccess(page),
  },
};

export const hostIsolation = contract<HostPage>()(hostLaws);
