/** Ways to get contents, missing entries and populating wrong in the in-place conversion. */
import { dropRead, mayRead, mutations, protocol } from '../../engine/index.ts';
import { hostActions } from '../parts/host.ts';
import { guest, page, vmm } from '../parts/ids.ts';
import { filemap_invalidate_lock_shared, mayLockShared } from '../parts/invalidate-lock.ts';
import { scheduled } from '../parts/task.ts';
import { convertActions } from './convert.ts';
import { populateActions } from './populate.ts';
import { folio_put, guestMemfdConversion } from './protocol.ts';
import type { Conversion } from './state.ts';

const { thread } = protocol<Conversion>();
const onVmm = thread('task', vmm, scheduled);
const onGuest = thread('task', guest, scheduled);

// The steps as they should be, for the mutations that do them and one thing more or less.
const right = { ...convertActions(folio_put), ...populateActions(folio_put) };

/** An inode that starts private, as populating needs one, and that nobody else uses. */
const populated = { hosts: 0, guests: 0, folios: 1, init_shared: 0, populate: 1 } as const;

export const populateMutations = mutations(guestMemfdConversion, {
  'populating reads its source with the invalidate lock held': {
    id: 'S23',
    breaks: 'deadlock',
    source: {
      status: 'DOC',
      cite: 'Zhao, Jul 2025; Roth, 8 Jan 2026; repaired by 2a62345b3052 (Jan 2026)',
    },
    // One thread faults, another one unmaps and waits for the first: a reader waits behind it.
    bounds: { hosts: 2, guests: 0, folios: 1, populate: 1 },
    replace: {
      populate: onVmm('vmm', {
        params: { page },
        then: (_, { me, page }) => {
          me.page = page;
          return 'populate_lock';
        },
      }),
      populate_lock: {
        ...right.populate_lock,
        then: (s, p) => {
          const to = right.populate_lock.then(s, p);
          return to === 'populate_get_folio' ? 'populate_gup' : to;
        },
      },
      populate_gup: onVmm('populate_gup', {
        when: (s) => mayRead(s.mm.mm0.mmap_lock),
        then: () => 'populate_get_folio',
      }),
    },
  },

  'populating maps the page with the invalidate lock held, and mapping takes it too': {
    id: 'S24',
    breaks: 'noLockCycle',
    source: {
      status: 'DOC',
      cite: 'Zhao, Jul 2025; Roth, 8 Jan 2026, on kvm_gmem_populate() and kvm_gmem_get_pfn()',
    },
    bounds: populated,
    replace: {
      populate_put_folio: {
        ...right.populate_put_folio,
        then: (s, p) => {
          right.populate_put_folio.then(s, p);
          return 'populate_map';
        },
      },
    },
    add: {
      populate_map: onVmm('populate_map', {
        sleeps: true,
        when: (s) => mayLockShared(s),
        then: (s, { task }) => {
          filemap_invalidate_lock_shared(s, task);
          dropRead(s.invalidate_lock, task);
          return 'populate_unlock';
        },
      }),
    },
  },

  'a host fault takes an index without an entry for shared': {
    id: 'S27',
    breaks: 'isolation',
    source: {
      status: 'DOC',
      cite: 'Wu, 22 Jun 2026, on the in-place conversion series: a missing entry fails open',
    },
    bounds: { hosts: 1, guests: 0, munmap: 0, folios: 1, init_shared: 0, holes: 1 },
    replace: {
      gmem_fault: hostActions({
        mayFault: (s, page) => (s.page[page].attr ?? 'shared') === 'shared',
        folio_put,
      }).gmem_fault,
    },
  },

  'one hook is for teardown and for conversion, and a conversion wipes the page': {
    id: 'S28',
    breaks: 'contentsStay',
    source: {
      status: 'DOC',
      cite: 'Tabba, 19 Jun 2026, on the in-place conversion series v8; make_shared since',
    },
    bounds: { hosts: 0, folios: 1, init_shared: 0, bytes: 1 },
    replace: {
      cvt_make_shared: {
        ...right.cvt_make_shared,
        then: (s, p) => {
          const { page } = s.task[p.task];
          const folio = page && s.page[page].folio;
          if (folio && s.folio[folio].owner === 'guest') s.folio[folio].bytes = 'zero';
          return right.cvt_make_shared.then(s, p);
        },
      },
    },
  },

  'a page that is populated from nowhere is not zeroed': {
    id: 'S29',
    breaks: 'noStaleBytes',
    source: {
      status: 'DOC',
      cite: 'a review by Sashiko of the in-place conversion series; cb0544296a33 zeroes the page',
    },
    bounds: { ...populated, bytes: 1 },
    replace: {
      populate_get_folio: {
        ...right.populate_get_folio,
        then: (s, p) => {
          const to = right.populate_get_folio.then(s, p);
          const { folio } = s.task[p.task];
          if (to === 'populate_copy' && folio) s.folio[folio].bytes = 'stale';
          return to;
        },
      },
    },
  },

  'the hypervisor takes a page at the hypercall, before the host has converted it': {
    id: 'S38',
    breaks: 'ownerAgrees',
    source: { status: 'DOC', cite: 'Tabba on pKVM, in the thread of the series v8, Jun 2026' },
    bounds: { hosts: 1, munmap: 0, folios: 1 },
    add: {
      unshare_hypercall: onGuest('guest', {
        params: { page },
        when: (s, { task, page }) => s.vm[task].spte[page].kind === 'shared',
        then: (s, { task, page }) => {
          const { folio } = s.vm[task].spte[page];
          if (folio) s.folio[folio].owner = 'guest';
          return 'guest';
        },
      }),
    },
  },
});
