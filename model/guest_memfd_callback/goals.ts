/** What must happen in some run, and is no violation where it does. */
import { protocol } from '../../engine/index.ts';
import { heldAs } from '../parts/folio.ts';
import { guest, page, vmm } from '../parts/ids.ts';
import { holdersAre, pinnedOutside } from '../parts/reach.ts';
import type { Callback } from './state.ts';

const { each } = protocol<Callback>();

export const goals = {
  aPageWaits: each({ page }, (s, { page }) => s.page[page].attr === 'NONE_SHARED'),
  theCallbackRuns: ({ offsets_lock: { owner }, task }: Callback) =>
    owner !== null && task[owner].at === 'handle_restore',
  aClearFails: each({ vmm }, (s, { vmm }) => s.task[vmm].errno === '-EAGAIN'),
  aGuestFaultIsRetried: each({ guest }, (s, { guest }) => s.task[guest].stale),

  // Accepted behaviours, as far as this protocol has them. Nothing is
  // asked of a run that lacks the task which the behaviour is about.

  /** [S01, S45] An index waits though nobody can reach its memory. */
  anIndexWaitsForAWalkerOnly: each({ page }, (s, { page }) => {
    if (!('scanner0' in s.task)) return true;
    const { folio, attr } = s.page[page];
    return attr === 'NONE_SHARED' && folio !== null && holdersAre(s.folio[folio], 'transient');
  }),
  /** To shared whatever the count is: a conversion that waits is cancelled under a pin. */
  aWaitingIndexIsSharedAgain: each({ vmm }, (s, { vmm }) => {
    const { at, was, folio } = s.task[vmm];
    const cancels = at === 'set_store' && was === 'NONE_SHARED' && folio !== null;
    return cancels && heldAs(s.folio[folio], 'pin').length > 0;
  }),
  /** A fault that had its folio before the lock was taken is waited for, and then seen. */
  aClearMeetsAFault: each({ vmm }, (s, { vmm }) => {
    const { at, folio } = s.task[vmm];
    return (
      at === 'clear_lock_folio' && folio !== null && heldAs(s.folio[folio], 'fault').length > 0
    );
  }),
  /** [X23] A pin of a folio that was punched is no pin of the index. */
  aPinOutlivesTheHole: each({ page }, (s, { page }) => {
    if (!('puncher0' in s.task)) return true;
    return s.page[page].attr === 'GUEST_SHARED' && pinnedOutside(s, page);
  }),
};
