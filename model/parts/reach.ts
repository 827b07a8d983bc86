/** Who reaches the memory of an index, and how: the part of a page's view that needs no protocol. */
import { heldAs } from './folio.ts';
import type { PageId } from './ids.ts';
import { mmIds } from './memory.ts';
import { type GuestKind, type VmSide, vmIds } from './mmu.ts';

/** Host PTEs, host TLB entries and pins of the folio that the index has; guest mappings by kind. */
export function reachOf(s: VmSide, page: PageId) {
  const { folio } = s.page[page];
  const guests = (kind: GuestKind) =>
    vmIds(s).filter((vm) => s.vm[vm].spte[page].kind === kind || s.vm[vm].tlb[page].kind === kind);
  return {
    hostPtes: mmIds(s).filter((mm) => folio !== null && s.mm[mm].pte[page] === folio),
    hostTlbs: mmIds(s).filter((mm) => folio !== null && s.mm[mm].tlb[page] === folio),
    hostPins: folio === null ? [] : heldAs(s.folio[folio], 'pin'),
    guestShared: guests('shared'),
    guestPrivate: guests('private'),
  };
}
