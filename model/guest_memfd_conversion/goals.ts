/** What must happen in some run, and is no violation where it does. */
import { protocol } from '../../engine/index.ts';
import { type Folio, type HolderClass, heldAs } from '../parts/folio.ts';
import { guest, page, type VmmId, vmm } from '../parts/ids.ts';
import { mmIds } from '../parts/memory.ts';
import { holdersAre, pinnedOutside } from '../parts/reach.ts';
import { rangeOf } from './convert.ts';
import { attributeOf, type Conversion } from './state.ts';

const { each } = protocol<Conversion>();

export const goals = {
  aConversionFails: each({ vmm }, (s, { vmm }) => s.task[vmm].errno === '-EAGAIN'),
  aGuestFaultIsRetried: each({ guest }, (s, { guest }) => s.task[guest].stale),

  // Accepted behaviours. Nothing is asked of a run that lacks what the
  // behaviour is about.

  /** [S01, S45] -EAGAIN though nobody can reach the memory: a reference that passes is enough. */
  failsForATransientOnly: each({ vmm }, (s, { vmm }) => {
    const folio = refused(s, vmm);
    return (
      folio !== null &&
      holds(folio, 'transient') &&
      holdersAre(folio, 'cache', 'lookup', 'transient')
    );
  }),
  /** [S18] The mappings of the range are gone after a conversion that failed; its state is not. */
  failsAndHasUnmapped: each({ vmm }, (s, { vmm }) => {
    const folio = refused(s, vmm);
    const unmapped = (page: keyof Conversion['page']) =>
      mmIds(s).every((mm) => s.mm[mm].pte[page] === null);
    // Where it is pinned it had been mapped.
    return folio !== null && holds(folio, 'pin') && rangeOf(s, s.task[vmm]).every(unmapped);
  }),
  /** A fault that had its folio before the lock was taken is seen, and the conversion fails. */
  failsForAFaultUnderWay: each({ vmm }, (s, { vmm }) => {
    const folio = refused(s, vmm);
    return folio !== null && holds(folio, 'fault');
  }),
  /** folio_maybe_dma_pinned() is wrong: many plain references look like a pin. */
  failsForNoPinAtAll: each({ vmm }, (s, { vmm }) => {
    if (s.config.pin_bias >= 1024) return true;
    const folio = refused(s, vmm);
    const notMapped = folio !== null && folio.mapcount === 0 && !holds(folio, 'pin');
    return notMapped && !s.task[vmm].drained && folio.refcount >= s.config.pin_bias;
  }),
  /** To shared whatever the count is: nothing checks it in that direction. */
  goesSharedUnderAReference: each({ vmm }, (s, { vmm }) => {
    const { at, to, page, first } = s.task[vmm];
    const index = first ?? page;
    const id = index && s.page[index].folio;
    return at === 'cvt_store' && to === 'shared' && !!id && holds(s.folio[id], 'transient');
  }),
  /** [X23] A pin of a folio that was punched is no pin of the index. */
  aPinOutlivesTheHole: each({ page }, (s, { page }) => {
    if (!('puncher0' in s.task)) return true;
    return attributeOf(s, page) === 'private' && pinnedOutside(s, page);
  }),
};

/** The folio for which the conversion has just failed. */
function refused(s: Conversion, vmm: VmmId): Folio | null {
  const { at, errno, folio } = s.task[vmm];
  return at === 'cvt_put_folio' && errno === '-EAGAIN' && folio !== null ? s.folio[folio] : null;
}

const holds = (folio: Folio, as: HolderClass): boolean => heldAs(folio, as).length > 0;
