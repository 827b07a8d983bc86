/**
 * kvm_gmem_handle_folio_put(): what runs on the last put of a folio of type PGTY_guestmem, in
 * whatever context that put happens to be.
 *
 * Source: Tabba, "Restricted mapping of guest_memfd at the host" v7 (28 Mar 2025), and the hook in
 * mm of "KVM: Mapping guest_memfd backed memory at the host …" v7 (18 Mar 2025). As repaired here
 * it takes nothing but offsets_lock, with interrupts off, so it may run anywhere.
 */
import { protocol, RETURN } from '../../engine/index.ts';
import { folio_put_testzero, free_folio, restore_cache_reference } from '../parts/folio.ts';
import { task } from '../parts/ids.ts';
import type { PutFolio } from '../parts/put.ts';
import { IN_TURN, scheduled } from '../parts/task.ts';
import type { Callback } from './state.ts';

/** The steps of the handler, by whichever task runs them. */
export const onAnyTask = protocol<Callback>().thread('task', task, scheduled);

/** The hook in folio_put(): a typed folio goes to its handler, any other one is freed. */
export const folio_put: PutFolio<'handle_put'> = (s, me, folio, holder, next) => {
  if (!folio_put_testzero(s, folio, holder)) return next;
  if (s.folio[folio].mapcount !== 'PGTY_guestmem') {
    free_folio(s, folio);
    return next;
  }
  if (next !== RETURN) me.ret.push(next);
  me.last_put = folio;
  return 'handle_put';
};

export const handleActions = {
  // The count is 0 and stays 0: folio_try_get() fails, so nobody can cancel or truncate meanwhile.
  handle_put: onAnyTask('handle_put', {
    fair: IN_TURN,
    when: (s) => s.offsets_lock.owner === null,
    then: (s, { task, me }) => {
      const folio = me.last_put;
      const index = folio && s.folio[folio].index;
      if (!folio) return RETURN;
      // Truncated: there is no state to change, and nobody but this put knows of the folio.
      if (!index) {
        free_folio(s, folio);
        me.last_put = null;
        return RETURN;
      }
      s.offsets_lock.owner = task;
      me.preempt += 1;
      s.folio[folio].mapcount = 0;
      s.page[index].attr = 'GUEST_SHARED';
      return 'handle_restore';
    },
  }),
  // The page cache gets its reference back, and the folio is an ordinary one again.
  handle_restore: onAnyTask('handle_restore', {
    then: (s, { me }) => {
      if (me.last_put) restore_cache_reference(s, me.last_put);
      s.offsets_lock.owner = null;
      me.preempt -= 1;
      me.last_put = null;
      return RETURN;
    },
  }),
};
