/**
 * guest_memfd, exact count: an index may be taken away from the host while its folio's count, read
 * under the folio lock, is what the page cache and the reader account for.
 *
 * Source: model of Tabba, RFC v3 (10 Oct 2024), 20241010085930.1546800-1-tabba@google.com, repaired
 * as its reviewers asked. README.md says what is left out.
 */

import { flag, protocol, range, table, union } from '../../engine/index.ts';
import { hostIsolation } from '../../properties/host-isolation.ts';
import { callLaws } from '../parts/calls.ts';
import { pageCard } from '../parts/card.ts';
import { heldAs, isFree } from '../parts/folio.ts';
import { hostFolioLaws } from '../parts/folio-laws.ts';
import { foll, gupActions } from '../parts/gup.ts';
import { hostActions, idleHost } from '../parts/host.ts';
import * as ids from '../parts/ids.ts';
import { emptyMemory } from '../parts/memory.ts';
import { munmapActions } from '../parts/munmap.ts';
import { folio_put } from '../parts/put.ts';
import { mapped, pinned } from '../parts/reach.ts';
import { speculativeActions } from '../parts/speculative.ts';
import { idleTask } from '../parts/task.ts';
import { noGetFromZero, noLockIsStolen, taskLawsOf } from '../parts/task-laws.ts';
import { idleTruncater, truncateActions } from '../parts/truncate.ts';
import { unmapActions } from '../parts/unmap.ts';
import { faultActions, mappableActions } from './mappable.ts';
import type { ExactCount } from './state.ts';

const { model, each } = protocol<ExactCount>();
const task = union<Exclude<ids.TaskId, ids.GuestId>>(
  ids.host,
  ids.vmm,
  ids.puncher,
  ids.scanner,
  ids.drainer,
);
const calls = callLaws(task);

export const guestMemfdExactCount = model({
  name: 'guest_memfd_exact_count',
  title: 'exact count: refuse unless the count, under the folio lock, is the expected one',
  source: 'mappable series, Tabba, RFC v3, 10 Oct 2024; never merged, repaired here',

  bounds: {
    hosts: ids.host.count(2, { min: 0 }),
    pages: ids.page.count(1),
    folios: ids.folio.count(1),
    mms: ids.mm.count(1),
    converters: ids.vmm.count(1),
    punchers: ids.puncher.count(0),
    scanners: ids.scanner.count(1, { min: 0 }),
    lru: ids.drainer.count(0),
    foll: foll.count(1),
    nr_pages: range(1, { min: 1, max: 4 }),
    munmap: flag(true),
    exit: flag(false),
  },

  init: (b) => ({
    ...emptyMemory(b.folios, b.mms, b.pages),
    page: table(b.pages, { folio: null, attr: 'shared' }),
    task: {
      ...table(b.hosts, (id) =>
        idleHost(id !== 'host0' && b.mms.values.length > 1 ? 'mm1' : 'mm0'),
      ),
      ...table(b.converters, () => ({ ...idleTask, at: 'vmm', zap: [], errno: 0 })),
      ...table(b.punchers, () => idleTruncater),
      ...table(b.scanners, () => ({ ...idleTask, at: 'scan' })),
      ...table(b.lru, () => ({ ...idleTask, at: 'drain' })),
    },
    config: {
      lru_batches: b.lru.values.length > 0,
      initial: 'shared',
      nr_pages: b.nr_pages,
    },
  }),

  actions: {
    ...hostActions({ mayFault: () => true, folio_put }),
    ...faultActions(),
    ...munmapActions(folio_put),
    ...gupActions(folio_put),
    ...unmapActions(folio_put),
    ...speculativeActions(folio_put),
    ...truncateActions(folio_put),
    ...mappableActions(),
  },

  ensures: hostIsolation,
  view: each({ page: ids.page }, (s, { page }) => ({
    sharing: s.page[page].attr,
    shareable: true,
    get converting() {
      return ids.vmm.values.some(
        (vmm) => s.invalidate_lock.writer === vmm && s.task[vmm].page === page,
      );
    },
    get hostPtes() {
      return mapped(s, page, 'pte');
    },
    get hostTlbs() {
      return mapped(s, page, 'tlb');
    },
    get hostPins() {
      return pinned(s, page);
    },
  })),

  card: each({ page: ids.page }, (s, { page }) => pageCard(s, page, s.page[page].attr)),

  always: {
    ...hostFolioLaws,
    ...taskLawsOf(task),
    /** P4: a folio that a task has locked, and has yet to unlock, is not free. */
    unlocksWhatIsThere: each({ vmm: ids.vmm }, (s, { vmm }) => {
      const { at, folio } = s.task[vmm];
      return at !== 'clear_unlock_folio' || folio === null || !isFree(s.folio[folio]);
    }),
  },
  step: {
    noLockIsStolen,
    noGetFromZero,
    /** P8: an error that asks for no second try means that the memory is in use. */
    permanentErrorHasACause: (before, { params }, after) => {
      const vmm = ids.vmm.values.find((id) => id === params.task);
      if (!vmm || after.task[vmm].errno !== '-EPERM') return true;
      const { folio } = before.task[vmm];
      return folio !== null && heldAs(before.folio[folio], 'pte', 'fault', 'pin').length > 0;
    },
  },
  leadsTo: { callsReturn: calls.callsReturn },
  recoverable: { everyCallReturns: calls.everyCallReturns },
  reachable: {
    hostCachesTheTranslation: each({ page: ids.page }, (s, { page }) => {
      return mapped(s, page, 'tlb').length > 0;
    }),
    /** Section 3.4: -EAGAIN though nobody has the memory in use is no violation. */
    aPassingReferenceRefuses: each({ vmm: ids.vmm }, (s, { vmm }) => {
      const { errno, folio } = s.task[vmm];
      const holders = folio === null ? [] : s.folio[folio].holders;
      return (
        errno === '-EAGAIN' &&
        holders.some(({ as }) => as === 'transient') &&
        holders.every(({ as }) => as !== 'pte' && as !== 'fault' && as !== 'pin')
      );
    }),
  },
});
