/** The state of the 1G page protocol, at two pages for a huge folio. */
import { type Mutex, oneOf } from '../../engine/index.ts';
import type { HostId, PageId, PuncherId, ScannerId, TaskId, VmmId } from '../parts/ids.ts';

export type Attr = 'shared' | 'private';
export const to = oneOf('private', 'shared');
/** Whether the memory for an entry of the work list is there. */
export const alloc = oneOf('ok', '-ENOMEM');
/** Where a pin is given up. */
export const context = oneOf('task', 'softirq');
/** system_wq, which merges what the last put left behind. */
export const worker = oneOf('kworker0');

export interface HugePage {
  /** SHAREABILITY_GUEST is `private`, SHAREABILITY_ALL `shared`. */
  readonly attr: Attr;
  /** Who has it pinned; a pin of a page is one of its folio. */
  readonly pins: readonly HostId[];
  readonly mapped: boolean;
  /** Somebody who looks at struct page holds a reference. */
  readonly transient: boolean;
  /** A private unmap has failed: a reference is left on purpose, for good. */
  readonly error: boolean;
}

export interface Converter {
  readonly at: ConvertStep;
  readonly to: Attr | null;
  readonly first: PageId | null;
  readonly last: PageId | null;
  /** The index at hand. */
  readonly page: PageId | null;
  /** Sub-ranges still to do: those that differ. Each is one page here. */
  readonly list: readonly PageId[];
  readonly was: readonly Attr[];
  /** Ghost: host mappings were taken away. */
  readonly zapped: boolean;
  readonly errno: 0 | '-EAGAIN' | '-ENOMEM' | '-EIO';
  readonly error_offset: PageId | null;
}

export type ConvertStep =
  | 'vmm'
  | 'cvt_lock'
  | 'cvt_list'
  | 'cvt_unmap'
  | 'cvt_count'
  | 'cvt_store'
  | 'cvt_restructure'
  | 'cvt_rollback'
  | 'cvt_unlock';

export interface Hugetlb {
  readonly invalidate_lock: Mutex<TaskId>;
  readonly page: Readonly<Record<PageId, HugePage>>;
  /** One folio, or one for each page; `pool`: merged, and back in the hugetlb pool. */
  readonly layout: 'huge' | 'split' | 'pool';
  /** The vmemmap of the huge folio is optimised; `stash` keeps that while it is split. */
  readonly hvo: boolean;
  readonly stash: boolean | null;
  /** The inode is gone; pieces that are still held are PGTY_guestmem_hugetlb. */
  readonly closed: boolean;
  /** The merge was handed to the workqueue. */
  readonly queued: boolean;
  readonly task: Readonly<
    Record<
      HostId,
      {
        readonly at: 'user' | 'rested' | 'merge_at_put';
        readonly pinned: PageId | null;
        readonly preempt: number;
      }
    > &
      Record<VmmId, Converter> &
      Record<
        ScannerId,
        { readonly at: 'scan' | 'scan_put' | 'rested'; readonly page: PageId | null }
      > &
      Record<PuncherId, { readonly at: 'punch' | 'punch_zero'; readonly page: PageId | null }> &
      Record<'kworker0', { readonly at: 'drain' }>
  >;
}

export const pagesOf = (s: Pick<Hugetlb, 'page'>): PageId[] =>
  (['page0', 'page1'] as const).filter((id) => id in s.page);

/** References beside the page cache's, of one page. */
export const isHeld = ({ pins, mapped, transient, error }: HugePage): boolean =>
  pins.length > 0 || mapped || transient || error;

/** The page, or the first one of its huge folio, that has references beside the page cache's. */
export const heldWith = (s: Hugetlb, page: PageId): PageId | null => {
  const folio = s.layout === 'huge' ? pagesOf(s) : [page];
  return folio.find((id) => isHeld(s.page[id])) ?? null;
};

/** The merged folio may go back to the pool: the inode is gone and nobody holds a piece. */
export const isUnused = (s: Hugetlb): boolean =>
  s.closed && s.layout === 'split' && pagesOf(s).every((id) => !isHeld(s.page[id]));
