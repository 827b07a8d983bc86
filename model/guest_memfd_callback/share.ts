/**
 * Clearing and setting the shared state of an index: kvm_gmem_offset_clear_shared(),
 * kvm_gmem_register_callback(), kvm_gmem_offset_set_shared(), repaired. Clearing and registering
 * are one critical section, invalidation brackets both, the count is judged frozen and against
 * what it must be, and the lookup's reference is put after the locks are dropped.
 *
 * Source: Tabba, "Restricted mapping of guest_memfd at the host" v6 and v7 (Mar 2025).
 */
import { type Draft, dropWrite, mayWrite, protocol, takeWrite } from '../../engine/index.ts';
import { filemap_get_folio, mayLookUp } from '../parts/filemap.ts';
import {
  folio_mapped,
  folio_ref_freeze,
  folio_ref_unfreeze,
  forget_cache_reference,
  restore_cache_reference,
} from '../parts/folio.ts';
import { page, type VmmId, vmm } from '../parts/ids.ts';
import { type GuestKind, vmIds } from '../parts/mmu.ts';
import { inAtomic } from '../parts/task.ts';
import { folio_put } from './handle.ts';
import type { Callback, Sharer } from './state.ts';

/** Order-0 folio: the page cache's reference and the one of the lookup that judges. */
export const EXPECTED = 2;

export const onVmm = protocol<Callback>().thread('task', vmm, { atomic: inAtomic });

type Writable = Draft<Callback>;
type Me = Draft<Sharer>;

export const clearActions = {
  // Takes the invalidate lock at once where it is free, or waits for it at the next label.
  clear_shared: onVmm('vmm', {
    params: { page },
    needs: 'shared_mem',
    then: (s, { task, me, page }) => {
      me.page = page;
      return takeWrite(s.invalidate_lock, task) ? beginClear(s, me) : 'clear_lock';
    },
  }),
  clear_lock: onVmm('clear_lock', {
    sleeps: true,
    when: (s, { task }) => mayWrite(s.invalidate_lock, task),
    then: (s, { task, me }) =>
      takeWrite(s.invalidate_lock, task) ? beginClear(s, me) : 'clear_lock',
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

export const setActions = {
  set_shared: onVmm('vmm', {
    params: { page },
    needs: 'shared_mem',
    then: (s, { task, me, page }) => {
      me.page = page;
      return takeWrite(s.invalidate_lock, task) ? beginSet(s, me) : 'set_lock';
    },
  }),
  set_lock: onVmm('set_lock', {
    sleeps: true,
    when: (s, { task }) => mayWrite(s.invalidate_lock, task),
    then: (s, { task, me }) => (takeWrite(s.invalidate_lock, task) ? beginSet(s, me) : 'set_lock'),
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
    when: (s, { me }) => me.folio !== null && s.folio[me.folio].lock === null,
    then: (s, { task, me }) => {
      if (me.folio) s.folio[me.folio].lock = task;
      return 'set_restore';
    },
  }),
  // Cancels a pending callback: with this reference held, no put can be the last one.
  set_restore: onVmm('set_restore', {
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

export const endActions = {
  end_unlock: onVmm('end_unlock', {
    then: (s, { me }) => {
      dropWrite(s.invalidate_lock);
      return me.folio ? 'end_put_folio' : end(me);
    },
  }),
  // After the locks: the put may be the last one, and then its handler runs here.
  end_put_folio: onVmm('end_put_folio', {
    then: (s, { task, me }) => {
      const { folio } = me;
      const to = end(me);
      return folio ? folio_put(s, me, folio, { by: task, as: 'lookup' }, to) : to;
    },
  }),
};

/** The locals of a task that neither clears nor sets. */
export const finished = () =>
  ({
    page: null,
    folio: null,
    count: 0,
    was: null,
    errno: 0,
    zap: [],
    vms: [],
    range: [],
    filter: [],
  }) as const;

/** Back to user space, with errno. */
export function end(me: Me): 'vmm' {
  Object.assign(me, finished());
  return 'vmm';
}

function beginClear(s: Writable, me: Me): 'end_unlock' | 'mmu_invalidate_begin' {
  me.was = me.page && s.page[me.page].attr;
  return me.was === 'ALL_SHARED' ? invalidate(s, me, 'shared', 'clear_get_folio') : 'end_unlock';
}

function beginSet(s: Writable, me: Me): 'end_unlock' | 'mmu_invalidate_begin' {
  me.was = me.page && s.page[me.page].attr;
  return me.was === 'ALL_SHARED' ? 'end_unlock' : invalidate(s, me, 'private', 'set_get_folio');
}

/** Begins the invalidation of one kind of mapping. */
export function invalidate(
  s: Writable,
  me: Me,
  kind: GuestKind,
  then: 'clear_get_folio' | 'set_get_folio',
): 'mmu_invalidate_begin' {
  me.vms = vmIds(s);
  me.range = me.page ? [me.page] : [];
  me.filter = [kind];
  me.ret = [then];
  return 'mmu_invalidate_begin';
}

/** Drops offsets_lock and the folio lock; neither needs a step of its own. */
export function unlockOffsets(s: Writable, me: Me): 'mmu_invalidate_end' {
  s.offsets_lock.owner = null;
  me.preempt -= 1;
  return unlockFolio(s, me);
}

/** folio_unlock(), which needs no step of its own, then the end of the invalidation. */
export function unlockFolio(s: Writable, me: Me): 'mmu_invalidate_end' {
  if (me.folio) s.folio[me.folio].lock = null;
  return endInvalidation(s, me);
}

function endInvalidation(s: Writable, me: Me): 'mmu_invalidate_end' {
  me.vms = vmIds(s);
  me.ret = ['end_unlock'];
  return 'mmu_invalidate_end';
}

/** Whether a clear or a set of the index is under way, past its lock. */
export const isSharing = (s: Callback, id: VmmId, page: string): boolean =>
  s.invalidate_lock.writer === id && s.task[id].page === page;
