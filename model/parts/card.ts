/** A page as a viewer shows it: who can touch it, and what keeps its folio. */
import type { Folio } from './folio.ts';
import type { PageId } from './ids.ts';
import type { MemorySide } from './memory.ts';
import type { VmSide } from './mmu.ts';
import { guestsMapping, mapped, pinned } from './reach.ts';

/** An index, and the folio that its page-cache slot has. */
export function pageCard(s: MemorySide, page: PageId, attribute: string | null) {
  const host = hostWays(s, page);
  return {
    attribute,
    'can touch it': { host: isAny(host) },
    by: host,
    ...folioRows(s, page),
  };
}

/** The same where a guest can map it, too. */
export function guestPageCard(s: VmSide, page: PageId, attribute: string | null) {
  const host = hostWays(s, page);
  const guest = {
    'guest, as shared': guestsMapping(s, page, 'shared'),
    'guest, as private': guestsMapping(s, page, 'private'),
  };
  return {
    attribute,
    'can touch it': { host: isAny(host), guest: isAny(guest) },
    by: { ...host, ...guest },
    ...folioRows(s, page),
  };
}

const hostWays = (s: MemorySide, page: PageId) => ({
  'host PTE': mapped(s, page, 'pte'),
  'host TLB': mapped(s, page, 'tlb'),
  'host pin': pinned(s, page),
});

const isAny = (ways: Readonly<Record<string, readonly string[]>>): boolean =>
  Object.values(ways).some((who) => who.length > 0);

function folioRows(s: MemorySide, page: PageId) {
  const id = s.page[page].folio;
  const folio = id === null ? null : s.folio[id];
  return {
    folio: id,
    'hypervisor gives it to': folio?.owner ?? null,
    refcount: folio && countOf(folio),
    'held by': folio && holdersByClass(folio),
    type: folio && typeOf(folio),
    mapping: folio?.index ?? null,
    'locked by': folio?.lock ?? null,
  };
}

const countOf = ({ refcount, frozen }: Folio): number | string =>
  frozen === null ? refcount : `frozen at ${frozen}`;

/** The word that page_type shares with _mapcount. */
const typeOf = ({ mapcount }: Folio): string =>
  typeof mapcount === 'number' ? `page, mapcount ${mapcount}` : mapcount;

/** Who holds references, by what they are for. */
export function holdersByClass({ holders }: Folio): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const { by, as, refs } of holders) {
    groups[as] = [...(groups[as] ?? []), refs === 1 ? by : `${by} ×${refs}`];
  }
  return groups;
}
