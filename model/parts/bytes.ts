/** What the memory of a folio holds, in three values; null where that is not modelled. */
import type { Draft } from '../../engine/index.ts';
import type { FolioId } from './ids.ts';

/** Bytes of whoever had the memory before (not uptodate), zeros, or what its user has written. */
export type Bytes = 'stale' | 'zero' | 'data';

interface BytesSide {
  readonly folio: Readonly<Record<FolioId, { readonly bytes: Bytes | null }>>;
}

/** clear_highpage() of a folio that is not uptodate; under the folio lock. */
export function clear_stale(s: Draft<BytesSide>, id: FolioId): void {
  if (s.folio[id].bytes === 'stale') s.folio[id].bytes = 'zero';
}

/** The memory is written to. */
export function write_bytes(s: Draft<BytesSide>, id: FolioId): void {
  if (s.folio[id].bytes !== null) s.folio[id].bytes = 'data';
}
