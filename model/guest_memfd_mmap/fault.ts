/**
 * The host fault, which takes no invalidate lock, and the handling of a memory error.
 *
 * Source: virt/kvm/guest_memfd.c@0f94e51b5320 (6.18) kvm_gmem_fault_user_mapping(),
 * kvm_gmem_error_folio(); mm/memory-failure.c.
 */
import { type Draft, dropRead, protocol } from '../../engine/index.ts';
import { filemap_add_folio, filemap_get_folio, mayLookUp } from '../parts/filemap.ts';
import { folio_get, mayGet } from '../parts/folio.ts';
import { folio, host, scanner } from '../parts/ids.ts';
import { filemap_invalidate_lock_shared, mayLockShared } from '../parts/invalidate-lock.ts';
import { noMapping, vmIds } from '../parts/mmu.ts';
import { folio_put } from '../parts/put.ts';
import { IN_TURN, scheduled } from '../parts/task.ts';
import type { Mmap } from './state.ts';

const { thread } = protocol<Mmap>();

export function faultActions() {
  const on = thread('task', host, scheduled);
  return {
    // GUEST_MEMFD_FLAG_INIT_SHARED, or SIGBUS.
    gmem_fault: on('gmem_fault', {
      then: (s, { task, me }) => {
        if (me.page && s.page[me.page].attr === 'shared') return 'gmem_fault_get_folio';
        return leaveFault(s, task, me);
      },
    }),
    gmem_fault_get_folio: on('gmem_fault_get_folio', {
      when: (s, { me }) => me.page !== null && mayLookUp(s, me.page),
      then: (s, { task, me }) => {
        me.folio = me.page && filemap_get_folio(s, task, me.page, 'fault');
        if (me.folio) return 'gmem_fault_lock_folio';
        me.folio = me.page && filemap_add_folio(s, task, me.page, 'fault');
        return me.folio ? 'finish_fault' : leaveFault(s, task, me);
      },
    }),
    // A folio that was punched meanwhile is given up: VM_FAULT_RETRY.
    gmem_fault_lock_folio: on('gmem_fault_lock_folio', {
      sleeps: true,
      fair: IN_TURN,
      when: (s, { me }) => me.folio !== null && s.folio[me.folio].lock === null,
      then: (s, { task, me }) => {
        const { folio, page } = me;
        if (!folio || !page) return 'user';
        if (s.folio[folio].index === page) {
          s.folio[folio].lock = task;
          return 'finish_fault';
        }
        folio_put(s, me, folio, { by: task, as: 'fault' }, 'user');
        return leaveFault(s, task, me);
      },
    }),
  };
}

function leaveFault(
  s: Draft<Mmap>,
  task: 'host0' | 'host1' | 'host2',
  me: Draft<Mmap['task']['host0']>,
): 'user' {
  dropRead(s.mm[me.mm].mmap_lock, task);
  me.page = null;
  me.folio = null;
  return 'user';
}

export function failureActions() {
  const on = thread('task', scanner, scheduled);
  return {
    memory_failure: on('scan', {
      params: { folio },
      when: (s, { folio }) => mayGet(s, folio),
      then: (s, { task, me, folio }) => {
        folio_get(s, folio, { by: task, as: 'transient', refs: 1 });
        me.folio = folio;
        return 'mf_lock_shared';
      },
    }),
    // In the documented order: the invalidate lock, then the folio lock.
    mf_lock_shared: on('mf_lock_shared', {
      sleeps: true,
      fair: IN_TURN,
      when: (s) => mayLockShared(s),
      then: (s, { task }) => {
        filemap_invalidate_lock_shared(s, task);
        return 'mf_lock_folio';
      },
    }),
    mf_lock_folio: on('mf_lock_folio', {
      sleeps: true,
      fair: IN_TURN,
      when: (s, { me }) => me.folio !== null && s.folio[me.folio].lock === null,
      then: (s, { task, me }) => {
        if (me.folio) s.folio[me.folio].lock = task;
        return 'mf_result';
      },
    }),
    // Guest mappings go, all of it under mmu_lock and so one step. The folio stays in the page
    // cache (MF_DELAYED), and the reference of the page cache is expected.
    mf_result: on('mf_result', {
      fair: IN_TURN,
      when: (s) => vmIds(s).every((vm) => s.vm[vm].mmu_lock.owner === null),
      then: (s, { me }) => {
        const { folio } = me;
        if (!folio) return 'mf_unlock';
        zapGuests(s, s.folio[folio].index);
        const expected = 1 + Number(s.folio[folio].index !== null);
        me.result = s.folio[folio].refcount > expected ? 'MF_FAILED' : 'MF_DELAYED';
        return 'mf_unlock';
      },
    }),
    mf_unlock: on('mf_unlock', {
      then: (s, { task, me }) => {
        const { folio } = me;
        dropRead(s.invalidate_lock, task);
        me.result = null;
        me.folio = null;
        if (!folio) return 'scan';
        s.folio[folio].lock = null;
        return folio_put(s, me, folio, { by: task, as: 'transient' }, 'scan');
      },
    }),
  };
}

function zapGuests(s: Draft<Mmap>, page: Mmap['folio']['folio0']['index']): void {
  for (const id of vmIds(s)) {
    if (!page) continue;
    s.vm[id].spte[page] = noMapping;
    s.vm[id].tlb[page] = noMapping;
    if (s.task[id].at !== 'guest') s.task[id].stale = true;
  }
}
