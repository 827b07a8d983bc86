/**
 * s390 Protected Virtualization: a mapped folio becomes secure while its count is frozen at what
 * its mappings and the page cache hold, under the PTE lock; else -EBUSY, a drain, and -EAGAIN.
 *
 * Source: arch/s390/kernel/uv.c@036c0e104bd2 make_folio_secure(). README.md says what is left out.
 */

import { flag, protocol, range, table, union } from '../../engine/index.ts';
import { callLaws } from '../parts/calls.ts';
import { pageCard } from '../parts/card.ts';
import { GUP_PIN_COUNTING_BIAS, heldAs } from '../parts/folio.ts';
import { hostFolioLaws } from '../parts/folio-laws.ts';
import { gupActions } from '../parts/gup.ts';
import { hostActions, idleHost } from '../parts/host.ts';
import * as ids from '../parts/ids.ts';
import { emptyMemory } from '../parts/memory.ts';
import { munmapActions } from '../parts/munmap.ts';
import { folio_put } from '../parts/put.ts';
import { restActions } from '../parts/rest.ts';
import { speculativeActions } from '../parts/speculative.ts';
import { idleTask } from '../parts/task.ts';
import { noGetFromZero, noLockIsStolen, taskLawsOf } from '../parts/task-laws.ts';
import { idleTruncater, truncateActions } from '../parts/truncate.ts';
import { unmapActions } from '../parts/unmap.ts';
import { pinActions } from './pin.ts';
import { secureActions } from './secure.ts';
import type { SecureSide } from './state.ts';

const { model, each } = protocol<SecureSide>();
const task = union<Exclude<ids.TaskId, ids.GuestId>>(
  ids.host,
  ids.vmm,
  ids.puncher,
  ids.scanner,
  ids.drainer,
);
const calls = callLaws(task);
const { touch, handle_mm_fault, finish_fault, set_pte } = hostActions({
  mayFault: () => true,
  folio_put,
});
const { gup_put_folio, unpin_user_page } = gupActions(folio_put);

export const s390MakeSecure = model({
  name: 's390_make_secure',
  title: 's390 make_folio_secure(): freeze at the expected count, under the PTE lock',
  source: 'arch/s390/kernel/uv.c@036c0e104bd2, merged',

  bounds: {
    hosts: ids.host.count(2, { min: 0 }),
    pages: ids.page.count(1),
    folios: ids.folio.count(1),
    mms: ids.mm.count(1, { max: 1 }),
    converters: ids.vmm.count(1),
    punchers: ids.puncher.count(0),
    scanners: ids.scanner.count(0),
    lru: ids.drainer.count(1, { min: 0 }),
    /** What a pin adds to the count: 1024 for FOLL_PIN of a small folio, 1 for FOLL_GET. */
    pin_refs: range(GUP_PIN_COUNTING_BIAS, { min: 1, max: GUP_PIN_COUNTING_BIAS }),
    large: flag(true),
    munmap: flag(true),
    exit: flag(false),
    retry: flag(true),
  },

  init: (b) => ({
    ...emptyMemory(b.folios, b.mms, b.pages),
    page: table(b.pages, { folio: null, attr: 'shared' }),
    split: false,
    task: {
      ...table(b.hosts, () => idleHost('mm0')),
      ...table(b.converters, () => ({
        ...idleTask,
        at: 'vmm',
        zap: [],
        expected: 0,
        made: false,
        errno: 0,
      })),
      ...table(b.punchers, () => idleTruncater),
      ...table(b.scanners, () => ({ ...idleTask, at: 'scan' })),
      ...table(b.lru, () => ({ ...idleTask, at: 'drain' })),
    },
    config: {
      lru_batches: b.lru.values.length > 0,
      initial: 'shared',
      large: b.large,
      pin_refs: b.pin_refs,
    },
  }),

  actions: {
    ...{ touch, handle_mm_fault, finish_fault, set_pte },
    ...munmapActions(folio_put),
    ...{ gup_put_folio, unpin_user_page },
    ...unmapActions(folio_put),
    ...speculativeActions(folio_put),
    ...truncateActions(folio_put),
    ...pinActions(),
    ...secureActions(),
    ...restActions,
  },

  card: each({ page: ids.page }, (s, { page }) => pageCard(s, page, s.page[page].attr)),

  always: {
    ...hostFolioLaws,
    ...taskLawsOf(task),
    /** P1: nobody has a folio pinned while it is secure. Mappings may stay: a touch exports it. */
    secureIsNotPinned: each({ folio: ids.folio }, (s, { folio }) => {
      const { owner } = s.folio[folio];
      return owner === 'host' || heldAs(s.folio[folio], 'pin').length === 0;
    }),
  },
  step: {
    noLockIsStolen,
    noGetFromZero,
    /** P9: 0 says that this call has made the folio secure; a pin may have it back by now. */
    zeroMeansSecure: (before, { action, params }) => {
      if (action !== 'uv_unlock') return true;
      const { errno, made } = before.task[params.task];
      return errno !== 0 || made;
    },
  },
  leadsTo: {
    callsReturn: calls.callsReturn,
    /** P8: trying again ends, if references are given up and do not come for ever. */
    retryingSucceeds: each(
      { vmm: ids.vmm },
      {
        from: (s, { vmm }) => s.task[vmm].at === 'vmm_retry',
        to: (s, { vmm }) => s.task[vmm].at === 'vmm',
      },
    ),
  },
  recoverable: {
    everyCallReturns: calls.everyCallReturns,
  },
  reachable: {
    aSecureFolioIsMapped: each({ folio: ids.folio }, (s, { folio }) => {
      const { owner, mapcount } = s.folio[folio];
      return owner === 'guest' && mapcount !== 0;
    }),
    hostCachesTheTranslation: each({ page: ids.page }, (s, { page }) => {
      return s.mm.mm0.tlb[page] !== null;
    }),
    hostPinsTheFolio: each(
      { folio: ids.folio },
      (s, { folio }) => heldAs(s.folio[folio], 'pin').length > 0,
    ),
    /** Section 3.4: -EBUSY though nobody has the memory in use is no violation. */
    aBatchRefuses: each({ vmm: ids.vmm }, (s, { vmm }) => {
      const { errno, folio } = s.task[vmm];
      const holders = folio === null ? [] : s.folio[folio].holders;
      return errno === '-EBUSY' && holders.every(({ as }) => ['cache', 'pte', 'lru'].includes(as));
    }),
  },
});
