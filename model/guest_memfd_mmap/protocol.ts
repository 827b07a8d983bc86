/**
 * guest_memfd as released with 6.18: user space may map an inode that is shared as a whole, and
 * nothing is ever converted. A hole takes a folio away from both sides.
 *
 * Source: virt/kvm/guest_memfd.c@0f94e51b5320 (6.18). README.md says what is left out.
 */

import { flag, protocol, table, union } from '../../engine/index.ts';
import { callLaws } from '../parts/calls.ts';
import { guestPageCard } from '../parts/card.ts';
import { heldAs } from '../parts/folio.ts';
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
import { folio_put } from '../parts/put.ts';
import { guestsMapping, mapped, pinned } from '../parts/reach.ts';
import { idleTask } from '../parts/task.ts';
import { noGetFromZero, noLockIsStolen, taskLawsOf } from '../parts/task-laws.ts';
import { unmapActions } from '../parts/unmap.ts';
import { failureActions, faultActions } from './fault.ts';
import { memoryLaws, zapsUnderTheLock } from './laws.ts';
import type { Mmap } from './state.ts';

const { model, each } = protocol<Mmap>();
const task = union<ids.HostId | ids.GuestId | ids.PuncherId | ids.ScannerId>(
  ids.host,
  ids.guest,
  ids.puncher,
  ids.scanner,
);
const calls = callLaws(task);

export const guestMemfdMmap = model({
  name: 'guest_memfd_mmap',
  title: 'mmap of an inode that is shared as a whole, no conversion',
  source: 'virt/kvm/guest_memfd.c@0f94e51b5320, released with 6.18',

  bounds: {
    hosts: ids.host.count(1, { min: 0 }),
    pages: ids.page.count(1),
    folios: ids.folio.count(2),
    mms: ids.mm.count(1),
    guests: ids.guest.count(1, { min: 0 }),
    punchers: ids.puncher.count(1, { min: 0 }),
    /** Tasks that handle a memory error. */
    failures: ids.scanner.count(0),
    foll: foll.count(1),
    munmap: flag(false),
    exit: flag(false),
    /** GUEST_MEMFD_FLAG_INIT_SHARED */
    init_shared: flag(true),
  },

  init: (b) => ({
    ...emptyMemory(b.folios, b.mms, b.pages),
    page: table(b.pages, { folio: null, attr: b.init_shared ? 'shared' : 'private' }),
    vm: table(b.guests, () => emptyVm(b.pages)),
    task: {
      ...table(b.hosts, (id) =>
        idleHost(id !== 'host0' && b.mms.values.length > 1 ? 'mm1' : 'mm0'),
      ),
      ...table(b.guests, () => runningVcpu),
      ...table(b.punchers, () => idlePuncher),
      ...table(b.failures, () => ({ ...idleTask, at: 'scan', result: null })),
      ...table(ids.noVmm, () => ({ ...idlePuncher, at: 'vmm' })),
    },
    config: { lru_batches: false, initial: b.init_shared ? 'shared' : 'private' },
  }),

  actions: {
    ...hostActions({ mayFault: () => true, folio_put }),
    ...faultActions(),
    ...munmapActions(folio_put),
    ...gupActions(folio_put),
    ...unmapActions(folio_put, union(ids.host, ids.puncher)),
    ...guestActions({
      guestKind: (s, page) => (s.page[page].attr === 'private' ? 'private' : 'shared'),
      folio_put,
    }),
    ...invalidationActions(ids.puncher),
    ...punchActions({ unmapped: 'punch_delete', deleted: 'punch_put_folio', folio_put }),
    ...failureActions(),
  },

  card: each({ page: ids.page }, (s, { page }) => guestPageCard(s, page, s.page[page].attr)),

  always: {
    ...folioLaws,
    ...taskLawsOf(task),
    invalidationIsBalanced,
    ownerAgrees: ownerAgrees((s, page) => s.page[page].attr === 'shared'),
    ...memoryLaws,
    /** P1: the host reaches nothing of an inode that is not shared. */
    isolation: each({ page: ids.page }, (s, { page }) => {
      const reached = [...mapped(s, page, 'pte'), ...mapped(s, page, 'tlb'), ...pinned(s, page)];
      return s.page[page].attr === 'shared' || reached.length === 0;
    }),
    /** P2: guest mappings are of the kind that the inode is. */
    guestAgreement: each({ page: ids.page }, (s, { page }) => {
      const other = s.page[page].attr === 'shared' ? 'private' : 'shared';
      return guestsMapping(s, page, other).length === 0;
    }),
  },
  step: {
    noLockIsStolen,
    noGetFromZero,
    zapsUnderTheLock,
    /** P9: an error counts as not handled only if somebody else holds the folio. */
    failureHasACause: (before, { action, params }, after) => {
      if (action !== 'mf_result' || after.task[params.task].result !== 'MF_FAILED') return true;
      const { folio } = before.task[params.task];
      const holders = folio === null ? [] : before.folio[folio].holders;
      return holders.some(({ by, as }) => by !== params.task && as !== 'cache');
    },
  },
  leadsTo: { callsReturn: calls.callsReturn },
  recoverable: { everyCallReturns: calls.everyCallReturns },
  reachable: {
    hostMapsThePage: each({ page: ids.page }, (s, { page }) => mapped(s, page, 'pte').length > 0),
    guestMapsThePage: each({ page: ids.page }, (s, { page }) => {
      return guestsMapping(s, page, s.page[page].attr).length > 0;
    }),
    aGuestCachesAMapping,
    hostCachesTheTranslation: each({ page: ids.page }, (s, { page }) => {
      return mapped(s, page, 'tlb').length > 0;
    }),
    /** Section 3.4, X23: what a hole has cut off lives on with its pin, and harms nobody. */
    aPinOutlivesTheHole: each({ folio: ids.folio }, (s, { folio }) => {
      return s.folio[folio].index === null && heldAs(s.folio[folio], 'pin').length > 0;
    }),
  },
});
