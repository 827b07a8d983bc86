/** The page cache of the inode, host address spaces, and the locks that guard them. */
import { type Domain, type Mutex, mutex, type RwLock, rwLock, table } from '../../engine/index.ts';
import type { Bytes } from './bytes.ts';
import { type Folio, type FolioSide, freeFolio } from './folio.ts';
import type { FolioId, MmId, PageId, TaskId } from './ids.ts';
import type { InvalidateLock } from './invalidate-lock.ts';

/** One index of the inode. */
export interface PageSlot {
  /** Who may use the index, in the words of the protocol; null: nothing is stored. */
  readonly attr: string | null;
  /** The page-cache slot. */
  readonly folio: FolioId | null;
}

/** One host address space. */
export interface Mm {
  /** Readers: faults, GUP-slow. Writers: munmap. */
  readonly mmap_lock: RwLock<TaskId>;
  /** The page-table lock. It excludes GUP-slow and other changes, not GUP-fast or the hardware. */
  readonly ptl: Mutex<TaskId>;
  readonly pte: Readonly<Record<PageId, FolioId | null>>;
  /** The translation that some CPU has cached, whatever the PTE says by now. */
  readonly tlb: Readonly<Record<PageId, FolioId | null>>;
}

/** What a kernel reports of a fault that it notices, or dies of. */
export type Oops =
  | 'NULL pointer dereference'
  | 'WARNING'
  | 'double free'
  | 'use after free'
  | 'call into an unloaded module';

/** What host memory management works on. */
export interface MemorySide extends FolioSide {
  readonly page: Readonly<Record<PageId, PageSlot>>;
  readonly mm: Readonly<Record<MmId, Mm>>;
  readonly invalidate_lock: InvalidateLock;
  /** Ghost: what the kernel has reported, or died of. */
  readonly oops: Oops | null;
  /** Constant: what this run models. */
  readonly config: {
    /** A new folio waits in a per-CPU lru_add batch, which holds a reference. */
    readonly lru_batches: boolean;
    /** The attribute of an index for which nothing is stored. */
    readonly initial: string;
  };
}

/** Address spaces that map nothing, and folios that are all free. */
export const emptyMemory = (
  folios: Domain<FolioId>,
  mms: Domain<MmId>,
  pages: Domain<PageId>,
  bytes: Bytes | null = null,
) => ({
  folio: table(folios, (): Folio => ({ ...freeFolio, bytes })),
  mm: table(
    mms,
    (): Mm => ({
      mmap_lock: rwLock(),
      ptl: mutex(),
      pte: table(pages, null),
      tlb: table(pages, null),
    }),
  ),
  invalidate_lock: { ...rwLock<TaskId>(), between: false },
  oops: null,
});

/** The indices of this run, in order. */
export const pageIds = (s: Pick<MemorySide, 'page'>): PageId[] =>
  pageOrder.filter((id) => id in s.page);

const pageOrder: readonly PageId[] = ['page0', 'page1', 'page2', 'page3'];

/** The address spaces of this run, in order. */
export const mmIds = (s: Pick<MemorySide, 'mm'>): MmId[] => mmOrder.filter((id) => id in s.mm);

const mmOrder: readonly MmId[] = ['mm0', 'mm1'];

/** A place in a host page table. */
export interface PteAt {
  readonly mm: MmId;
  readonly page: PageId;
}

/** The indices from `first` to `last`. */
export const pageRange = (s: Pick<MemorySide, 'page'>, first: PageId, last: PageId): PageId[] =>
  pageIds(s).filter((id) => first <= id && id <= last);
