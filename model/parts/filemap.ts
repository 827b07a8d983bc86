/**
 * Looking a folio up in the page cache.
 *
 * Source: mm/filemap.c filemap_get_entry(), __filemap_get_folio() (v6.13): the lookup takes its
 * reference with folio_try_get() and starts again, without bound, while the count is zero.
 */
import type { Draft } from '../../engine/index.ts';
import { findFreeFolio, folio_get, mayGet } from './folio.ts';
import type { FolioId, PageId, TaskId } from './ids.ts';
import type { MemorySide } from './memory.ts';

/** Whether a lookup would end: the slot is empty or its folio's count is not zero. */
export function mayLookUp(s: MemorySide, page: PageId): boolean {
  const { folio } = s.page[page];
  return folio === null || mayGet(s, folio);
}

/** A reference to the folio that the index has, or null. Only where `mayLookUp`. */
export function filemap_get_folio(
  s: Draft<MemorySide>,
  task: TaskId,
  page: PageId,
  as: 'fault' | 'lookup',
): FolioId | null {
  const { folio } = s.page[page];
  if (folio) folio_get(s, folio, { by: task, as, refs: 1 });
  return folio;
}

/**
 * A new folio for an empty index, locked, with the caller's reference, the page cache's and, where
 * batches are modelled, the one of the CPU's lru_add batch. Null where memory has run out.
 *
 * One step: nobody can find the folio before xas_store() puts it into the slot.
 */
export function filemap_add_folio(
  s: Draft<MemorySide>,
  task: TaskId,
  page: PageId,
  as: 'fault' | 'lookup',
): FolioId | null {
  const folio = findFreeFolio(s);
  if (!folio) return null;
  s.page[page].folio = folio;
  s.folio[folio].index = page;
  s.folio[folio].lock = task;
  folio_get(s, folio, { by: task, as, refs: 1 });
  folio_get(s, folio, { by: 'page_cache', as: 'cache', refs: 1 });
  if (s.config.lru_batches) {
    s.folio[folio].lruBatch = true;
    folio_get(s, folio, { by: 'lru_add', as: 'lru', refs: 1 });
  }
  return folio;
}
