/**
 * Ways to get guest_memfd_callback wrong: what v5, v6 and v7 did as posted, and single steps left
 * out. A model of a posted series shows what that model does; DER says that nobody reported it.
 */
import { type Draft, type Mutations, mutations, protocol, RETURN } from '../../engine/index.ts';
import {
  folio_put_testzero,
  folio_ref_freeze,
  forget_cache_reference,
  restore_cache_reference,
} from '../parts/folio.ts';
import { keepPin } from '../parts/gup.ts';
import { host, invalidator, page } from '../parts/ids.ts';
import { filemap_invalidate_lock, mayLock } from '../parts/invalidate-lock.ts';
import { scheduled } from '../parts/task.ts';
import { folio_put, onAnyTask } from './handle.ts';
import { handlerMutations } from './mutations-handler.ts';
import { rangeMutations } from './mutations-range.ts';
import { truncationMutations } from './mutations-truncate.ts';
import { armsEveryFolio, handlerOfV6, putsUnderTheLock } from './posted.ts';
import { guestMemfdCallback } from './protocol.ts';
import { EXPECTED, end, invalidate, onVmm, unlockOffsets } from './share.ts';
import type { Callback, Sharer } from './state.ts';
import { onPuncher } from './truncate.ts';

const { thread } = protocol<Callback>();
const onHost = thread('task', host, scheduled);
const onInvalidator = thread('task', invalidator, scheduled);

/** GUP-fast keeps what it grabbed, whatever the PTE says by then. */
const keepWithoutLooking = onHost('gup_fast_recheck', {
  then: (s, { task, me }) => keepPin(s, task, me),
});

/** v5: a clear goes by the count in NONE as well, where the page cache's share is gone from it. */
function judgeAgain(s: Draft<Callback>, me: Draft<Sharer>) {
  me.was = me.page && s.page[me.page].attr;
  return me.was === 'GUEST_SHARED' ? 'end_unlock' : invalidate(s, me, 'shared', 'clear_get_folio');
}

const stepMutations = mutations(guestMemfdCallback, {
  'as posted in v5: the callback is registered in a critical section of its own': {
    id: 'S04',
    breaks: 'typedMeansPending',
    source: { status: 'DOC', cite: 'Annapurve, 5 Feb 2025, on Tabba RFC v5 6/15' },
    bounds: { hosts: 1, guests: 0, converters: 2 },
    replace: {
      // The first section only says NONE; count 1 remembers that the registration is to come.
      clear_arm: onVmm('clear_arm', {
        then: (s, { me }) => {
          if (me.count === 2 && me.folio) {
            s.folio[me.folio].mapcount = 'PGTY_guestmem';
            return 'clear_forget';
          }
          if (me.page) s.page[me.page].attr = 'NONE_SHARED';
          me.count = 1;
          return unlockOffsets(s, me);
        },
      }),
      end_put_folio: onVmm('end_put_folio', {
        then: (s, { task, me }) => {
          const { folio, count } = me;
          me.folio = null;
          const to = count === 1 ? 'register_lock' : end(me);
          return folio ? folio_put(s, me, folio, { by: task, as: 'lookup' }, to) : to;
        },
      }),
    },
    add: {
      register_lock: onVmm('register_lock', {
        sleeps: true,
        when: (s, { task }) => mayLock(s, task),
        then: (s, { task, me }) => {
          if (!filemap_invalidate_lock(s, task)) return 'register_lock';
          me.count = 2;
          return invalidate(s, me, 'shared', 'clear_get_folio');
        },
      }),
    },
  },

  'as posted in v5: the callback does not ask whether the folio still has a mapping': {
    id: 'S05',
    breaks: 'noOops',
    source: { status: 'DOC', cite: 'Tng, 22 Jan 2025, on Tabba RFC v5; tested for since v6' },
    bounds: { hosts: 1, guests: 0, punchers: 1, folios: 1 },
    drop: { punch_restore: 'punch_delete' },
    replace: {
      handle_put: onAnyTask('handle_put', {
        when: (s) => s.offsets_lock.owner === null,
        then: (s, { task, me }) => {
          const folio = me.last_put;
          const index = folio && s.folio[folio].index;
          if (!folio || !index) {
            s.oops = 'NULL pointer dereference';
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
    },
  },

  'as posted in v5: truncating a pending folio takes the page cache reference once more': {
    id: 'S06',
    breaks: 'noUseAfterFree',
    source: {
      status: 'DOC',
      cite: 'Tng, 6 Feb 2025, on Tabba RFC v5; restored first since v6 6/7',
    },
    bounds: { hosts: 1, guests: 0, punchers: 1, folios: 1 },
    drop: { punch_restore: 'punch_delete' },
  },

  'as posted in v6: the callback takes the invalidate lock in whatever context it runs': {
    id: 'S07',
    breaks: 'sleepInAtomic',
    source: { status: 'DOC', cite: 'Annapurve, 21 Mar 2025, on Tabba v6 5/7' },
    bounds: { hosts: 1, guests: 0, contexts: 2 },
    ...handlerOfV6,
  },

  'as posted in v7: the callback takes the folio lock inside offsets_lock': {
    id: 'S07',
    breaks: 'sleepInAtomic',
    source: { status: 'DOC', cite: 'Tabba, 3 Apr 2025, on his v7' },
    bounds: { hosts: 1, guests: 0 },
    replace: {
      handle_put: onAnyTask('handle_put', {
        when: (s) => s.offsets_lock.owner === null,
        then: (s, { task, me }) => {
          s.offsets_lock.owner = task;
          me.preempt += 1;
          return 'handle_lock_folio';
        },
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
          s.offsets_lock.owner = null;
          me.preempt -= 1;
          me.last_put = null;
          return RETURN;
        },
      }),
    },
    add: handlerOfV6.add,
  },

  'as posted in v7: sharing and unsharing leave guest mappings alone': {
    id: 'S10',
    breaks: 'guestAgreement',
    source: { status: 'DOC', cite: 'Christopherson, 2-3 Apr 2025, on Tabba v7' },
    bounds: { hosts: 1 },
    replace: {
      mmu_invalidate_begin: onInvalidator('mmu_invalidate_begin', {
        then: (_, { me }) => {
          me.vms = [];
          return RETURN;
        },
      }),
      mmu_invalidate_end: onInvalidator('mmu_invalidate_end', {
        then: (_, { me }) => {
          me.vms = [];
          return RETURN;
        },
      }),
    },
  },

  'as posted in v5: the count is read and acted on, not frozen': {
    id: 'S12',
    breaks: 'noReferenceWhenUnshared',
    source: { status: 'DOC', cite: 'Babka, Shutemov, Tng, Jan-Feb 2025, on v5; frozen since v6' },
    bounds: { hosts: 1, guests: 0, scanners: 1 },
    replace: {
      clear_freeze: onVmm('clear_freeze', {
        when: (s) => s.offsets_lock.owner === null,
        then: (s, { task, me }) => {
          s.offsets_lock.owner = task;
          me.preempt += 1;
          const count = me.folio ? s.folio[me.folio].refcount : 0;
          return count === EXPECTED ? 'clear_store' : 'clear_arm';
        },
      }),
    },
  },

  'as posted in v6: an idle folio is armed too, and its last put waits for the lock it holds': {
    id: 'X01',
    breaks: 'noLockCycle',
    source: { status: 'DER', cite: 'model of Tabba v6 5/7, 18 Mar 2025' },
    bounds: { hosts: 1, guests: 0 },
    add: handlerOfV6.add,
    replace: {
      ...handlerOfV6.replace,
      clear_freeze: armsEveryFolio,
      ...putsUnderTheLock,
    },
  },

  'as posted in v6: setting shared spins on a folio whose callback waits for the same lock': {
    id: 'X03',
    breaks: 'noLockCycle',
    source: { status: 'DER', cite: 'model of Tabba v6 5/7 and 6/7, 18 Mar 2025' },
    bounds: { hosts: 1, guests: 0 },
    ...handlerOfV6,
  },

  'as posted in v6: the count is frozen while others hold references, and their puts are lost': {
    breaks: 'refcountIsExact',
    source: { status: 'DER', cite: 'model of Tabba v6 5/7, 18 Mar 2025' },
    bounds: { hosts: 1, guests: 0 },
    replace: {
      clear_freeze: onVmm('clear_freeze', {
        when: (s) => s.offsets_lock.owner === null,
        then: (s, { task, me }) => {
          me.count = me.folio ? s.folio[me.folio].refcount : 0;
          s.offsets_lock.owner = task;
          me.preempt += 1;
          return 'clear_count';
        },
      }),
      clear_arm: onVmm('clear_arm', {
        then: (s, { me }) => {
          if (me.page) s.page[me.page].attr = 'NONE_SHARED';
          if (me.folio) {
            s.folio[me.folio].mapcount = 'PGTY_guestmem';
            forget_cache_reference(s, me.folio);
          }
          return 'clear_unfreeze';
        },
      }),
    },
    add: {
      clear_frozen: onVmm('clear_count', {
        then: (s, { me }) => {
          if (me.folio && folio_ref_freeze(s, me.folio, me.count)) {
            return me.count === EXPECTED ? 'clear_store' : 'clear_arm';
          }
          me.errno = '-EAGAIN';
          return unlockOffsets(s, me);
        },
      }),
    },
  },

  'as posted in v6: truncation erases the state, and no entry reads ALL_SHARED': {
    id: 'X22',
    breaks: 'persistence',
    source: { status: 'DER', cite: 'model of Tabba v6 6/7, 18 Mar 2025' },
    bounds: { hosts: 1, guests: 0, punchers: 1, folios: 1 },
    replace: {
      punch_store: onPuncher('punch_store', {
        when: (s) => s.offsets_lock.owner === null,
        then: (s, { me }) => {
          if (me.page) s.page[me.page].attr = 'ALL_SHARED';
          return 'punch_put_folio';
        },
      }),
    },
  },

  'truncation gives the index to the guest while its folio is still in it': {
    breaks: 'noReferenceWhenUnshared',
    source: { status: 'DER', cite: 'the order of restoring and deleting in v6 6/7, 18 Mar 2025' },
    bounds: { hosts: 1, guests: 0, punchers: 1, folios: 1 },
    replace: {
      punch_restore: onPuncher('punch_restore', {
        when: (s) => s.offsets_lock.owner === null,
        then: (s, { me }) => {
          const { page: index } = me;
          const folio = index && s.page[index].folio;
          if (index && folio && s.folio[folio].mapcount === 'PGTY_guestmem') {
            s.folio[folio].mapcount = 0;
            restore_cache_reference(s, folio);
            s.page[index].attr = 'GUEST_SHARED';
          }
          return 'punch_delete';
        },
      }),
    },
  },

  'as posted in v5: a pending index is judged again, by a count that the cache has left': {
    id: 'X35',
    breaks: 'isolation',
    source: { status: 'DER', cite: 'model of Tabba RFC v5 5/15 and 6/15, 17 Jan 2025' },
    bounds: { hosts: 1, guests: 0 },
    replace: {
      clear_shared: onVmm('vmm', {
        params: { page },
        then: (s, { task, me, page }) => {
          me.page = page;
          return filemap_invalidate_lock(s, task) ? judgeAgain(s, me) : 'clear_lock';
        },
      }),
      clear_lock: onVmm('clear_lock', {
        sleeps: true,
        when: (s, { task }) => mayLock(s, task),
        then: (s, { task, me }) =>
          filemap_invalidate_lock(s, task) ? judgeAgain(s, me) : 'clear_lock',
      }),
    },
  },

  'a pin is never given up, and its index waits for ever': {
    id: 'X28',
    breaks: 'conversionEnds',
    source: {
      status: 'DER',
      cite: 'model of Tabba v5-v7: no timeout, and an error that nobody sees',
    },
    bounds: { hosts: 1, guests: 0 },
    // User space may keep a pin for as long as it likes; that it does not is an assumption.
    fair: { unpin_user_page: null },
  },

  'an lru_add batch is never flushed, and its index waits for ever': {
    id: 'S17',
    breaks: 'conversionEnds',
    source: {
      status: 'DOC',
      cite: 'Babka on Tabba, RFC v5 (Jan 2025): the reference of the batch',
    },
    bounds: { hosts: 1, guests: 0, lru: 1 },
    // A CPU that adds no more folios keeps its batch, and this design drains nothing.
    fair: { lru_add_drain: null },
  },

  'two walkers take turns for ever, and no put is the last one': {
    id: 'S45',
    breaks: 'conversionEnds',
    source: {
      status: 'DER',
      cite: 'after Shutemov on Tabba v3 (10 Oct 2024): a scanner of physical memory; two of them',
    },
    bounds: { hosts: 1, guests: 0, scanners: 2 },
    fair: { scan_rests: null },
  },

  'the type is set only after the references are given up, and the callback is lost': {
    id: 'X07',
    breaks: 'conversionEnds',
    source: { status: 'DER', cite: 'the comment on the order in Tabba RFC v5 6/15 (17 Jan 2025)' },
    bounds: { hosts: 1, guests: 0 },
    // The lookup's reference goes as well: it alone would keep the count above zero till then.
    replace: {
      clear_arm: onVmm('clear_arm', {
        then: (s, { me }) => {
          if (me.page) s.page[me.page].attr = 'NONE_SHARED';
          if (me.folio) forget_cache_reference(s, me.folio);
          return 'clear_forget';
        },
      }),
      clear_forget: onVmm('clear_forget', {
        then: (s, { task, me }) => {
          const { folio } = me;
          return folio
            ? folio_put(s, me, folio, { by: task, as: 'lookup' }, 'clear_count')
            : 'clear_count';
        },
      }),
    },
    add: {
      set_type: onVmm('clear_count', {
        then: (s, { me }) => {
          if (me.folio) s.folio[me.folio].mapcount = 'PGTY_guestmem';
          const to = unlockOffsets(s, me);
          me.folio = null;
          return to;
        },
      }),
    },
  },

  "the caller's own put calls nobody back": {
    breaks: 'conversionEnds',
    source: {
      status: 'DER',
      cite: 'a way out of the deadlock of v6 5/7: the lookup is put without the hook',
    },
    bounds: { hosts: 1, guests: 0 },
    replace: {
      end_put_folio: onVmm('end_put_folio', {
        then: (s, { task, me }) => {
          const { folio } = me;
          if (folio) folio_put_testzero(s, folio, { by: task, as: 'lookup' });
          return end(me);
        },
      }),
    },
  },

  'truncation cancels the callback of an index and leaves it pending': {
    breaks: 'conversionEnds',
    source: {
      status: 'DER',
      cite: 'Tng, 6 Feb 2025, on Tabba RFC v5: which state after truncation?',
    },
    bounds: { hosts: 1, guests: 0, punchers: 1, folios: 1 },
    drop: { punch_store: 'punch_put_folio' },
  },

  'the type is set while host page tables map the folio': {
    id: 'X08',
    breaks: 'mapcountCoversPtes',
    source: { status: 'DER', cite: 'the test for mapcount left out of v5 6/15' },
    bounds: { hosts: 1, guests: 0 },
    drop: { clear_mapped: 'clear_freeze' },
  },

  'GUP-fast does not read the PTE again': {
    id: 'X13',
    breaks: 'isolation',
    source: { status: 'DER', cite: 'the second read left out of gup_fast_pte_range()' },
    bounds: { guests: 0 },
    replace: { gup_fast_recheck: keepWithoutLooking },
  },
});

/** All of them; those of one theme each are in files of their own. */
export const guestMemfdCallbackMutations: Mutations = {
  ...stepMutations,
  list: {
    ...stepMutations.list,
    ...handlerMutations.list,
    ...truncationMutations.list,
    ...rangeMutations.list,
  },
};
