/** What becomes of a folio that is truncated while it waits, as the posted callback finds it. */
import { mutations, RETURN } from '../../engine/index.ts';
import { folioIds } from '../parts/folio.ts';
import { mmIds, pageIds } from '../parts/memory.ts';
import { punchActions } from '../parts/punch.ts';
import { folio_put, handleActions, onAnyTask } from './handle.ts';
import { guestMemfdCallback } from './protocol.ts';
import type { Callback } from './state.ts';

// The steps as they should be, for the mutations that do them and one thing more or less.
const right = {
  ...punchActions({ unmapped: 'punch_restore', deleted: 'punch_store', folio_put }),
  ...handleActions,
};

/** v5 restores nothing before it truncates. The cache's share is not put twice: S06 is that. */
const truncationOfV5 = { punch_restore: 'punch_delete' } as const;
const deletesPending = {
  punch_delete: {
    ...right.punch_delete,
    then: (s, p) => {
      const { folio, page } = s.task[p.task];
      if (!folio || !page || s.folio[folio].mapcount !== 'PGTY_guestmem') {
        return right.punch_delete.then(s, p);
      }
      s.page[page].folio = null;
      s.folio[folio].index = null;
      s.folio[folio].lock = null;
      return 'punch_put_folio';
    },
  },
} satisfies Partial<typeof right>;

/** One page, one folio, one host thread that has it pinned, and somebody who truncates. */
const truncated = { hosts: 1, guests: 0, punchers: 1, folios: 1 } as const;

/** All that is left of the VM is a folio that waits, and the pin of a process that lives on. */
const onlyAFolioWaits = (s: Callback): boolean =>
  s.task.host0.at === 'user' &&
  s.task.vmm0.at === 'vmm' &&
  s.task.puncher0.at === 'punch' &&
  pageIds(s).every(
    (page) => s.page[page].folio === null && mmIds(s).every((mm) => s.mm[mm].pte[page] === null),
  ) &&
  folioIds(s).some((folio) => s.folio[folio].mapcount === 'PGTY_guestmem');

export const truncationMutations = mutations(guestMemfdCallback, {
  'as posted in v5: the callback is in a module that is unloaded while a folio waits': {
    id: 'S09',
    breaks: 'noOops',
    source: {
      status: 'DOC',
      cite: 'Tng, 17 Mar 2025; Christopherson, 2-3 Apr 2025, on Tabba v6 and v7',
    },
    bounds: truncated,
    drop: truncationOfV5,
    replace: {
      ...deletesPending,
      handle_put: onAnyTask('handle_put', {
        when: (s) => s.offsets_lock.owner === null,
        then: (s, { me }) => {
          if (s.kvm === 'unloaded') s.oops = 'call into an unloaded module';
          // Without a mapping there is nothing else to do, as in v6.
          me.last_put = null;
          return RETURN;
        },
      }),
    },
    add: {
      // Nothing that the VM was made of is left, and no reference to the module is.
      rmmod: {
        when: (s) => s.kvm === 'loaded' && onlyAFolioWaits(s),
        then: (s) => {
          s.kvm = 'unloaded';
        },
      },
    },
  },

  'the hook frees a folio that has no mapping by a put that finds the type again': {
    id: 'X04',
    breaks: 'callsReturn',
    source: {
      status: 'DER',
      cite: 'model of the hook in mm (18 Mar 2025) with truncation as in Tabba RFC v5',
    },
    bounds: truncated,
    drop: truncationOfV5,
    replace: {
      ...deletesPending,
      handle_put: {
        ...right.handle_put,
        then: (s, p) => {
          const folio = s.task[p.task].last_put;
          const typed = folio !== null && s.folio[folio].index === null;
          return typed ? 'handle_put' : right.handle_put.then(s, p);
        },
      },
    },
  },
});
