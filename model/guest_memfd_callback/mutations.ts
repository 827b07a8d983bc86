/**
 * Ways to get guest_memfd_callback wrong: what v5, v6 and v7 did as posted, and single steps left
 * out. A model of a posted series shows what that model does; DER says that nobody reported it.
 */
import {
  type Draft,
  mayWrite,
  mutations,
  protocol,
  RETURN,
  takeWrite,
} from '../../engine/index.ts';
import {
  folio_ref_freeze,
  forget_cache_reference,
  restore_cache_reference,
} from '../parts/folio.ts';
import { keepPin } from '../parts/gup.ts';
import { host, invalidator, page } from '../parts/ids.ts';
import { inAtomic } from '../parts/task.ts';
import { folio_put, onAnyTask } from './handle.ts';
import { guestMemfdCallback } from './protocol.ts';
import { EXPECTED, end, invalidate, onVmm, unlockOffsets } from './share.ts';
import type { Callback, Sharer } from './state.ts';
import { onPuncher } from './truncate.ts';

const { thread } = protocol<Callback>();
const onHost = thread('task', host, { atomic: inAtomic });
const onInvalidator = thread('task', invalidator, { atomic: inAtomic });

/** v6: the handler takes the invalidate lock, then the folio lock, and both may sleep. */
const handlerOfV6 = {
  replace: {
    handle_put: onAnyTask('handle_put', {
      sleeps: true,
      when: (s, { task }) => mayWrite(s.invalidate_lock, task),
      then: (s, { task }) =>
        takeWrite(s.invalidate_lock, task) ? 'handle_lock_folio' : 'handle_put',
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
        s.invalidate_lock.writer = null;
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

/** GUP-fast keeps what it grabbed, whatever the PTE says by then. */
const keepWithoutLooking = onHost('gup_fast_recheck', {
  then: (s, { task, me }) => keepPin(s, task, me),
});

/** v5: a clear goes by the count in NONE as well, where the page cache's share is gone from it. */
function judgeAgain(s: Draft<Callback>, me: Draft<Sharer>) {
  me.was = me.page && s.page[me.page].attr;
  return me.was === 'GUEST_SHARED' ? 'end_unlock' : invalidate(s, me, 'shared', 'clear_get_folio');
}

export const guestMemfdCallbackMutations = mutations(guestMemfdCallback, {
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
        when: (s, { task }) => mayWrite(s.invalidate_lock, task),
        then: (s, { task, me }) => {
          if (!takeWrite(s.invalidate_lock, task)) return 'register_lock';
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

  'as posted in v6: an idle folio is armed too, and its last put waits for the lock it is under': {
    id: 'X01',
    breaks: 'noLockCycle',
    source: { status: 'DER', cite: 'model of Tabba v6 5/7, 18 Mar 2025' },
    bounds: { hosts: 1, guests: 0 },
    add: handlerOfV6.add,
    replace: {
      ...handlerOfV6.replace,
      clear_freeze: onVmm('clear_freeze', {
        when: (s) => s.offsets_lock.owner === null,
        then: (s, { task, me }) => {
          s.offsets_lock.owner = task;
          me.preempt += 1;
          // The count is at least the page cache's and the lookup's: never 1.
          return me.folio && s.folio[me.folio].refcount > 1 ? 'clear_arm' : 'clear_store';
        },
      }),
      end_unlock: onVmm('end_unlock', {
        then: (s, { task, me }) => {
          const { folio } = me;
          me.folio = null;
          if (folio) return folio_put(s, me, folio, { by: task, as: 'lookup' }, 'end_unlock');
          s.invalidate_lock.writer = null;
          return end(me);
        },
      }),
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
          return takeWrite(s.invalidate_lock, task) ? judgeAgain(s, me) : 'clear_lock';
        },
      }),
      clear_lock: onVmm('clear_lock', {
        sleeps: true,
        when: (s, { task }) => mayWrite(s.invalidate_lock, task),
        then: (s, { task, me }) =>
          takeWrite(s.invalidate_lock, task) ? judgeAgain(s, me) : 'clear_lock',
      }),
    },
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
