/**
 * Taking an index's folio out of the page cache where no guest mapping is modelled; punch.ts does
 * it with the invalidation of guest mappings around it.
 *
 * Source: mm/truncate.c truncate_inode_pages_range(), truncate_cleanup_folio() (v6.13).
 */
import { protocol } from '../../engine/index.ts';
import { filemap_get_folio, mayLookUp } from './filemap.ts';
import { folio_mapped } from './folio.ts';
import { type PuncherId, page, puncher } from './ids.ts';
import { filemap_invalidate_lock, filemap_invalidate_unlock, mayLock } from './invalidate-lock.ts';
import { type MemorySide, mmIds } from './memory.ts';
import type { PutFolio } from './put.ts';
import { IN_TURN, idleTask, scheduled } from './task.ts';
import type { Unmapper } from './unmap.ts';

export type TruncateStep =
  | 'punch'
  | 'truncate_lock'
  | 'truncate_get_folio'
  | 'truncate_lock_folio'
  | 'truncate_delete'
  | 'truncate_put_folio'
  | 'truncate_unlock'
  | 'zap_pte';

export interface TruncateSide extends MemorySide {
  readonly task: Readonly<Record<PuncherId, Unmapper>>;
}

/** A thread that may truncate. */
export const idleTruncater = { ...idleTask, at: 'punch', zap: [] } as const;

export function truncateActions<L extends string>(folio_put: PutFolio<L>) {
  const on = protocol<TruncateSide>().thread('task', puncher, scheduled).labels<TruncateStep | L>();
  return {
    truncate: on('punch', {
      params: { page },
      then: (_, { me, page }) => {
        me.page = page;
        return 'truncate_lock';
      },
    }),
    truncate_lock: on('truncate_lock', {
      sleeps: true,
      when: (s, { task }) => mayLock(s, task),
      then: (s, { task }) =>
        filemap_invalidate_lock(s, task) ? 'truncate_get_folio' : 'truncate_lock',
    }),
    // Where somebody freezes the count now and then: that no lookup meets a frozen one each time
    // it tries again is an assumption.
    truncate_get_folio: on('truncate_get_folio', {
      fair: 'strong',
      when: (s, { me }) => me.page !== null && mayLookUp(s, me.page),
      then: (s, { task, me }) => {
        me.folio = me.page && filemap_get_folio(s, task, me.page, 'lookup');
        return me.folio ? 'truncate_lock_folio' : 'truncate_unlock';
      },
    }),
    truncate_lock_folio: on('truncate_lock_folio', {
      sleeps: true,
      fair: IN_TURN,
      when: (s, { me }) => me.folio !== null && s.folio[me.folio].lock === null,
      then: (s, { task, me }) => {
        const { folio, page } = me;
        if (!folio || !page) return 'truncate_unlock';
        s.folio[folio].lock = task;
        if (!folio_mapped(s.folio[folio])) return 'truncate_delete';
        me.zap = mmIds(s).map((mm) => ({ mm, page }));
        me.ret = ['truncate_delete'];
        return 'zap_pte';
      },
    }),
    // filemap_remove_folio(): under the folio lock, so what refers to the mapping sees it or not.
    truncate_delete: on('truncate_delete', {
      then: (s, { me }) => {
        const folio = me.page && s.page[me.page].folio;
        if (!me.page || !folio) return 'truncate_unlock';
        me.folio = folio;
        s.page[me.page].folio = null;
        s.folio[folio].index = null;
        s.folio[folio].lock = null;
        const cache = { by: 'page_cache', as: 'cache' } as const;
        return folio_put(s, me, folio, cache, 'truncate_put_folio');
      },
    }),
    truncate_put_folio: on('truncate_put_folio', {
      then: (s, { task, me }) => {
        const { folio } = me;
        me.folio = null;
        const lookup = { by: task, as: 'lookup' } as const;
        return folio ? folio_put(s, me, folio, lookup, 'truncate_unlock') : 'truncate_unlock';
      },
    }),
    truncate_unlock: on('truncate_unlock', {
      then: (s, { me }) => {
        filemap_invalidate_unlock(s);
        me.page = null;
        return 'punch';
      },
    }),
  };
}
