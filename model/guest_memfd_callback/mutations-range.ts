/** What posted forms get wrong with ranges, units and locks outside the callback itself. */
import { mutations, protocol } from '../../engine/index.ts';
import { forget_cache_reference, restore_cache_reference } from '../parts/folio.ts';
import { hostActions } from '../parts/host.ts';
import { invalidator, type PageId } from '../parts/ids.ts';
import { pageIds } from '../parts/memory.ts';
import { invalidationActions } from '../parts/mmu.ts';
import { scheduled } from '../parts/task.ts';
import { folio_put } from './handle.ts';
import { armsEveryFolio } from './posted.ts';
import { guestMemfdCallback } from './protocol.ts';
import { onVmm, unlockOffsets } from './share.ts';
import type { Callback } from './state.ts';
import { onPuncher } from './truncate.ts';

const onInvalidator = protocol<Callback>().thread('task', invalidator, scheduled);

// The steps as they should be, for the mutations that do them and one thing more or less.
const right = { ...invalidationActions() };

/** The index that has the number of the gfn of another one, in a slot whose offset is 1. */
const numberedAsGfnOf = (s: Callback, page: PageId): PageId | null =>
  pageIds(s)[pageIds(s).indexOf(page) + 1] ?? null;

/** An index of the range that waits. */
const pending = (s: Callback, range: readonly PageId[]): PageId | null =>
  range.find((page) => s.page[page].attr === 'NONE_SHARED' && s.page[page].folio !== null) ?? null;

export const rangeMutations = mutations(guestMemfdCallback, {
  'as posted in v7: the host fault allocates under the rwlock': {
    id: 'S08',
    breaks: 'sleepInAtomic',
    source: { status: 'DOC', cite: 'Tng, 2 Apr 2025, on Tabba v7' },
    bounds: { hosts: 1, guests: 0 },
    replace: {
      // read_lock(&offsets_lock) where v6 took the invalidate lock.
      gmem_fault: {
        ...hostActions({ mayFault: (s, page) => s.page[page].attr === 'ALL_SHARED', folio_put })
          .gmem_fault,
        then: (s, p) => {
          s.task[p.task].preempt += 1;
          return 'gmem_fault_get_folio';
        },
      },
    },
  },

  'as posted in v7: an idle folio is armed too, and its last put spins on the lock it holds': {
    id: 'X01',
    breaks: 'callsReturn',
    source: { status: 'DER', cite: 'model of Tabba v7 5/7, 28 Mar 2025' },
    bounds: { hosts: 1, guests: 0 },
    replace: {
      clear_freeze: armsEveryFolio,
      // The lookup's reference is put before the locks are dropped.
      clear_forget: onVmm('clear_forget', {
        then: (s, { task, me }) => {
          const { folio } = me;
          if (!folio) return unlockOffsets(s, me);
          forget_cache_reference(s, folio);
          return folio_put(s, me, folio, { by: task, as: 'lookup' }, 'clear_count');
        },
      }),
    },
    add: {
      after_put: onVmm('clear_count', {
        then: (s, { me }) => {
          const to = unlockOffsets(s, me);
          me.folio = null;
          return to;
        },
      }),
    },
  },

  'as posted in v5: a range counts as mappable when one of its indices is': {
    id: 'X19',
    breaks: 'isolation',
    source: { status: 'DER', cite: 'model of the range predicate of Tabba RFC v5, 17 Jan 2025' },
    bounds: { hosts: 1, guests: 0, pages: 2 },
    // A caller that asks about both indices, and then maps the one it wants.
    replace: {
      gmem_fault: hostActions({
        mayFault: (s) => pageIds(s).some((page) => s.page[page].attr === 'ALL_SHARED'),
        folio_put,
      }).gmem_fault,
    },
  },

  'as posted in v6: truncation restores and erases by guest frame where states are by offset': {
    id: 'X20',
    breaks: 'persistence',
    source: { status: 'DER', cite: 'model of Tabba v6 6/7, 18 Mar 2025' },
    bounds: { hosts: 1, guests: 0, punchers: 1, pages: 2, folios: 1 },
    replace: {
      punch_restore: onPuncher('punch_restore', {
        when: (s) => s.offsets_lock.owner === null,
        then: (s, { me }) => {
          const index = me.page && numberedAsGfnOf(s, me.page);
          if (!index) return 'punch_delete';
          const { folio } = s.page[index];
          if (folio && s.folio[folio].mapcount === 'PGTY_guestmem') {
            s.folio[folio].mapcount = 0;
            restore_cache_reference(s, folio);
          }
          s.page[index].attr = 'ALL_SHARED';
          return 'punch_delete';
        },
      }),
    },
    drop: { punch_store: 'punch_put_folio' },
  },

  'as posted in v6: the invalidation locks pending folios under mmu_lock': {
    id: 'X21',
    breaks: 'sleepInAtomic',
    source: { status: 'DER', cite: 'model of Tabba v6 6/7, 18 Mar 2025' },
    bounds: { hosts: 1, punchers: 1, folios: 1 },
    replace: {
      mmu_invalidate_begin: {
        ...right.mmu_invalidate_begin,
        then: (s, p) => {
          const { range } = s.task[p.task];
          const to = right.mmu_invalidate_begin.then(s, p);
          return to === 'mmu_flush_tlbs' && pending(s, range) ? 'invalidate_lock_folio' : to;
        },
      },
    },
    add: {
      invalidate_lock_folio: onInvalidator('invalidate_lock_folio', {
        sleeps: true,
        when: (s, { me }) => {
          const page = pending(s, me.range);
          const folio = page && s.page[page].folio;
          return !folio || s.folio[folio].lock === null;
        },
        // Locked, restored and unlocked: what comes of it is not what this is about.
        then: () => 'mmu_flush_tlbs',
      }),
    },
  },

  'a freeze is not undone where the state cannot be stored': {
    id: 'X09',
    breaks: 'refcountIsExact',
    source: { status: 'DER', cite: 'from xa_store() of Tabba v6 5/7, which may fail: -ENOMEM' },
    bounds: { hosts: 1, guests: 0 },
    add: {
      clear_store_fails: onVmm('clear_store', {
        then: (s, { me }) => {
          me.errno = '-ENOMEM';
          return unlockOffsets(s, me);
        },
      }),
    },
  },
});
