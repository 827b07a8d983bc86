/** Handlers of the final put as they were posted, for the mutations that need one. */
import { RETURN } from '../../engine/index.ts';
import { forget_cache_reference, restore_cache_reference } from '../parts/folio.ts';
import {
  filemap_invalidate_lock,
  filemap_invalidate_unlock,
  mayLock,
} from '../parts/invalidate-lock.ts';
import { folio_put, onAnyTask } from './handle.ts';
import { EXPECTED, end, onVmm, unlockFolio } from './share.ts';

/** v6: the handler takes the invalidate lock, then the folio lock, and both may sleep. */
export const handlerOfV6 = {
  replace: {
    handle_put: onAnyTask('handle_put', {
      sleeps: true,
      when: (s, { task }) => mayLock(s, task),
      then: (s, { task }) =>
        filemap_invalidate_lock(s, task) ? 'handle_lock_folio' : 'handle_put',
    }),
    handle_restore: onAnyTask('handle_restore', {
      then: (s, { me }) => {
        const folio = me.last_put;
        const index = folio && s.folio[folio].index;
        if (folio) {
          s.folio[folio].mapcount = 0;
          restore_cache_reference(s, folio);
          s.folio[folio].lock = null;
        }
        if (index) s.page[index].attr = 'GUEST_SHARED';
        filemap_invalidate_unlock(s);
        me.last_put = null;
        return RETURN;
      },
    }),
  },
  add: {
    handle_lock_folio: onAnyTask('handle_lock_folio', {
      sleeps: true,
      when: (s, { me }) => me.last_put !== null && s.folio[me.last_put].lock === null,
      then: (s, { task, me }) => {
        if (me.last_put) s.folio[me.last_put].lock = task;
        return 'handle_restore';
      },
    }),
  },
} as const;

/** v5: the handler takes the invalidate lock only. */
export const handlerOfV5 = {
  handle_put: onAnyTask('handle_put', {
    sleeps: true,
    when: (s, { task }) => mayLock(s, task),
    then: (s, { task }) => (filemap_invalidate_lock(s, task) ? 'handle_restore' : 'handle_put'),
  }),
  handle_restore: handlerOfV6.replace.handle_restore,
} as const;

/** v5 and v6: the lookup's reference is put while the invalidate lock is held. */
export const putsUnderTheLock = {
  end_unlock: onVmm('end_unlock', {
    then: (s, { task, me }) => {
      const { folio } = me;
      me.folio = null;
      if (folio) return folio_put(s, me, folio, { by: task, as: 'lookup' }, 'end_unlock');
      filemap_invalidate_unlock(s);
      return end(me);
    },
  }),
} as const;

/**
 * v5: clearing and registering, here in one section. The count is read and not frozen; the type
 * comes first, then the cache's references go, and what is left of the count decides. There is no
 * offsets_lock: the invalidate lock guards the states.
 */
export const registerOfV5 = {
  clear_freeze: onVmm('clear_freeze', {
    then: (s, { me }) =>
      me.folio && s.folio[me.folio].refcount === EXPECTED ? 'clear_store' : 'clear_arm',
  }),
  clear_store: onVmm('clear_store', {
    then: (s, { me }) => {
      if (me.page) s.page[me.page].attr = 'GUEST_SHARED';
      return unlockFolio(s, me);
    },
  }),
  clear_forget: onVmm('clear_forget', {
    then: (s, { me }) => {
      const { folio, page } = me;
      if (!folio || !page) return 'end_unlock';
      forget_cache_reference(s, folio);
      if (s.folio[folio].refcount === 1) {
        s.page[page].attr = 'GUEST_SHARED';
        s.folio[folio].mapcount = 0;
        restore_cache_reference(s, folio);
      }
      return unlockFolio(s, me);
    },
  }),
} as const;

/** v6 and v7: an idle folio counts as referenced, as the lookup's own reference is counted too. */
export const armsEveryFolio = onVmm('clear_freeze', {
  when: (s) => s.offsets_lock.owner === null,
  then: (s, { task, me }) => {
    s.offsets_lock.owner = task;
    me.preempt += 1;
    // The count is at least the page cache's and the lookup's: never 1.
    return me.folio && s.folio[me.folio].refcount > 1 ? 'clear_arm' : 'clear_store';
  },
});
