/**
 * Taking PTEs away, as munmap(), unmap_mapping_range() and exit do it: clear under the PTE lock,
 * drop the rmap, flush the TLB, and only then give up the PTE's reference.
 *
 * Source: mm/memory.c zap_present_folio_ptes(), mm/mmu_gather.c (v6.13). The PTEs of a range are
 * taken one by one here; the kernel clears several, flushes once and puts them in a batch, which
 * is one of the orders in which these steps can run against everybody else's.
 */
import { type Domain, protocol, RETURN } from '../../engine/index.ts';
import { folio_remove_rmap } from './folio.ts';
import { type HostId, type PuncherId, unmapper, type VmmId } from './ids.ts';
import type { MemorySide, PteAt } from './memory.ts';
import type { PutFolio } from './put.ts';
import { IN_TURN, scheduled, type TaskBase } from './task.ts';

/** What a task that unmaps keeps: a caller fills `zap` and pushes where to return to. */
export interface Unmapper extends TaskBase {
  /** The PTEs still to take away, first one next. */
  readonly zap: readonly PteAt[];
}

export type UnmapStep = 'zap_pte' | 'remove_rmap' | 'flush_tlb' | 'put_unmapped';

interface UnmapSide extends MemorySide {
  readonly task: Readonly<Record<HostId | VmmId | PuncherId, Unmapper>>;
}

/** @param by the tasks that unmap, where the protocol does not have all that can */
export function unmapActions<L extends string>(
  folio_put: PutFolio<L>,
  by: Domain<HostId | VmmId | PuncherId> = unmapper,
) {
  const on = protocol<UnmapSide>().thread('task', by, scheduled).labels<UnmapStep | L>();
  return {
    // ptep_get_and_clear(). GUP-fast and the hardware read the PTE without the lock.
    zap_pte: on('zap_pte', {
      fair: IN_TURN,
      when: (s, { me }) => me.zap.every(({ mm }) => s.mm[mm].ptl.owner === null),
      then: (s, { task, me }) => {
        const [at] = me.zap;
        if (!at) return RETURN;
        const { pte, ptl } = s.mm[at.mm];
        me.folio = pte[at.page];
        if (me.folio === null) return next(me);
        pte[at.page] = null;
        ptl.owner = task;
        return 'remove_rmap';
      },
    }),
    // Unlocking is the last thing done under the PTE lock, so it needs no step of its own.
    remove_rmap: on('remove_rmap', {
      then: (s, { me }) => {
        const [at] = me.zap;
        if (me.folio) folio_remove_rmap(s, me.folio);
        if (at) s.mm[at.mm].ptl.owner = null;
        return 'flush_tlb';
      },
    }),
    flush_tlb: on('flush_tlb', {
      then: (s, { me }) => {
        const [at] = me.zap;
        if (at) s.mm[at.mm].tlb[at.page] = null;
        return 'put_unmapped';
      },
    }),
    put_unmapped: on('put_unmapped', {
      then: (s, { me }) => {
        const [at] = me.zap;
        const folio = me.folio;
        const to = next(me);
        if (!at || !folio) return to;
        return folio_put(s, me, folio, { by: at.mm, as: 'pte' }, to);
      },
    }),
  };
}

/** Goes on with the next PTE, or back to the caller. */
function next(me: { zap: PteAt[]; folio: unknown }): 'zap_pte' | typeof RETURN {
  me.zap = me.zap.slice(1);
  me.folio = null;
  return me.zap.length > 0 ? 'zap_pte' : RETURN;
}
