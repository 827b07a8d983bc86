/** What holds of every folio, whatever the protocol: counts, lifetime, and the shared word. */
import { protocol } from '../../engine/index.ts';
import { heldReferences, isFree } from './folio.ts';
import { folio } from './ids.ts';
import { type MemorySide, mmIds, pageIds } from './memory.ts';
import { type VmSide, vmIds } from './mmu.ts';

const onHost = protocol<MemorySide>().each;
const { each } = protocol<VmSide>();

/** P3, P4 and P5, for the state of any protocol that models host memory. */
export const hostFolioLaws = {
  /** P3: the count is what the holders hold, no more and no less. */
  refcountIsExact: onHost({ folio }, (s, { folio }) => {
    const { refcount, frozen } = s.folio[folio];
    return (frozen ?? refcount) === heldReferences(s.folio[folio]);
  }),
  /** P4: nobody holds, maps or finds a folio that is back in the allocator. */
  noUseAfterFree: {
    byReference: onHost({ folio }, (s, { folio }) => {
      return !isFree(s.folio[folio]) || s.folio[folio].holders.length === 0;
    }),
    byPageCache: onHost({ folio }, (s, { folio }) => {
      return !isFree(s.folio[folio]) || pageIds(s).every((page) => s.page[page].folio !== folio);
    }),
    byHost: onHost({ folio }, (s, { folio }) => {
      const reaches = (id: string | null) => id === folio;
      return (
        !isFree(s.folio[folio]) ||
        mmIds(s).every((mm) =>
          pageIds(s).every((page) => !reaches(s.mm[mm].pte[page]) && !reaches(s.mm[mm].tlb[page])),
        )
      );
    }),
  },
  /** P5: the word counts at least the PTEs there are; a type never stands in for them. */
  mapcountCoversPtes: onHost({ folio }, (s, { folio }) => {
    const { mapcount } = s.folio[folio];
    const ptes = mmIds(s).flatMap((mm) =>
      pageIds(s).filter((page) => s.mm[mm].pte[page] === folio),
    );
    return typeof mapcount === 'number' ? mapcount >= ptes.length : ptes.length === 0;
  }),
};

/** The same where there are guest mappings too. */
export const folioLaws = {
  refcountIsExact: hostFolioLaws.refcountIsExact,
  noUseAfterFree: {
    ...hostFolioLaws.noUseAfterFree,
    byGuest: each({ folio }, (s, { folio }) => {
      return (
        !isFree(s.folio[folio]) ||
        vmIds(s).every((vm) =>
          pageIds(s).every(
            (page) => s.vm[vm].spte[page].folio !== folio && s.vm[vm].tlb[page].folio !== folio,
          ),
        )
      );
    }),
  },
  /** P4: the kernel dereferences, frees and calls only what is there, and warns of nothing. */
  noOops: (s: VmSide) => s.oops === null,
  mapcountCoversPtes: hostFolioLaws.mapcountCoversPtes,
};
