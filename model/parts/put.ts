/** folio_put(), whose last call is where the protocols differ. */
import type { Draft } from '../../engine/index.ts';
import type { Holder } from './folio.ts';
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
