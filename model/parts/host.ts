/**
 * A host thread, and how it gets at guest memory: it faults it in and touches it.
 *
 * Source: virt/kvm/guest_memfd.c kvm_gmem_fault_user_mapping(), mm/memory.c __do_fault(),
 * finish_fault(), set_pte_range() (v6.18). Lock order: mmap_lock, invalidate_lock,
 * folio lock, page-table lock.
 */
import { dropRead, mayRead, protocol, takeRead } from '../../engine/index.ts';
import { clear_stale, write_bytes } from './bytes.ts';
import { filemap_add_folio, filemap_get_folio, mayLookUp } from './filemap.ts';
import { folio_add_file_rmap, folio_hand_over } from './folio.ts';
import { type FolioId, type HostId, host, type MmId, type PageId, page } from './ids.ts';
import { filemap_invalidate_lock_shared, mayLockShared } from './invalidate-lock.ts';
import type { MemorySide } from './memory.ts';
import type { PutFolio } from './put.ts';
import { IN_TURN, idleTask, scheduled } from './task.ts';
import type { Unmapper } from './unmap.ts';

/** A host thread's own variables. */
export interface HostTask extends Unmapper {
  readonly mm: MmId;
  /** The folio it has pinned, for as long as it likes, whatever else it does meanwhile. */
  readonly pinned: FolioId | null;
  /** FOLL_GET or FOLL_PIN of the GUP under way. */
  readonly foll: 'FOLL_GET' | 'FOLL_PIN' | null;
}

export type HostStep =
  | 'user'
  | 'gmem_fault'
  | 'gmem_fault_get_folio'
  | 'gmem_fault_lock_folio'
  | 'finish_fault'
  | 'set_pte'
  | 'mmap_write_lock'
  | 'zap_pte'
  | 'mmap_write_unlock'
  | 'exit_files'
  | 'exited'
  | 'rested';

export interface HostSide extends MemorySide {
  readonly task: Readonly<Record<HostId, HostTask>>;
}

export interface HostHooks<L extends string> {
  /** Whether the host may map the index; read under the invalidate lock. */
  readonly mayFault: (s: MemorySide, page: PageId) => boolean;
  readonly folio_put: PutFolio<L>;
}

/** A host thread of an address space, in user mode. */
export const idleHost = (mm: MmId) =>
  ({ ...idleTask, at: 'user', zap: [], mm, pinned: null, foll: null }) as const;

/** The steps of faults and accesses. */
export function hostActions<L extends string>({ mayFault, folio_put }: HostHooks<L>) {
  const on = protocol<HostSide>().thread('task', host, scheduled).labels<HostStep | L>();
  return {
    // The hardware walks the page table and caches what it finds, at any time; and writes.
    touch: on('user', {
      params: { page },
      when: (s, { me, page }) => {
        const { pte, tlb } = s.mm[me.mm];
        return pte[page] !== null && tlb[page] !== pte[page];
      },
      then: (s, { me, page }) => {
        const { pte, tlb } = s.mm[me.mm];
        tlb[page] = pte[page];
        if (pte[page]) write_bytes(s, pte[page]);
        return 'user';
      },
    }),

    handle_mm_fault: on('user', {
      params: { page },
      when: (s, { me, page }) => s.mm[me.mm].pte[page] === null && mayRead(s.mm[me.mm].mmap_lock),
      then: (s, { task, me, page }) => {
        takeRead(s.mm[me.mm].mmap_lock, task);
        me.page = page;
        return 'gmem_fault';
      },
    }),
    // kvm_gmem_fault_user_mapping(): a private index is SIGBUS.
    gmem_fault: on('gmem_fault', {
      sleeps: true,
      fair: IN_TURN,
      when: (s) => mayLockShared(s),
      then: (s, { task, me }) => {
        if (me.page && mayFault(s, me.page)) {
          filemap_invalidate_lock_shared(s, task);
          return 'gmem_fault_get_folio';
        }
        me.page = null;
        dropRead(s.mm[me.mm].mmap_lock, task);
        return 'user';
      },
    }),
    // May allocate, so it may sleep.
    gmem_fault_get_folio: on('gmem_fault_get_folio', {
      sleeps: true,
      when: (s, { me }) => me.page !== null && mayLookUp(s, me.page),
      then: (s, { task, me }) => {
        if (!me.page) return 'user';
        me.folio = filemap_get_folio(s, task, me.page, 'fault');
        if (me.folio) return 'gmem_fault_lock_folio';
        me.folio = filemap_add_folio(s, task, me.page, 'fault');
        dropRead(s.invalidate_lock, task);
        if (me.folio) {
          clear_stale(s, me.folio);
          return 'finish_fault';
        }
        me.page = null;
        dropRead(s.mm[me.mm].mmap_lock, task);
        return 'user';
      },
    }),
    // The fault returns with the folio locked and the invalidate lock dropped.
    gmem_fault_lock_folio: on('gmem_fault_lock_folio', {
      sleeps: true,
      fair: IN_TURN,
      when: (s, { me }) => me.folio !== null && s.folio[me.folio].lock === null,
      then: (s, { task, me }) => {
        dropRead(s.invalidate_lock, task);
        if (!me.folio) return 'finish_fault';
        s.folio[me.folio].lock = task;
        clear_stale(s, me.folio);
        return 'finish_fault';
      },
    }),
    // Under the PTE lock: another thread of the mm may have mapped the index meanwhile.
    finish_fault: on('finish_fault', {
      fair: IN_TURN,
      when: (s, { me }) => s.mm[me.mm].ptl.owner === null,
      then: (s, { task, me }) => {
        const { folio: id, page: index } = me;
        if (!id || !index) return 'user';
        const { pte, ptl, mmap_lock } = s.mm[me.mm];
        if (pte[index] === null) {
          ptl.owner = task;
          folio_add_file_rmap(s, id);
          return 'set_pte';
        }
        s.folio[id].lock = null;
        dropRead(mmap_lock, task);
        me.folio = null;
        me.page = null;
        return folio_put(s, me, id, { by: task, as: 'fault' }, 'user');
      },
    }),
    // The fault's reference becomes the PTE's.
    set_pte: on('set_pte', {
      then: (s, { task, me }) => {
        const { folio: id, page: index } = me;
        if (!id || !index) return 'user';
        const { pte, ptl, mmap_lock } = s.mm[me.mm];
        pte[index] = id;
        folio_hand_over(s, id, { by: task, as: 'fault' }, { by: me.mm, as: 'pte' });
        ptl.owner = null;
        s.folio[id].lock = null;
        dropRead(mmap_lock, task);
        me.folio = null;
        me.page = null;
        return 'user';
      },
    }),
  };
}
