/**
 * secretmem_fault(), the removal of a folio, and GUP-fast, which has to refuse it.
 *
 * Source: mm/secretmem.c (v6.13), with `6f86d0534fdd`; mm/gup.c gup_fast_folio_allowed(). GUP-slow
 * refuses by the VMA, and needs no step.
 */
import { type Draft, dropRead, protocol } from '../../engine/index.ts';
import { filemap_get_folio, mayLookUp } from '../parts/filemap.ts';
import { findFreeFolio, folio_get } from '../parts/folio.ts';
import { leave } from '../parts/gup.ts';
import { host, type PuncherId } from '../parts/ids.ts';
import { filemap_invalidate_lock_shared, mayLockShared } from '../parts/invalidate-lock.ts';
import { folio_put } from '../parts/put.ts';
import { IN_TURN, scheduled } from '../parts/task.ts';
import { truncateActions } from '../parts/truncate.ts';
import type { SecretSide } from './state.ts';

const { thread } = protocol<SecretSide>();
const { truncate_delete } = truncateActions(folio_put);

export function secretActions() {
  const on = thread('task', host, scheduled);
  return {
    secretmem_fault: on('gmem_fault', {
      sleeps: true,
      fair: IN_TURN,
      when: (s) => mayLockShared(s),
      then: (s, { task }) => {
        filemap_invalidate_lock_shared(s, task);
        return 'gmem_fault_get_folio';
      },
    }),
    // filemap_lock_folio()
    secretmem_get_folio: on('gmem_fault_get_folio', {
      when: (s, { me }) => me.page !== null && mayLookUp(s, me.page),
      then: (s, { task, me }) => {
        me.folio = me.page && filemap_get_folio(s, task, me.page, 'fault');
        return me.folio ? 'gmem_fault_lock_folio' : 'secretmem_alloc';
      },
    }),
    secretmem_lock_folio: on('gmem_fault_lock_folio', {
      sleeps: true,
      fair: IN_TURN,
      when: (s, { me }) => me.folio !== null && s.folio[me.folio].lock === null,
      then: (s, { task, me }) => {
        if (me.folio) s.folio[me.folio].lock = task;
        dropRead(s.invalidate_lock, task);
        return 'finish_fault';
      },
    }),
    secretmem_alloc: on('secretmem_alloc', {
      sleeps: true,
      then: (s, { task, me }) => {
        me.folio = findFreeFolio(s);
        if (me.folio) {
          folio_get(s, me.folio, { by: task, as: 'fault', refs: 1 });
          return 'secretmem_zap_direct_map';
        }
        dropRead(s.invalidate_lock, task);
        dropRead(s.mm[me.mm].mmap_lock, task);
        me.page = null;
        return 'user';
      },
    }),
    // set_direct_map_invalid_noflush(); the flush is part of it here.
    secretmem_zap_direct_map: on('secretmem_zap_direct_map', {
      then: (s, { me }) => {
        if (me.folio) s.direct_map[me.folio] = false;
        return 'secretmem_add';
      },
    }),
    // filemap_add_folio(): -EEXIST for the loser of a race. A new folio waits in an LRU batch.
    secretmem_add: on('secretmem_add', {
      then: (s, { task, me }) => {
        const { folio, page } = me;
        if (!folio || !page || s.page[page].folio) return 'secretmem_restore';
        s.page[page].folio = folio;
        s.folio[folio].index = page;
        s.folio[folio].lock = task;
        folio_get(s, folio, { by: 'page_cache', as: 'cache', refs: 1 });
        if (s.config.lru_batches) {
          s.folio[folio].lruBatch = true;
          folio_get(s, folio, { by: 'lru_add', as: 'lru', refs: 1 });
        }
        dropRead(s.invalidate_lock, task);
        return 'finish_fault';
      },
    }),
    secretmem_restore: on('secretmem_restore', {
      then: (s, { me }) => {
        if (me.folio) s.direct_map[me.folio] = true;
        return 'secretmem_free';
      },
    }),
    secretmem_free: on('secretmem_free', {
      then: (s, { task, me }) =>
        me.folio
          ? folio_put(s, me, me.folio, { by: task, as: 'fault' }, 'gmem_fault_get_folio')
          : 'gmem_fault_get_folio',
    }),

    // gup_fast_folio_allowed(): asks the mapping, and refuses what is of secretmem or of none.
    gup_fast_recheck: on('gup_fast_recheck', {
      then: (_, { me }) => (me.folio ? 'gup_put_folio' : leave(me)),
    }),
    // secretmem_free_folio(): as the folio leaves the page cache, it goes back to the direct map.
    truncate_delete: {
      ...truncate_delete,
      then: (s: Draft<SecretSide>, p: { readonly task: PuncherId }) => {
        const { page } = s.task[p.task];
        const folio = page && s.page[page].folio;
        if (folio) s.direct_map[folio] = true;
        return truncate_delete.then(s, p);
      },
    },
  };
}
