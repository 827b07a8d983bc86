/** Who reaches the memory of an index, and how: what of a page's view needs no protocol. */
import { heldAs } from './folio.ts';
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
