/** P12: what the memory holds, where that is modelled. */
import { protocol } from '../../engine/index.ts';
import { isFree } from './folio.ts';
import { folio, type PageId, page } from './ids.ts';
import { mmIds } from './memory.ts';
import { type VmSide, vmIds } from './mmu.ts';

const { each } = protocol<VmSide>();

/** Nobody can reach bytes of whoever had the memory before, and no guest is handed them. */
export const noStaleBytes = each({ page }, (s, { page }) => {
  const { folio } = s.page[page];
  if (!folio || s.folio[folio].bytes !== 'stale') return true;
  return s.folio[folio].owner !== 'guest' && !isMapped(s, page);
});

const isMapped = (s: VmSide, page: PageId): boolean =>
  mmIds(s).some((mm) => s.mm[mm].pte[page] !== null) ||
  vmIds(s).some((vm) => s.vm[vm].spte[page].folio !== null);

/** What was written is lost with the memory only: a conversion in place keeps it. */
export const contentsStay = (before: VmSide, _: unknown, after: VmSide): boolean =>
  folio.values.every((id) => {
    if (!(id in before.folio) || before.folio[id].bytes !== 'data') return true;
    return after.folio[id].bytes === 'data' || isFree(after.folio[id]);
  });
