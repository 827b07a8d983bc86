/** What holds of guest mappings of memory that has failed, and of memory that is free. */
import { protocol } from '../../engine/index.ts';
import { isFree } from '../parts/folio.ts';
import { folio } from '../parts/ids.ts';
import { pageIds } from '../parts/memory.ts';
import { vmIds } from '../parts/mmu.ts';
import type { Mmap } from './state.ts';

const { each } = protocol<Mmap>();

export const memoryLaws = {
  /** P4: no guest maps a folio whose failure has been dealt with, for as long as it is locked. */
  failedIsUnmapped: each({ folio }, (s, { folio }) => {
    const isDealtWith = Object.values(s.task).some(
      (task) => task.at === 'mf_unlock' && task.folio === folio,
    );
    if (!isDealtWith) return true;
    return vmIds(s).every((vm) =>
      pageIds(s).every(
        (page) => s.vm[vm].spte[page].folio !== folio && s.vm[vm].tlb[page].folio !== folio,
      ),
    );
  }),
  /** P12: what is back in the allocator is the host's. */
  freeIsTheHosts: each({ folio }, (s, { folio }) => {
    return !isFree(s.folio[folio]) || s.folio[folio].owner === 'host';
  }),
};

interface Step {
  readonly action: string;
  readonly params: object;
}

/** P11 (`step`): guest mappings of a failed page are zapped under the invalidate lock. */
export const zapsUnderTheLock = (before: Mmap, { action, params }: Step): boolean =>
  action !== 'mf_result' ||
  before.invalidate_lock.readers.some((id) => 'task' in params && params.task === id);
