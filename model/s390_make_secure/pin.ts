/**
 * Faults, and the two ways of pinning, which take a secure folio back.
 *
 * Source: mm/gup.c follow_page_pte(), gup_fast_pte_range(), which call
 * arch_make_folio_accessible() for FOLL_PIN (v6.13).
 */
import { dropRead, protocol } from '../../engine/index.ts';
import { filemap_add_folio, filemap_get_folio, mayLookUp } from '../parts/filemap.ts';
import { folio_get, mayGet } from '../parts/folio.ts';
import { keepPin, leave } from '../parts/gup.ts';
import { host, page } from '../parts/ids.ts';
import { IN_TURN, scheduled } from '../parts/task.ts';
import type { SecureSide } from './state.ts';

const { thread } = protocol<SecureSide>();

export function pinActions() {
  const on = thread('task', host, scheduled);
  return {
    // shmem_fault(): returns with the folio locked.
    shmem_fault: on('gmem_fault', {
      sleeps: true,
      fair: IN_TURN,
      when: (s, { me }) => {
        const folio = me.page && s.page[me.page].folio;
        return (
          me.page !== null && mayLookUp(s, me.page) && (!folio || s.folio[folio].lock === null)
        );
      },
      then: (s, { task, me }) => {
        if (!me.page) return 'user';
        me.folio = filemap_get_folio(s, task, me.page, 'fault');
        if (me.folio) s.folio[me.folio].lock = task;
        else me.folio = filemap_add_folio(s, task, me.page, 'fault');
        if (me.folio) return 'finish_fault';
        me.page = null;
        dropRead(s.mm[me.mm].mmap_lock, task);
        return 'user';
      },
    }),
    // One step under the PTE lock: the pin, and the folio made accessible for it.
    gup_slow: on('user', {
      params: { page },
      when: (s, { me, page }) => {
        const { pte, ptl } = s.mm[me.mm];
        return !me.pinned && pte[page] !== null && ptl.owner === null;
      },
      then: (s, { task, me, page }) => {
        const folio = s.mm[me.mm].pte[page];
        if (!folio || !mayGet(s, folio)) return 'user';
        me.pinned = folio;
        folio_get(s, folio, { by: task, as: 'pin', refs: s.config.pin_refs });
        s.folio[folio].owner = 'host';
        return 'user';
      },
    }),
    gup_fast: on('user', {
      params: { page },
      when: (s, { me, page }) => !me.pinned && s.mm[me.mm].pte[page] !== null,
      then: (s, { me, page }) => {
        me.page = page;
        me.folio = s.mm[me.mm].pte[page];
        me.preempt += 1;
        return 'gup_fast_grab';
      },
    }),
    gup_fast_grab: on('gup_fast_grab', {
      then: (s, { task, me }) => {
        if (!me.folio || !mayGet(s, me.folio)) return leave(me);
        folio_get(s, me.folio, { by: task, as: 'transient', refs: s.config.pin_refs });
        return 'gup_fast_recheck';
      },
    }),
    // arch_make_folio_accessible(): the Ultravisor encrypts the folio and gives it back.
    gup_fast_recheck: on('gup_fast_recheck', {
      then: (s, { task, me }) => {
        if (!me.folio || !me.page) return leave(me);
        if (s.mm[me.mm].pte[me.page] !== me.folio) return 'gup_put_folio';
        s.folio[me.folio].owner = 'host';
        return keepPin(s, task, me);
      },
    }),
  };
}
