/** folio_put(), whose last call is where the protocols differ. */
import type { Draft } from '../../engine/index.ts';
import { folio_put_testzero, free_folio, type Holder } from './folio.ts';
import type { FolioId } from './ids.ts';
import type { MemorySide } from './memory.ts';

/**
 * Gives up a reference and tells where the task goes on: at `next`, or, on the last put, at a
 * routine of the protocol that returns to `next`.
 */
export type PutFolio<L extends string> = <N extends string>(
  s: Draft<MemorySide>,
  me: { ret: string[]; last_put: FolioId | null },
  folio: FolioId,
  holder: Pick<Holder, 'by' | 'as'>,
  next: N,
) => N | L;

/** A last put that frees the folio at once, as everywhere but for folios of a type. */
export const folio_put: PutFolio<never> = (s, _, folio, holder, next) => {
  if (folio_put_testzero(s, folio, holder)) free_folio(s, folio);
  return next;
};
