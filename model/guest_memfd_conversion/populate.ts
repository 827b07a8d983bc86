/**
 * Populating a private index before the guest runs: the source is read first, then the folio is
 * made ready and handed to the guest under the invalidate lock.
 *
 * Source: virt/kvm/guest_memfd.c kvm_gmem_populate(), as reworked by Roth (2a62345b3052, Jan 2026):
 * the source is read before the lock is taken. The hook that measures the memory is one step.
 */
import { dropRead, mayRead, oneOf, protocol, takeRead } from '../../engine/index.ts';
import { clear_stale, write_bytes } from '../parts/bytes.ts';
import { filemap_add_folio, filemap_get_folio, mayLookUp } from '../parts/filemap.ts';
import { page, vmm } from '../parts/ids.ts';
import {
  filemap_invalidate_lock,
  filemap_invalidate_unlock,
  mayLock,
} from '../parts/invalidate-lock.ts';
import type { PutFolio } from '../parts/put.ts';
import { IN_TURN, scheduled } from '../parts/task.ts';
import { attributeOf, type Conversion } from './state.ts';

/** Where the bytes come from: user memory, or nowhere, and then the folio holds zeros. */
const source = oneOf('user', 'none');

export function populateActions(folio_put: PutFolio<never>) {
  const on = protocol<Conversion>().thread('task', vmm, scheduled);
  return {
    // get_user_pages() of the source, which is ordinary memory of the VMM: under its mmap_lock.
    populate: on('vmm', {
      needs: 'populate',
      params: { page },
      when: (s) => mayRead(s.mm.mm0.mmap_lock),
      then: (s, { task, me, page }) => {
        me.page = page;
        takeRead(s.mm.mm0.mmap_lock, task);
        return 'populate_gup';
      },
    }),
    populate_gup: on('populate_gup', {
      needs: 'populate',
      then: (s, { task }) => {
        dropRead(s.mm.mm0.mmap_lock, task);
        return 'populate_lock';
      },
    }),
    // A shared index is -EINVAL.
    populate_lock: on('populate_lock', {
      needs: 'populate',
      sleeps: true,
      when: (s, { task }) => mayLock(s, task),
      then: (s, { task, me }) => {
        if (!filemap_invalidate_lock(s, task)) return 'populate_lock';
        const isPrivate = me.page !== null && attributeOf(s, me.page) === 'private';
        return isPrivate ? 'populate_get_folio' : 'populate_unlock';
      },
    }),
    populate_get_folio: on('populate_get_folio', {
      needs: 'populate',
      sleeps: true,
      when: (s, { me }) => me.page !== null && mayLookUp(s, me.page),
      then: (s, { task, me }) => {
        if (!me.page) return 'populate_unlock';
        me.folio = filemap_get_folio(s, task, me.page, 'lookup');
        if (me.folio) return 'populate_lock_folio';
        me.folio = filemap_add_folio(s, task, me.page, 'lookup');
        if (!me.folio) return 'populate_unlock';
        clear_stale(s, me.folio);
        return 'populate_copy';
      },
    }),
    populate_lock_folio: on('populate_lock_folio', {
      needs: 'populate',
      sleeps: true,
      fair: IN_TURN,
      when: (s, { me }) => me.folio !== null && s.folio[me.folio].lock === null,
      then: (s, { task, me }) => {
        if (!me.folio) return 'populate_unlock';
        s.folio[me.folio].lock = task;
        clear_stale(s, me.folio);
        return 'populate_copy';
      },
    }),
    // The hypervisor copies, measures and takes the memory. A folio of the guest stays as it is.
    populate_copy: on('populate_copy', {
      needs: 'populate',
      params: { source },
      then: (s, { me, source }) => {
        const folio = me.folio && s.folio[me.folio];
        if (!me.folio || !folio || folio.owner === 'guest') return 'populate_put_folio';
        if (source === 'user') write_bytes(s, me.folio);
        folio.owner = 'guest';
        return 'populate_put_folio';
      },
    }),
    populate_put_folio: on('populate_put_folio', {
      needs: 'populate',
      then: (s, { task, me }) => {
        const { folio } = me;
        me.folio = null;
        if (!folio) return 'populate_unlock';
        s.folio[folio].lock = null;
        return folio_put(s, me, folio, { by: task, as: 'lookup' }, 'populate_unlock');
      },
    }),
    populate_unlock: on('populate_unlock', {
      needs: 'populate',
      then: (s, { me }) => {
        filemap_invalidate_unlock(s);
        me.page = null;
        return 'vmm';
      },
    }),
  };
}
