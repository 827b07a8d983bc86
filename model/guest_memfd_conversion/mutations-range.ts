/** What a posted series got wrong with ranges, and what walkers and memory errors may meet. */
import { type Draft, dropRead, mutations, protocol } from '../../engine/index.ts';
import { folio_get, mayGet } from '../parts/folio.ts';
import { folio, guest, page, scanner, type VmmId } from '../parts/ids.ts';
import { filemap_invalidate_lock_shared, mayLockShared } from '../parts/invalidate-lock.ts';
import { noMapping, vmIds } from '../parts/mmu.ts';
import { endScan, speculativeActions } from '../parts/speculative.ts';
import { scheduled } from '../parts/task.ts';
import { convertActions, invalidate, unmapRange } from './convert.ts';
import { rollsBack } from './posted.ts';
import { folio_put, guestMemfdConversion } from './protocol.ts';
import type { Conversion } from './state.ts';

const { thread } = protocol<Conversion>();
const onGuest = thread('task', guest, scheduled);
const onScanner = thread('task', scanner, scheduled);

// The steps as they should be, for the mutations that do them and one thing more or less.
const right = { ...convertActions(folio_put), ...speculativeActions(folio_put) };

/** A guest that has its page, and somebody who truncates while a walker looks. */
const walked = { hosts: 0, folios: 1, punchers: 1, scanners: 1 } as const;

/** The first page of a range is all that its work list has. */
function cutShort(s: Draft<Conversion>, task: VmmId) {
  const me = s.task[task];
  me.last = me.first;
  return me.to === 'private' ? unmapRange(s, me) : invalidate(s, me);
}

export const rangeMutations = mutations(guestMemfdConversion, {
  'pages that were stored are given back by a loop that counts down below zero': {
    id: 'X17',
    breaks: 'callsReturn',
    source: {
      status: 'DER',
      cite: 'from Tng, 1G page RFC v2 (14 May 2025): an unsigned index, and a start of 0',
    },
    bounds: { hosts: 1, munmap: 0, guests: 0, pages: 2, folios: 1 },
    ...rollsBack,
  },

  'memory runs out for the list of what is to be done, and what it has counts as all': {
    id: 'X18',
    breaks: 'errorContract',
    source: {
      status: 'DER',
      cite: 'from Tng, 1G page RFC v2 (14 May 2025): an inner ret hides -ENOMEM',
    },
    bounds: { hosts: 0, guests: 0, pages: 2, folios: 1 },
    add: {
      cvt_lock_enomem: {
        ...right.cvt_lock,
        then: (s, p) => {
          const to = right.cvt_lock.then(s, p);
          return to === 'cvt_lock' || to === 'cvt_unlock' ? to : cutShort(s, p.task);
        },
      },
    },
  },

  'the attribute is read under the invalidate lock from inside mmu_lock': {
    id: 'S25',
    breaks: 'sleepInAtomic',
    source: {
      status: 'DOC',
      cite: 'in-place conversion series, RFC v5 (28 Apr 2026): kvm_mmu_zap_collapsible_spte()',
    },
    bounds: { hosts: 0, folios: 1 },
    add: {
      zap_collapsible: onGuest('guest', {
        params: { page },
        when: (s, { task, page }) =>
          s.vm[task].mmu_lock.owner === null && s.vm[task].spte[page].folio !== null,
        then: (s, { task, me, page }) => {
          s.vm[task].mmu_lock.owner = task;
          me.preempt += 1;
          me.page = page;
          return 'gmem_attributes_locked';
        },
      }),
      gmem_attributes_locked: onGuest('gmem_attributes_locked', {
        sleeps: true,
        when: (s) => mayLockShared(s),
        then: (s, { task, me }) => {
          filemap_invalidate_lock_shared(s, task);
          dropRead(s.invalidate_lock, task);
          s.vm[task].mmu_lock.owner = null;
          me.preempt -= 1;
          me.page = null;
          return 'guest';
        },
      }),
    },
  },

  "a walker reads a flag of the folio's mapping without the folio lock": {
    id: 'S37',
    breaks: 'noOops',
    source: { status: 'DOC', cite: '0003e2a41468: the flag is tested under the folio lock' },
    bounds: walked,
    // What keeps the inode is that the folio is in its page cache; once truncated, nothing does.
    replace: {
      scan_try_get: {
        ...right.scan_try_get,
        then: (s, p) => {
          const to = right.scan_try_get.then(s, p);
          s.task[p.task].page = s.folio[p.folio].index;
          return s.task[p.task].page ? 'scan_mapping' : to;
        },
      },
    },
    add: {
      scan_mapping: onScanner('scan_mapping', {
        then: (s, { me }) => {
          if (me.folio && s.folio[me.folio].index !== me.page) s.oops = 'use after free';
          me.page = null;
          return 'scan_put';
        },
      }),
    },
  },

  'memory_failure() takes the invalidate lock under the folio lock': {
    id: 'X30',
    breaks: 'noLockCycle',
    source: {
      status: 'DER',
      cite: 'model of kvm_gmem_error_folio() under memory_failure(), v6.18; nobody has reported it',
    },
    bounds: walked,
    add: {
      memory_failure: onScanner('scan', {
        params: { folio },
        when: (s, { folio }) => mayGet(s, folio) && s.folio[folio].index !== null,
        then: (s, { task, me, folio }) => {
          folio_get(s, folio, { by: task, as: 'transient', refs: 1 });
          me.folio = folio;
          return 'mf_lock_folio';
        },
      }),
      mf_lock_folio: onScanner('mf_lock_folio', {
        sleeps: true,
        when: (s, { me }) => me.folio !== null && s.folio[me.folio].lock === null,
        then: (s, { task, me }) => {
          if (me.folio) s.folio[me.folio].lock = task;
          return 'mf_error_folio';
        },
      }),
      // Guest mappings of the page go; the folio stays where it is.
      mf_error_folio: onScanner('mf_error_folio', {
        sleeps: true,
        when: (s) => mayLockShared(s),
        then: (s, { task, me }) => {
          const { folio } = me;
          if (!folio) return 'scan';
          const { index } = s.folio[folio];
          for (const vm of vmIds(s)) {
            if (index) s.vm[vm].spte[index] = noMapping;
            if (index) s.vm[vm].tlb[index] = noMapping;
          }
          s.folio[folio].lock = null;
          return folio_put(s, me, folio, { by: task, as: 'transient' }, endScan(me));
        },
      }),
    },
  },
});
