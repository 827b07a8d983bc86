/**
 * Truncating an index whose folio waits for its last put.
 *
 * Source: Tabba v6 6/7 (18 Mar 2025) restored the folio first and erased the index's state; as
 * repaired here the state ends up GUEST_SHARED, since no host reference to the index is left.
 */
import { protocol } from '../../engine/index.ts';
import { restore_cache_reference } from '../parts/folio.ts';
import { puncher } from '../parts/ids.ts';
import { inAtomic } from '../parts/task.ts';
import type { Callback } from './state.ts';

export const onPuncher = protocol<Callback>().thread('task', puncher, { atomic: inAtomic });

export const restoreActions = {
  // One step under offsets_lock: type and state change together for everyone who looks under it.
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
};
