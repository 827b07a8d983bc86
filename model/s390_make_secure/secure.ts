/**
 * make_folio_secure() and its caller.
 *
 * Source: arch/s390/kernel/uv.c@036c0e104bd2 make_folio_secure().
 */
import { type Draft, protocol } from '../../engine/index.ts';
import { folio_ref_freeze, folio_ref_unfreeze } from '../parts/folio.ts';
import { page, vmm } from '../parts/ids.ts';
import { folio_put } from '../parts/put.ts';
import { IN_TURN, scheduled } from '../parts/task.ts';
import type { Securer, SecureSide } from './state.ts';

const { thread } = protocol<SecureSide>();

export function secureActions() {
  const on = thread('task', vmm, scheduled);
  return {
    make_secure: on('vmm', {
      params: { page },
      then: (_, { me, page }) => {
        me.page = page;
        return 'uv_lock_pte';
      },
    }),
    // get_locked_pte(): what is not mapped is -ENXIO.
    uv_lock_pte: on('uv_lock_pte', {
      fair: IN_TURN,
      when: (s) => s.mm.mm0.ptl.owner === null,
      then: (s, { task, me }) => {
        s.mm.mm0.ptl.owner = task;
        me.preempt += 1;
        me.folio = me.page && s.mm.mm0.pte[me.page];
        if (!me.folio) me.errno = '-ENXIO';
        return me.folio ? 'uv_trylock' : 'uv_unlock';
      },
    }),
    uv_trylock: on('uv_trylock', {
      then: (s, { task, me }) => {
        if (!me.folio || s.folio[me.folio].lock !== null) return fails(me, '-EAGAIN');
        s.folio[me.folio].lock = task;
        if (!s.config.large || s.split) return 'uv_expected';
        unlockPte(s, me);
        return 'uv_split';
      },
    }),
    // The PTE lock is dropped to split: start again.
    uv_split: on('uv_split', {
      needs: 'large',
      sleeps: true,
      then: (s, { me }) => {
        s.split = true;
        return fails(me, '-EAGAIN');
      },
    }),
    // expected_folio_refs(): mappings and the page cache.
    uv_expected: on('uv_expected', {
      then: (s, { me }) => {
        const folio = me.folio && s.folio[me.folio];
        if (folio) me.expected = Number(folio.mapcount) + Number(folio.index !== null);
        return 'uv_freeze';
      },
    }),
    uv_freeze: on('uv_freeze', {
      then: (s, { me }) =>
        me.folio && folio_ref_freeze(s, me.folio, me.expected) ? 'uv_call' : fails(me, '-EBUSY'),
    }),
    // PG_arch_1 is set, and the Ultravisor takes the page.
    uv_call: on('uv_call', {
      then: (s, { me }) => {
        if (me.folio) s.folio[me.folio].owner = 'guest';
        me.made = true;
        return 'uv_unfreeze';
      },
    }),
    uv_unfreeze: on('uv_unfreeze', {
      then: (s, { me }) => {
        if (me.folio) folio_ref_unfreeze(s, me.folio);
        return 'uv_unlock';
      },
    }),
    // Folio lock and PTE lock are dropped, and the caller looks at what came out.
    uv_unlock: on('uv_unlock', {
      then: (s, { task, me }) => {
        if (me.folio && s.folio[me.folio].lock === task) s.folio[me.folio].lock = null;
        if (me.preempt > 0) unlockPte(s, me);
        me.expected = 0;
        me.made = false;
        if (me.errno === '-EBUSY') return 'uv_drain';
        return me.errno === '-EAGAIN' ? again(me) : finish(me);
      },
    }),
    // lru_add_drain(), lru_add_drain_all(), then -EAGAIN.
    uv_drain: on('uv_drain', {
      sleeps: true,
      then: (s, { me }) => {
        const { page } = me;
        const folio = page && s.page[page].folio;
        me.errno = '-EAGAIN';
        me.folio = null;
        if (!folio || !s.folio[folio].lruBatch) return again(me);
        s.folio[folio].lruBatch = false;
        return folio_put(s, me, folio, { by: 'lru_add', as: 'lru' }, again(me));
      },
    }),
    /** User space, or KVM for it, tries the same page again. */
    make_secure_again: on('vmm_retry', { then: () => 'uv_lock_pte' }),
  };
}

type Me = Draft<Securer>;

export function fails(me: Me, errno: '-EAGAIN' | '-EBUSY'): 'uv_unlock' {
  me.errno = errno;
  return 'uv_unlock';
}

export function unlockPte(s: Draft<SecureSide>, me: Me): void {
  s.mm.mm0.ptl.owner = null;
  me.preempt -= 1;
}

function again(me: Me): 'vmm_retry' {
  me.folio = null;
  me.errno = 0;
  return 'vmm_retry';
}

function finish(me: Me): 'vmm' {
  me.page = null;
  me.folio = null;
  me.errno = 0;
  return 'vmm';
}
