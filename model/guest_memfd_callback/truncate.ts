/**
 * Truncating an index whose folio waits for its last put.
 *
 * Source: Tabba v6 6/7 (18 Mar 2025) restored the folio first and erased the index's state; as
 * repaired here the index goes to the guest, but only once the folio has left it: until then the
 * host's references are references to the index.
 */
import { protocol } from '../../engine/index.ts';
import { restore_cache_reference } from '../parts/folio.ts';
import { puncher } from '../parts/ids.ts';
import { IN_TURN, scheduled } from '../parts/task.ts';
import type { Callback } from './state.ts';

export const onPuncher = protocol<Callback>().thread('task', puncher, scheduled);

export const restoreActions = {
  // Under offsets_lock: a folio that is typed must not lose the page cache's reference twice.
  punch_restore: onPuncher('punch_restore', {
    fair: IN_TURN,
    when: (s) => s.offsets_lock.owner === null,
    then: (s, { me }) => {
      const { page: index } = me;
      const folio = index && s.page[index].folio;
      if (folio && s.folio[folio].mapcount === 'PGTY_guestmem') {
        s.folio[folio].mapcount = 0;
        restore_cache_reference(s, folio);
      }
      return 'punch_delete';
    },
  }),
  // No folio is left that the host could hold a reference to.
  punch_store: onPuncher('punch_store', {
    fair: IN_TURN,
    when: (s) => s.offsets_lock.owner === null,
    then: (s, { me }) => {
      if (me.page && s.page[me.page].attr === 'NONE_SHARED') {
        s.page[me.page].attr = 'GUEST_SHARED';
      }
      return 'punch_put_folio';
    },
  }),
};
