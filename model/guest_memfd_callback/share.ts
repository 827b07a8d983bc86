/**
 * What clearing and setting the shared state have in common: the task that does it, the brackets
 * of the invalidation, and the end, where the lookup's reference is put after the locks.
 */
import { type Draft, protocol } from '../../engine/index.ts';
import { type VmmId, vmm } from '../parts/ids.ts';
import { filemap_invalidate_unlock } from '../parts/invalidate-lock.ts';
import { type GuestKind, vmIds } from '../parts/mmu.ts';
import { scheduled } from '../parts/task.ts';
import { folio_put } from './handle.ts';
import type { Callback, Sharer } from './state.ts';

/** Order-0 folio: the page cache's reference and the one of the lookup that judges. */
export const EXPECTED = 2;

export const onVmm = protocol<Callback>().thread('task', vmm, scheduled);

export type Writable = Draft<Callback>;
export type Me = Draft<Sharer>;

export const endActions = {
  end_unlock: onVmm('end_unlock', {
    then: (s, { me }) => {
      filemap_invalidate_unlock(s);
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

export function endInvalidation(s: Writable, me: Me): 'mmu_invalidate_end' {
  me.vms = vmIds(s);
  me.ret = ['end_unlock'];
  return 'mmu_invalidate_end';
}

/** Whether a clear or a set of the index is under way, past its lock. */
export const isSharing = (s: Callback, id: VmmId, page: string): boolean =>
  s.invalidate_lock.writer === id && s.task[id].page === page;
