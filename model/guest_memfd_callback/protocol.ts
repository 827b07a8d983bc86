/**
 * guest_memfd with a callback on the final put: an index that the host still references waits in
 * NONE_SHARED, its folio typed PGTY_guestmem, until the last folio_put() hands it to the guest.
 *
 * Source: model of Tabba, "Restricted mapping of guest_memfd at the host" v5 to v7 (17 Jan to 28
 * Mar 2025, never merged), in a repaired form; `mutations.ts` has what was posted. README.md says
 * what is left out.
 */

import { flag, mutex, protocol, table } from '../../engine/index.ts';
import { memorySharing } from '../../properties/memory-sharing.ts';
import { afterPut } from '../parts/after-put.ts';
import { callsReturn, everyCallReturns } from '../parts/calls.ts';
import { guestPageCard } from '../parts/card.ts';
import { folioLaws } from '../parts/folio-laws.ts';
import { guestActions, runningVcpu } from '../parts/guest.ts';
import { context, foll, gupActions } from '../parts/gup.ts';
import { hostActions, idleHost } from '../parts/host.ts';
import * as ids from '../parts/ids.ts';
import { emptyMemory, pageIds } from '../parts/memory.ts';
import { emptyVm, invalidationActions } from '../parts/mmu.ts';
import { aGuestCachesAMapping, invalidationIsBalanced, ownerAgrees } from '../parts/mmu-laws.ts';
import { munmapActions } from '../parts/munmap.ts';
import { idlePuncher, punchActions } from '../parts/punch.ts';
import { guestsMapping, mapped, pinned } from '../parts/reach.ts';
import { speculativeActions } from '../parts/speculative.ts';
import { idleTask } from '../parts/task.ts';
import { noGetFromZero, noLockIsStolen, taskLaws } from '../parts/task-laws.ts';
import { unmapActions } from '../parts/unmap.ts';
import { noLockCycle } from '../parts/waits.ts';
import { clearActions } from './clear.ts';
import { goals } from './goals.ts';
import { folio_put, handleActions } from './handle.ts';
import { setActions } from './set.ts';
import { endActions, finished, isSharing } from './share.ts';
import { kindOf, sharingOf } from './shareability.ts';
import type { Callback } from './state.ts';
import { restoreActions } from './truncate.ts';

const { model, each } = protocol<Callback>();

export const guestMemfdCallback = model({
  name: 'guest_memfd_callback',
  title: 'PGTY_guestmem: the final folio_put() completes the conversion',
  source: 'model of "Restricted mapping of guest_memfd at the host", Tabba, v5-v7, Jan-Mar 2025',

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
    contexts: context.count(1),
    munmap: flag(true),
    exit: flag(false),
    /** CONFIG_KVM_GMEM_SHARED_MEM: without it the host can never map. */
    shared_mem: flag(true),
  },

  init: (b) => ({
    ...emptyMemory(b.folios, b.mms, b.pages),
    page: table(b.pages, (): Callback['page']['page0'] => ({
      folio: null,
      attr: b.shared_mem ? 'ALL_SHARED' : 'GUEST_SHARED',
    })),
    vm: table(b.guests, () => emptyVm(b.pages)),
    offsets_lock: mutex(),
    kvm: 'loaded',
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
      initial: 'ALL_SHARED',
      shared_mem: b.shared_mem,
    },
  }),

  actions: {
    ...hostActions({ mayFault: (s, page) => s.page[page].attr === 'ALL_SHARED', folio_put }),
    ...munmapActions(folio_put),
    ...gupActions(folio_put),
    ...unmapActions(folio_put),
    ...speculativeActions(folio_put),
    ...guestActions({ guestKind: (s, page) => kindOf[s.page[page].attr ?? ''] ?? null, folio_put }),
    ...invalidationActions(),
    ...punchActions({ unmapped: 'punch_restore', deleted: 'punch_store', folio_put }),
    ...restoreActions,
    ...afterPut,
    ...clearActions,
    ...setActions,
    ...endActions,
    ...handleActions,
  },

  ensures: memorySharing,
  view: each({ page: ids.page }, (s, { page }) => {
    const { attr } = s.page[page];
    return {
      sharing: sharingOf[attr],
      shareable: s.config.shared_mem,
      get converting() {
        return attr === 'NONE_SHARED' || ids.vmm.values.some((id) => isSharing(s, id, page));
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
    };
  }),

  card: each({ page: ids.page }, (s, { page }) => guestPageCard(s, page, s.page[page].attr)),

  always: {
    ...folioLaws,
    noLockCycle,
    /** P6: a typed folio that is in the page cache belongs to an index that waits for it. */
    typedMeansPending: each({ page: ids.page }, (s, { page }) => {
      const { folio, attr } = s.page[page];
      return (
        folio === null || s.folio[folio].mapcount !== 'PGTY_guestmem' || attr === 'NONE_SHARED'
      );
    }),
    ...taskLaws,
    invalidationIsBalanced,
    ownerAgrees: ownerAgrees((s, page) => s.page[page].attr === 'ALL_SHARED'),
  },

  step: {
    noLockIsStolen,
    noGetFromZero,
    /**
     * The rule of the series' commit message: before a page is unshared, the host has no reference
     * to it at all. At the step that says so, only the page cache and the converter hold any.
     */
    noReferenceWhenUnshared: (before, { params }, after) =>
      pageIds(before).every((page) => {
        const { folio, attr } = before.page[page];
        if (attr === 'GUEST_SHARED' || after.page[page].attr !== 'GUEST_SHARED') return true;
        if (folio === null) return true;
        return after.folio[folio].holders.every(
          ({ by, as }) => as === 'cache' || (as === 'lookup' && by === params.task),
        );
      }),
    /** P11: no mapping is installed from what was known before an invalidation ended. */
    noStaleMapping: (_, { action, params }, after) => {
      if (action !== 'direct_map') return true;
      return pageIds(after).every((page) => {
        const { folio, kind } = after.vm[params.task].spte[page];
        const { attr, folio: cached } = after.page[page];
        return folio === null || (kind === kindOf[attr] && folio === cached);
      });
    },
    /** P9: on -EAGAIN the state is as it was. */
    errorContract: (before, { action, params }) => {
      if (action !== 'end_unlock') return true;
      const { errno, page, was } = before.task[params.task];
      return errno === 0 || page === null || before.page[page].attr === was;
    },
  },

  leadsTo: {
    callsReturn,
  },

  recoverable: {
    everyCallReturns,
  },

  reachable: { ...goals, aGuestCachesAMapping },
});
