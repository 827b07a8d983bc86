/**
 * guest_memfd, in-place conversion: a range goes private after every host mapping is gone and
 * every folio's count is what it must be; otherwise the caller gets -EAGAIN and tries again.
 *
 * Source: model of the in-place conversion series (Tng, Christopherson, Annapurve; RFC v1 17 Oct
 * 2025 to v10 7 Aug 2026, queued for kvm-x86 in September 2026). README.md says what is left out.
 */

import { flag, protocol, range, table } from '../../engine/index.ts';
import { memorySharing } from '../../properties/memory-sharing.ts';
import { contentsStay, noStaleBytes } from '../parts/bytes-laws.ts';
import { callsReturn, everyCallReturns } from '../parts/calls.ts';
import { guestPageCard } from '../parts/card.ts';
import { folio_put_testzero, free_folio, GUP_PIN_COUNTING_BIAS } from '../parts/folio.ts';
import { folioLaws } from '../parts/folio-laws.ts';
import { guestActions, runningVcpu } from '../parts/guest.ts';
import { foll, gupActions } from '../parts/gup.ts';
import { hostActions, idleHost } from '../parts/host.ts';
import * as ids from '../parts/ids.ts';
import { emptyMemory } from '../parts/memory.ts';
import { emptyVm, invalidationActions } from '../parts/mmu.ts';
import { aGuestCachesAMapping, invalidationIsBalanced, ownerAgrees } from '../parts/mmu-laws.ts';
import { munmapActions } from '../parts/munmap.ts';
import { idlePuncher, punchActions } from '../parts/punch.ts';
import type { PutFolio } from '../parts/put.ts';
import { guestsMapping, mapped, pinned } from '../parts/reach.ts';
import { restActions } from '../parts/rest.ts';
import { speculativeActions } from '../parts/speculative.ts';
import { idleTask } from '../parts/task.ts';
import { noGetFromZero, noLockIsStolen, taskLaws } from '../parts/task-laws.ts';
import { unmapActions } from '../parts/unmap.ts';
import { noLockCycle } from '../parts/waits.ts';
import { convertActions, finished, rangeOf } from './convert.ts';
import { goals } from './goals.ts';
import { eagainHasACause, errorContract } from './laws.ts';
import { populateActions } from './populate.ts';
import { attributeOf, type Conversion, isShared } from './state.ts';

const { model, each } = protocol<Conversion>();

/** The last put frees the folio at once; the reclaim hook does not change who may use the index. */
export const folio_put: PutFolio<never> = (s, _, folio, holder, next) => {
  if (folio_put_testzero(s, folio, holder)) free_folio(s, folio);
  return next;
};

export const guestMemfdConversion = model({
  name: 'guest_memfd_conversion',
  title: 'in-place conversion: unmap, check the count, -EAGAIN or store',
  source: 'in-place conversion series, Tng, Christopherson, Annapurve, queued September 2026',

  bounds: {
    hosts: ids.host.count(2, { min: 0 }),
    pages: ids.page.count(1),
    folios: ids.folio.count(2),
    mms: ids.mm.count(1),
    guests: ids.guest.count(1, { min: 0 }),
    converters: ids.vmm.count(1),
    punchers: ids.puncher.count(0),
    scanners: ids.scanner.count(0),
    lru: ids.drainer.count(0),
    foll: foll.count(1),
    munmap: flag(true),
    exit: flag(false),
    /** User space calls again on -EAGAIN, until it is done; and references come to an end. */
    retry: flag(false),
    /** GUEST_MEMFD_FLAG_INIT_SHARED. */
    init_shared: flag(true),
    /** The maple tree starts without entries. */
    holes: flag(false),
    /** Private indices are populated before the guest runs. */
    populate: flag(false),
    /** What the memory holds. */
    bytes: flag(false),
    /** GUP_PIN_COUNTING_BIAS, or less: so few plain references then look like a pin. */
    pin_bias: range(GUP_PIN_COUNTING_BIAS, { min: 3, max: GUP_PIN_COUNTING_BIAS }),
  },

  init: (b) => ({
    ...emptyMemory(b.folios, b.mms, b.pages, b.bytes ? 'stale' : null),
    page: table(b.pages, (): Conversion['page']['page0'] => ({
      folio: null,
      attr: b.holes ? null : b.init_shared ? 'shared' : 'private',
    })),
    vm: table(b.guests, () => emptyVm(b.pages)),
    task: {
      ...table(b.hosts, (id) =>
        idleHost(id !== 'host0' && b.mms.values.length > 1 ? 'mm1' : 'mm0'),
      ),
      ...table(b.guests, () => runningVcpu),
      ...table(b.converters, () => ({ ...idleTask, at: 'vmm', ...finished() })),
      ...table(b.punchers, () => idlePuncher),
      ...table(b.scanners, () => ({ ...idleTask, at: 'scan' })),
      ...table(b.lru, () => ({ ...idleTask, at: 'drain' })),
    },
    config: {
      lru_batches: b.lru.values.length > 0,
      retry: b.retry,
      initial: b.init_shared ? 'shared' : 'private',
      pin_bias: b.pin_bias,
    },
  }),

  actions: {
    ...hostActions({ mayFault: isShared, folio_put }),
    ...munmapActions(folio_put),
    ...gupActions(folio_put),
    ...unmapActions(folio_put),
    ...speculativeActions(folio_put),
    ...guestActions({
      guestKind: attributeOf,
      folio_put,
    }),
    ...invalidationActions(),
    ...punchActions({ unmapped: 'punch_delete', deleted: 'punch_put_folio', folio_put }),
    ...convertActions(folio_put),
    ...populateActions(folio_put),
    ...restActions,
  },

  ensures: memorySharing,
  view: each({ page: ids.page }, (s, { page }) => ({
    sharing: attributeOf(s, page),
    shareable: true,
    get converting() {
      return ids.vmm.values.some((vmm) => isConverting(s, vmm, page));
    },
    // Worked out when asked for: most steps are judged by the sharing alone.
    get hostPtes() {
      return mapped(s, page, 'pte');
    },
    get hostTlbs() {
      return mapped(s, page, 'tlb');
    },
    get hostPins() {
      return pinned(s, page);
    },
    get guestShared() {
      return guestsMapping(s, page, 'shared');
    },
    get guestPrivate() {
      return guestsMapping(s, page, 'private');
    },
  })),

  card: each({ page: ids.page }, (s, { page }) => guestPageCard(s, page, attributeOf(s, page))),

  always: {
    ...folioLaws,
    ...taskLaws,
    invalidationIsBalanced,
    ownerAgrees: ownerAgrees(isShared),
    noLockCycle,
    noStaleBytes,
  },

  step: {
    contentsStay,
    noLockIsStolen,
    noGetFromZero,
    /** P11: no mapping is installed from what was known before an invalidation ended. */
    noStaleMapping: (_, { action, params }, after) => {
      if (action !== 'direct_map') return true;
      return ids.page.values.every((page) => {
        if (!(page in after.page)) return true;
        const { folio, kind } = after.vm[params.task].spte[page];
        return (
          folio === null || (kind === attributeOf(after, page) && folio === after.page[page].folio)
        );
      });
    },
    errorContract,
    eagainHasACause,
  },

  leadsTo: {
    callsReturn,
    /**
     * P8: trying again succeeds in the end, if references are given up (`unpin_user_page`) and do
     * not come for ever (`host_rests`, `scan_rests`). When the next try is, nobody says.
     */
    retryingSucceeds: each(
      { vmm: ids.vmm },
      {
        from: (s, { vmm }) => s.task[vmm].at === 'vmm_retry',
        to: (s, { vmm }) => s.task[vmm].at === 'vmm',
      },
    ),
  },

  recoverable: {
    everyCallReturns,
  },

  reachable: { ...goals, aGuestCachesAMapping },
});

const isConverting = (s: Conversion, vmm: ids.VmmId, page: ids.PageId): boolean =>
  s.invalidate_lock.writer === vmm && rangeOf(s, s.task[vmm]).includes(page);
