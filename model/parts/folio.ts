/**
 * The folio: reference count, the word that page_type shares with _mapcount, folio lock, and a
 * ghost list of who holds the references, against which the count is checked.
 *
 * Source: include/linux/page_ref.h, include/linux/mm.h, include/linux/page-flags.h (v6.13). Every
 * folio here is one page (order 0).
 */
import type { Draft } from '../../engine/index.ts';
import type { Bytes } from './bytes.ts';
import type { FolioId, MmId, PageId, TaskId } from './ids.ts';

/**
 * What a reference is for. `pte` and `pin` are accessing: their holder may read or write the
 * bytes. `fault` becomes `pte`. The others only keep the folio alive or look at its struct page;
 * `error` is of faulty forms: taken for good, so that what was not unmapped is not reused.
 */
export type HolderClass =
  | 'cache'
  | 'pte'
  | 'fault'
  | 'pin'
  | 'transient'
  | 'lru'
  | 'lookup'
  | 'error';

export interface Holder {
  readonly by: TaskId | MmId | 'page_cache' | 'lru_add' | 's_ept';
  readonly as: HolderClass;
  /** How much it adds to the count: 1, or GUP_PIN_COUNTING_BIAS for FOLL_PIN. */
  readonly refs: number;
}

export interface Folio {
  /** _refcount; 0 is free, frozen, or past its last put. */
  readonly refcount: number;
  /** Ghost: the count that folio_ref_freeze() took away, while it is frozen. */
  readonly frozen: number | null;
  /** _mapcount (+1) and page_type share one word: the number of PTEs, or the type. */
  readonly mapcount: number | 'PGTY_guestmem';
  /** Who holds the folio lock. */
  readonly lock: TaskId | null;
  /** folio->mapping and folio->index: the index whose page-cache slot it is in. */
  readonly index: PageId | null;
  /** It is in the lru_add batch of some CPU. */
  readonly lruBatch: boolean;
  /** RMP, EL2 page state: whom the hypervisor lets use the page. */
  readonly owner: 'host' | 'guest';
  /** What the memory holds; null where that is not modelled. */
  readonly bytes: Bytes | null;
  /** Ghost: everyone who holds references, sorted. */
  readonly holders: readonly Holder[];
}

/** What the functions below need of a state. */
export interface FolioSide {
  readonly folio: Readonly<Record<FolioId, Folio>>;
}

type Writable = Draft<FolioSide>;

/** FOLL_PIN adds this much to the count of a small folio (include/linux/mm.h). */
export const GUP_PIN_COUNTING_BIAS = 1024;

/** A folio in the buddy allocator. */
export const freeFolio: Folio = {
  refcount: 0,
  frozen: null,
  mapcount: 0,
  lock: null,
  index: null,
  lruBatch: false,
  owner: 'host',
  bytes: null,
  holders: [],
};

const key = ({ by, as }: Holder): string => `${by} ${as}`;

/** Whether folio_try_get() would succeed. A page-cache lookup that meets 0 spins until it does. */
export const mayGet = (s: FolioSide, folio: FolioId): boolean => s.folio[folio].refcount > 0;

/** folio_get(), or folio_try_get() where `mayGet`. */
export function folio_get(s: Writable, id: FolioId, holder: Holder): void {
  const folio = s.folio[id];
  folio.refcount += holder.refs;
  folio.holders = [...folio.holders, holder].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Ghost: a reference changes hands or class without touching the count. */
export function folio_hand_over(
  s: Writable,
  id: FolioId,
  from: Pick<Holder, 'by' | 'as'>,
  to: Pick<Holder, 'by' | 'as'>,
): void {
  const refs = forget(s, id, from);
  const holders = [...s.folio[id].holders, { ...to, refs }];
  s.folio[id].holders = holders.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * folio_put_testzero(): gives up a reference and tells whether it was the last one. What happens
 * then depends on the protocol: the caller must go on with it.
 */
export function folio_put_testzero(
  s: Writable,
  id: FolioId,
  holder: Pick<Holder, 'by' | 'as'>,
): boolean {
  s.folio[id].refcount -= forget(s, id, holder);
  return s.folio[id].refcount === 0;
}

/** Takes a holder off the ghost list; the references it held. */
function forget(s: Writable, id: FolioId, { by, as }: Pick<Holder, 'by' | 'as'>): number {
  const folio = s.folio[id];
  const at = folio.holders.findIndex((holder) => holder.by === by && holder.as === as);
  const found = folio.holders[at];
  folio.holders = folio.holders.filter((_, i) => i !== at);
  // Without an entry the put is one too many: take one, and the count stops matching.
  return found?.refs ?? 1;
}

/** __folio_put(): back to the buddy allocator, which hands it out as if never used. */
export function free_folio(s: Writable, id: FolioId): void {
  const { holders, lock, bytes } = s.folio[id];
  s.folio[id] = { ...freeFolio, holders, lock, bytes: bytes && 'stale' };
}

/** A folio that can be allocated. */
export const findFreeFolio = (s: FolioSide): FolioId | null =>
  folioIds(s).find((id) => isFree(s.folio[id])) ?? null;

/** In the buddy allocator: no count, not frozen, in no page cache and of no type. */
export const isFree = (folio: Folio): boolean =>
  folio.refcount === 0 &&
  folio.frozen === null &&
  folio.index === null &&
  folio.mapcount !== 'PGTY_guestmem';

/** The folios of this run. */
export const folioIds = (s: FolioSide): FolioId[] => folioOrder.filter((id) => id in s.folio);

const folioOrder: readonly FolioId[] = ['folio0', 'folio1', 'folio2', 'folio3'];

/** folio_mapped(): a word that holds a type reads as "not mapped". */
export const folio_mapped = ({ mapcount }: Folio): boolean =>
  typeof mapcount === 'number' && mapcount > 0;

/** folio_add_file_rmap_pte(): one PTE more. Over a type, the arithmetic destroys it. */
export function folio_add_file_rmap(s: Writable, id: FolioId): void {
  const { mapcount } = s.folio[id];
  s.folio[id].mapcount = typeof mapcount === 'number' ? mapcount + 1 : 1;
}

/** folio_remove_rmap_pte(): one PTE less. */
export function folio_remove_rmap(s: Writable, id: FolioId): void {
  const { mapcount } = s.folio[id];
  s.folio[id].mapcount = typeof mapcount === 'number' ? mapcount - 1 : 0;
}

/** The references that the ghost list adds up to. */
export const heldReferences = ({ holders }: Folio): number =>
  holders.reduce((sum, { refs }) => sum + refs, 0);

/** Holders of a class, by name. */
export const heldAs = ({ holders }: Folio, ...classes: HolderClass[]): string[] =>
  holders.filter(({ as }) => classes.includes(as)).map(({ by }) => by);

/** The page cache's reference, given back to a folio that it was taken from. */
export const restore_cache_reference = (s: Writable, id: FolioId): void =>
  folio_get(s, id, { by: 'page_cache', as: 'cache', refs: 1 });

/**
 * folio_ref_freeze(): compare and swap from `expected` to 0. Nobody can take a reference until
 * `folio_ref_unfreeze`.
 */
export function folio_ref_freeze(s: Writable, id: FolioId, expected: number): boolean {
  const folio = s.folio[id];
  if (folio.refcount !== expected) return false;
  folio.frozen = folio.refcount;
  folio.refcount = 0;
  return true;
}

/** While frozen: the page cache gives up its reference; the final put will bring it back. */
export function forget_cache_reference(s: Writable, id: FolioId): void {
  const refs = forget(s, id, { by: 'page_cache', as: 'cache' });
  const { frozen, refcount } = s.folio[id];
  if (frozen === null) s.folio[id].refcount = refcount - refs;
  else s.folio[id].frozen = frozen - refs;
}

/** folio_ref_unfreeze(). */
export function folio_ref_unfreeze(s: Writable, id: FolioId): void {
  s.folio[id].refcount = s.folio[id].frozen ?? s.folio[id].refcount;
  s.folio[id].frozen = null;
}
