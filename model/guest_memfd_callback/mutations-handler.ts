/** What the callback on the final put gets wrong as posted, or with a step of it left out. */
import { mutations, RETURN } from '../../engine/index.ts';
import { folio_get, free_folio, isFree, restore_cache_reference } from '../parts/folio.ts';
import { gupActions } from '../parts/gup.ts';
import { punchActions } from '../parts/punch.ts';
import { folio_put, handleActions, onAnyTask } from './handle.ts';
import { handlerOfV5, handlerOfV6, putsUnderTheLock, registerOfV5 } from './posted.ts';
import { guestMemfdCallback } from './protocol.ts';
import { onVmm } from './share.ts';

// The steps as they should be, for the mutations that do them and one thing more or less.
const right = {
  ...gupActions(folio_put),
  ...punchActions({ unmapped: 'punch_restore', deleted: 'punch_store', folio_put }),
  ...handleActions,
};

/** One page, one folio, one host thread that has it pinned, and somebody who truncates. */
const truncated = { hosts: 1, guests: 0, punchers: 1, folios: 1 } as const;

export const handlerMutations = mutations(guestMemfdCallback, {
  'as posted in v5: the callback warns of a count that a walker has raised again': {
    id: 'S11',
    breaks: 'noOops',
    source: { status: 'DOC', cite: 'Babka, Jan-Feb 2025, on Tabba RFC v5' },
    bounds: { hosts: 1, guests: 0, scanners: 1 },
    replace: {
      handle_restore: onAnyTask('handle_restore', {
        then: (s, { me }) => {
          if (me.last_put) restore_cache_reference(s, me.last_put);
          return 'handle_check';
        },
      }),
    },
    add: {
      handle_check: onAnyTask('handle_check', {
        then: (s, { me }) => {
          if (me.last_put && s.folio[me.last_put].refcount !== 1) s.oops = 'WARNING';
          s.offsets_lock.owner = null;
          me.preempt -= 1;
          me.last_put = null;
          return RETURN;
        },
      }),
    },
  },

  'as posted in v5: the last put is the own put of the task that holds the lock': {
    id: 'X02',
    breaks: 'noLockCycle',
    source: { status: 'DER', cite: 'model of Tabba RFC v5 6/15, 17 Jan 2025' },
    bounds: { hosts: 1, guests: 0 },
    replace: { ...handlerOfV5, ...registerOfV5, ...putsUnderTheLock },
  },

  'the hook looks at the count after the callback, and frees a folio once more': {
    id: 'X05',
    breaks: 'noOops',
    source: {
      status: 'DER',
      cite: 'model of the hook in mm: Tabba, "Mapping guest_memfd backed memory", v7, 18 Mar 2025',
    },
    bounds: truncated,
    replace: {
      handle_restore: onAnyTask('handle_restore', {
        then: (s, { me }) => {
          if (me.last_put) restore_cache_reference(s, me.last_put);
          s.offsets_lock.owner = null;
          me.preempt -= 1;
          return 'handle_check';
        },
      }),
    },
    add: {
      hook_check: onAnyTask('handle_check', {
        then: (s, { me }) => {
          const folio = me.last_put;
          me.last_put = null;
          if (!folio || s.folio[folio].refcount !== 0) return RETURN;
          if (isFree(s.folio[folio])) s.oops = 'double free';
          free_folio(s, folio);
          return RETURN;
        },
      }),
    },
  },

  'a conversion that was cancelled while its callback waited is completed all the same': {
    id: 'X06',
    breaks: 'persistence',
    source: { status: 'DER', cite: 'model of Tabba v6 5/7, 18 Mar 2025: refused, and stored' },
    bounds: { hosts: 1, guests: 0 },
    replace: {
      // Who cancels has the folio at hand and does not ask whether its count is zero.
      set_get_folio: onVmm('set_get_folio', {
        then: (s, { task, me }) => {
          me.folio = me.page && s.page[me.page].folio;
          if (!me.folio) return 'set_store';
          folio_get(s, me.folio, { by: task, as: 'lookup', refs: 1 });
          return 'set_lock_folio';
        },
      }),
      handle_put: onAnyTask('handle_put', {
        when: (s) => s.offsets_lock.owner === null,
        then: (s, { task, me }) => {
          const folio = me.last_put;
          const index = folio && s.folio[folio].index;
          if (index) s.page[index].attr = 'GUEST_SHARED';
          if (!folio || s.folio[folio].mapcount !== 'PGTY_guestmem') {
            me.last_put = null;
            return RETURN;
          }
          s.offsets_lock.owner = task;
          me.preempt += 1;
          s.folio[folio].mapcount = 0;
          return 'handle_restore';
        },
      }),
    },
  },

  'as posted in v6: the callback runs in a walker that holds a spin lock': {
    id: 'X36',
    breaks: 'sleepInAtomic',
    source: { status: 'DER', cite: 'model of Tabba v6 5/7, 18 Mar 2025' },
    bounds: { hosts: 1, guests: 0, scanners: 1 },
    add: handlerOfV6.add,
    replace: {
      ...handlerOfV6.replace,
      // Every put of the host itself is in process context, so this is not S07.
      gup_put_folio: {
        ...right.gup_put_folio,
        then: (s, p) => {
          s.task[p.task].preempt = 0;
          return right.gup_put_folio.then(s, p);
        },
      },
    },
  },
});
