/** Who reaches the memory of an index, and how: what of a page's view needs no protocol. */
import { type Folio, folioIds, type HolderClass, heldAs } from './folio.ts';
import type { MmId, PageId } from './ids.ts';
import { type MemorySide, mmIds } from './memory.ts';
import { type GuestKind, type VmSide, vmIds } from './mmu.ts';

/** Address spaces whose PTE, or whose cached translation, is of the folio that the index has. */
export function mapped(s: MemorySide, page: PageId, by: 'pte' | 'tlb'): MmId[] {
  const { folio } = s.page[page];
  return folio === null ? [] : mmIds(s).filter((mm) => s.mm[mm][by][page] === folio);
}

/** Who has the folio of the index pinned. */
export function pinned(s: MemorySide, page: PageId): string[] {
  const { folio } = s.page[page];
  return folio === null ? [] : heldAs(s.folio[folio], 'pin');
}

/** VMs that use the index through a mapping of a kind, in an SPTE or a TLB. */
export const guestsMapping = (s: VmSide, page: PageId, kind: GuestKind): string[] =>
  vmIds(s).filter((vm) => s.vm[vm].spte[page].kind === kind || s.vm[vm].tlb[page].kind === kind);

/** Whether the folio has holders of the given classes and no others. */
export const holdersAre = ({ holders }: Folio, ...classes: HolderClass[]): boolean =>
  holders.length > 0 && holders.every(({ as }) => classes.includes(as));

/** Whether a folio that has left the page cache is pinned still, while the index has another. */
export const pinnedOutside = (s: MemorySide, page: PageId): boolean =>
  s.page[page].folio !== null &&
  folioIds(s).some((id) => s.folio[id].index === null && heldAs(s.folio[id], 'pin').length > 0);
