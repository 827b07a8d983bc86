/**
 * secretmem: memory that only its processes can reach. A fault takes the folio out of the kernel's
 * direct map before the page cache has it; removal puts it back; GUP refuses it.
 *
 * Source: mm/secretmem.c secretmem_fault(), secretmem_free_folio(); mm/gup.c
 * gup_fast_folio_allowed() (v6.13). README.md says what is left out.
 */

import { protocol, table, union } from '../../engine/index.ts';
import { callLaws } from '../parts/calls.ts';
import { pageCard } from '../parts/card.ts';
import { folioIds, heldAs, isFree } from '../parts/folio.ts';
import { hostFolioLaws } from '../parts/folio-laws.ts';
import { foll, gupActions } from '../parts/gup.ts';
import { hostActions, idleHost } from '../parts/host.ts';
import * as ids from '../parts/ids.ts';
import { emptyMemory } from '../parts/memory.ts';
import { folio_put } from '../parts/put.ts';
import { speculativeActions } from '../parts/speculative.ts';
import { idleTask } from '../parts/task.ts';
import { noLockIsStolen, taskLawsOf } from '../parts/task-laws.ts';
import { idleTruncater, truncateActions } from '../parts/truncate.ts';
import { unmapActions } from '../parts/unmap.ts';
import { secretActions } from './secret.ts';
import type { SecretSide } from './state.ts';

const { model, each } = protocol<SecretSide>();
const task = union<ids.HostId | ids.PuncherId | ids.ScannerId | ids.DrainerId>(
  ids.host,
  ids.puncher,
  ids.scanner,
  ids.drainer,
);
const calls = callLaws(task);
const { touch, handle_mm_fault, finish_fault, set_pte } = hostActions({
  mayFault: () => true,
  folio_put,
});
const { gup_fast, gup_fast_grab, gup_put_folio } = gupActions(folio_put);

export const secretmem = model({
  name: 'secretmem',
  title: 'secretmem: no direct map, no GUP',
  source: 'mm/secretmem.c, mm/gup.c, merged (v6.13)',

  bounds: {
    hosts: ids.host.count(2, { min: 1 }),
    pages: ids.page.count(1),
    folios: ids.folio.count(2),
    mms: ids.mm.count(1),
    punchers: ids.puncher.count(1, { min: 0 }),
    scanners: ids.scanner.count(0),
    lru: ids.drainer.count(1, { min: 0 }),
    foll: foll.count(1),
  },

  init: (b) => ({
    ...emptyMemory(b.folios, b.mms, b.pages),
    page: table(b.pages, { folio: null, attr: 'secret' }),
    direct_map: table(b.folios, true),
    task: {
      ...table(b.hosts, (id) =>
        idleHost(id !== 'host0' && b.mms.values.length > 1 ? 'mm1' : 'mm0'),
      ),
      ...table(b.punchers, () => idleTruncater),
      ...table(b.scanners, () => ({ ...idleTask, at: 'scan' })),
      ...table(b.lru, () => ({ ...idleTask, at: 'drain' })),
      ...table(ids.noVmm, () => ({ ...idleTask, at: 'vmm', zap: [] })),
    },
    config: { lru_batches: b.lru.values.length > 0, initial: 'secret' },
  }),

  actions: {
    ...{ touch, handle_mm_fault, finish_fault, set_pte },
    ...{ gup_fast, gup_fast_grab, gup_put_folio },
    ...unmapActions(folio_put, union(ids.host, ids.puncher)),
    ...truncateActions(folio_put),
    ...speculativeActions(folio_put),
    ...secretActions(),
  },

  card: each({ page: ids.page }, (s, { page }) => pageCard(s, page, s.page[page].attr)),

  always: {
    ...hostFolioLaws,
    ...taskLawsOf(task),
    /** P1: the kernel cannot reach what the page cache has, and nobody has it pinned. */
    isSecret: {
      notInTheDirectMap: each({ folio: ids.folio }, (s, { folio }) => {
        return s.folio[folio].index === null || !s.direct_map[folio];
      }),
      notPinned: each({ folio: ids.folio }, (s, { folio }) => {
        return s.folio[folio].index === null || heldAs(s.folio[folio], 'pin').length === 0;
      }),
    },
    /** P4: what is back in the allocator is in the direct map: whoever gets it next may use it. */
    freeMemoryIsInTheDirectMap: each(
      { folio: ids.folio },
      (s, { folio }) => !isFree(s.folio[folio]) || s.direct_map[folio],
    ),
  },
  step: { noLockIsStolen },
  leadsTo: { callsReturn: calls.callsReturn },
  recoverable: {
    everyCallReturns: calls.everyCallReturns,
    /** P8: what is truncated can become free, if somebody truncates. */
    memoryComesBack: (s) =>
      !('puncher0' in s.task) || folioIds(s).every((folio) => isFree(s.folio[folio])),
  },
  reachable: {
    hostMapsThePage: each({ page: ids.page }, (s, { page }) => s.mm.mm0.pte[page] !== null),
    hostCachesTheTranslation: each({ page: ids.page }, (s, { page }) => {
      return s.mm.mm0.tlb[page] !== null;
    }),
    gupIsRefused: each({ host: ids.host }, (s, { host }) => {
      const { at, page, folio } = s.task[host];
      return at === 'gup_put_folio' && page !== null && s.mm.mm0.pte[page] === folio;
    }),
  },
});
