/**
 * Direct-map removal for guest_memfd: a folio leaves the kernel's direct map once it is prepared,
 * and comes back when it is freed, scrubbed before.
 *
 * Source: model of GUEST_MEMFD_FLAG_NO_DIRECT_MAP (Roy, Kalyazin; v4 Feb 2025 to v10 26 Jan 2026).
 * README.md says what is left out.
 */
import { protocol, table, union } from '../../engine/index.ts';
import { callLaws } from '../parts/calls.ts';
import { folio, guest, host } from '../parts/ids.ts';
import { directMapActions } from './folio.ts';
import type { DirectMap } from './state.ts';

const { model, each } = protocol<DirectMap>();
const calls = callLaws(union<'host0' | 'host1' | 'host2' | 'guest0' | 'guest1'>(host, guest));

export const directMap = model({
  name: 'direct_map',
  title: 'guest_memfd without direct map: prepare, zap, flush; scrub, restore, free',
  source: 'GUEST_MEMFD_FLAG_NO_DIRECT_MAP series, Roy and Kalyazin, v4 to v10; not seen merged',

  bounds: {
    hosts: host.count(1),
    guests: guest.count(1),
    folios: folio.count(2),
  },

  init: (b) => ({
    folio: table(b.folios, { content: 'stale', owner: null, mapped: false, direct_map: true }),
    kernel_tlb: table(b.hosts, () => table(b.folios, false)),
    task: {
      ...table(b.hosts, { at: 'user', folio: null, pinned: null }),
      ...table(b.guests, { at: 'guest', folio: null }),
    },
  }),

  actions: directMapActions(),

  card: each({ folio }, (s, { folio }) => {
    const { content, owner, mapped, direct_map } = s.folio[folio];
    const cached = host.values.filter((id) => s.kernel_tlb[id]?.[folio]);
    const pinned = Object.entries(s.task).filter(
      ([, task]) => 'pinned' in task && task.pinned === folio,
    );
    return {
      'can touch it': {
        kernel: direct_map || cached.length > 0,
        host: pinned.length > 0,
        guest: owner !== null && mapped,
      },
      content,
      owner,
      mapped,
      'direct map': direct_map,
      'held by': { 'kernel TLB': cached, pin: pinned.map(([id]) => id) },
    };
  }),

  always: {
    /** P1, P12: while a folio has the guest's bytes, the kernel does not reach it. */
    guestBytesAreOutOfReach: {
      byTheDirectMap: each({ folio }, (s, { folio }) => {
        const { content, direct_map } = s.folio[folio];
        return content !== 'guest' || !direct_map;
      }),
      byAKernelTlb: each({ folio, host }, (s, { folio, host }) => {
        return s.folio[folio].content !== 'guest' || !s.kernel_tlb[host][folio];
      }),
    },
    /** P1, P12: nor does it reach what the guest may write to at once. */
    mappedIsOutOfReach: {
      byTheDirectMap: each({ folio }, (s, { folio }) => {
        const { mapped, direct_map } = s.folio[folio];
        return !mapped || !direct_map;
      }),
      byAKernelTlb: each({ folio, host }, (s, { folio, host }) => {
        return !s.folio[folio].mapped || !s.kernel_tlb[host][folio];
      }),
    },
    /** P12: a guest finds zeroes in what it gets, and no one else's bytes. */
    guestGetsZeroes: each({ folio }, (s, { folio }) => {
      const { mapped, content } = s.folio[folio];
      return !mapped || content !== 'stale';
    }),
    /** P4: what is back in the allocator is in the direct map, and not the guest's any more. */
    freeMemoryIsInTheDirectMap: each({ folio }, (s, { folio }) => {
      const { owner, direct_map } = s.folio[folio];
      return owner !== null || direct_map;
    }),
    /** P3: who is outside every routine has given back what it took. */
    restingHoldsNothing: {
      host: each({ host }, (s, { host }) => {
        const { at, folio } = s.task[host];
        return at !== 'user' || folio === null;
      }),
      guest: each({ guest, folio }, (s, { guest, folio }) => {
        return s.task[guest].at !== 'guest' || s.folio[folio].owner !== guest;
      }),
    },
    /** P1: the kernel would fault on what it has pinned. */
    pinnedIsInTheDirectMap: each({ host }, (s, { host }) => {
      const { pinned } = s.task[host];
      return pinned === null || s.folio[pinned].direct_map;
    }),
  },
  step: {
    /** clear_highpage() goes through the direct map, and faults without it. */
    kernelDoesNotFault: (before, { action, params }) => {
      if (action !== 'gmem_prepare') return true;
      const id = before.task[params.task].folio;
      return id === null || before.folio[id].direct_map;
    },
    /** P4: GUP-fast asks for the mapping of a folio that it has, not of one that it has put. */
    asksOfWhatItHas: (before, { action, params }) =>
      action !== 'gup_fast_allowed' || before.task[params.task].folio !== null,
  },
  leadsTo: { callsReturn: calls.callsReturn },
  recoverable: { everyCallReturns: calls.everyCallReturns },
  reachable: {
    guestHasItsBytes: each({ folio }, (s, { folio }) => s.folio[folio].content === 'guest'),
    gupIsRefused: each({ host }, (s, { host }) => s.task[host].at === 'gup_put_folio'),
    aStaleTranslationIsFlushed: each({ host, folio }, (s, { host, folio }) => {
      return s.kernel_tlb[host][folio] && !s.folio[folio].direct_map;
    }),
  },
});
