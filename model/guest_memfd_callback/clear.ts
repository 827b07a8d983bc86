/**
 * Clearing the shared state of an index: kvm_gmem_offset_clear_shared() and
 * kvm_gmem_register_callback(), repaired. Clearing and registering are one critical section,
 * invalidation brackets both, and the count is judged frozen and against what it must be.
 *
 * Source: Tabba, "Restricted mapping of guest_memfd at the host" v6 and v7 (Mar 2025).
 */
import { filemap_get_folio, mayLookUp } from '../parts/filemap.ts';
import {
  folio_mapped,
  folio_ref_freeze,
  folio_ref_unfreeze,
  forget_cache_reference,
} from '../parts/folio.ts';
import { page } from '../parts/ids.ts';
import { filemap_invalidate_lock, mayLock } from '../parts/invalidate-lock.ts';
import { IN_TURN } from '../parts/task.ts';
import {
  EXPECTED,
  endInvalidation,
  invalidate,
  type Me,
  onVmm,
  unlockFolio,
  unlockOffsets,
  type Writable,
} from './share.ts';

export const clearActions = {
  // Takes the invalidate lock at once where it is free, or waits for it at the next label.
  clear_shared: onVmm('vmm', {
    params: { page },
    needs: 'shared_mem',
    then: (s, { task, me, page }) => {
      me.page = page;
      return filemap_invalidate_lock(s, task) ? beginClear(s, me) : 'clear_lock';
    },
  }),
  clear_lock: onVmm('clear_lock', {
    sleeps: true,
    when: (s, { task }) => mayLock(s, task),
    then: (s, { task, me }) =>
      filemap_invalidate_lock(s, task) ? beginClear(s, me) : 'clear_lock',
  }),
  clear_get_folio: onVmm('clear_get_folio', {
    when: (s, { me }) => me.page !== null && mayLookUp(s, me.page),
    then: (s, { task, me }) => {
      if (!me.page) return 'end_unlock';
      me.folio = filemap_get_folio(s, task, me.page, 'lookup');
      if (me.folio) return 'clear_lock_folio';
      s.page[me.page].attr = 'GUEST_SHARED';
      return endInvalidation(s, me);
    },
  }),
  clear_lock_folio: onVmm('clear_lock_folio', {
    sleeps: true,
    fair: IN_TURN,
    when: (s, { me }) => me.folio !== null && s.folio[me.folio].lock === null,
    then: (s, { task, me }) => {
      if (me.folio) s.folio[me.folio].lock = task;
      return 'clear_mapped';
    },
  }),
  // Host PTEs are user space's to remove. The folio lock keeps new ones out from here on.
  clear_mapped: onVmm('clear_mapped', {
    then: (s, { me }) => {
      if (!me.folio || !folio_mapped(s.folio[me.folio])) return 'clear_freeze';
      me.errno = '-EAGAIN';
      return unlockFolio(s, me);
    },
  }),
  // folio_ref_freeze() at the count that says "nobody else". Freezing at any other count would
  // lose the puts of those who are counted: they run into the zero and unfreezing overwrites it.
  clear_freeze: onVmm('clear_freeze', {
    fair: IN_TURN,
    when: (s) => s.offsets_lock.owner === null,
    then: (s, { task, me }) => {
      s.offsets_lock.owner = task;
      me.preempt += 1;
      return me.folio && folio_ref_freeze(s, me.folio, EXPECTED) ? 'clear_store' : 'clear_arm';
    },
  }),
  clear_store: onVmm('clear_store', {
    then: (s, { me }) => {
      if (me.page) s.page[me.page].attr = 'GUEST_SHARED';
      return 'clear_unfreeze';
    },
  }),
  clear_unfreeze: onVmm('clear_unfreeze', {
    then: (s, { me }) => {
      if (me.folio) folio_ref_unfreeze(s, me.folio);
      return unlockOffsets(s, me);
    },
  }),
  // The type comes first, so that whoever puts the last reference after this finds it.
  clear_arm: onVmm('clear_arm', {
    then: (s, { me }) => {
      if (me.page) s.page[me.page].attr = 'NONE_SHARED';
      if (me.folio) s.folio[me.folio].mapcount = 'PGTY_guestmem';
      return 'clear_forget';
    },
  }),
  // The page cache's reference goes; the lookup's keeps the count above zero until the locks are
  // dropped.
  clear_forget: onVmm('clear_forget', {
    then: (s, { me }) => {
      if (me.folio) forget_cache_reference(s, me.folio);
      return unlockOffsets(s, me);
    },
  }),
};

function beginClear(s: Writable, me: Me): 'end_unlock' | 'mmu_invalidate_begin' {
  me.was = me.page && s.page[me.page].attr;
  return me.was === 'ALL_SHARED' ? invalidate(s, me, 'shared', 'clear_get_folio') : 'end_unlock';
}
