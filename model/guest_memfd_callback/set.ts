/**
 * Setting the shared state of an index, kvm_gmem_offset_set_shared(): cancels a callback that is
 * pending, takes the guest's mappings away, and lets the host map.
 *
 * Source: Tabba, "Restricted mapping of guest_memfd at the host" v6 and v7 (Mar 2025).
 */
import { filemap_get_folio, mayLookUp } from '../parts/filemap.ts';
import { restore_cache_reference } from '../parts/folio.ts';
import { page } from '../parts/ids.ts';
import { filemap_invalidate_lock, mayLock } from '../parts/invalidate-lock.ts';
import { IN_TURN } from '../parts/task.ts';
import { invalidate, type Me, onVmm, unlockFolio, unlockOffsets, type Writable } from './share.ts';

export const setActions = {
  set_shared: onVmm('vmm', {
    params: { page },
    needs: 'shared_mem',
    then: (s, { task, me, page }) => {
      me.page = page;
      return filemap_invalidate_lock(s, task) ? beginSet(s, me) : 'set_lock';
    },
  }),
  set_lock: onVmm('set_lock', {
    sleeps: true,
    when: (s, { task }) => mayLock(s, task),
    then: (s, { task, me }) => (filemap_invalidate_lock(s, task) ? beginSet(s, me) : 'set_lock'),
  }),
  // A folio whose last put is being handled has a count of 0: the handler needs none of the locks
  // that are held here, so the lookup ends.
  set_get_folio: onVmm('set_get_folio', {
    when: (s, { me }) => me.page !== null && mayLookUp(s, me.page),
    then: (s, { task, me }) => {
      if (!me.page) return 'end_unlock';
      me.folio = filemap_get_folio(s, task, me.page, 'lookup');
      return me.folio ? 'set_lock_folio' : 'set_store';
    },
  }),
  set_lock_folio: onVmm('set_lock_folio', {
    sleeps: true,
    fair: IN_TURN,
    when: (s, { me }) => me.folio !== null && s.folio[me.folio].lock === null,
    then: (s, { task, me }) => {
      if (me.folio) s.folio[me.folio].lock = task;
      return 'set_restore';
    },
  }),
  // Cancels a pending callback: with this reference held, no put can be the last one.
  set_restore: onVmm('set_restore', {
    fair: IN_TURN,
    when: (s) => s.offsets_lock.owner === null,
    then: (s, { task, me }) => {
      s.offsets_lock.owner = task;
      me.preempt += 1;
      if (me.folio && s.folio[me.folio].mapcount === 'PGTY_guestmem') {
        s.folio[me.folio].mapcount = 0;
        restore_cache_reference(s, me.folio);
      }
      return 'set_store';
    },
  }),
  set_store: onVmm('set_store', {
    then: (s, { task, me }) => {
      if (me.page) s.page[me.page].attr = 'ALL_SHARED';
      if (me.folio) s.folio[me.folio].owner = 'host';
      return s.offsets_lock.owner === task ? unlockOffsets(s, me) : unlockFolio(s, me);
    },
  }),
};

function beginSet(s: Writable, me: Me): 'end_unlock' | 'mmu_invalidate_begin' {
  me.was = me.page && s.page[me.page].attr;
  return me.was === 'ALL_SHARED' ? 'end_unlock' : invalidate(s, me, 'private', 'set_get_folio');
}
