/**
 * kvm_gmem_set_mappable(), kvm_gmem_clear_mappable(), and the host fault that asks whether an index
 * is mappable under the folio lock.
 *
 * Source: Tabba, "mappable" series, RFC v3 (10 Oct 2024), 4/11, with -EAGAIN for -EPERM.
 */
import { type Draft, dropRead, protocol } from '../../engine/index.ts';
import { filemap_add_folio, filemap_get_folio, mayLookUp } from '../parts/filemap.ts';
import { type FolioId, host, type PageId, page, type TaskId, vmm } from '../parts/ids.ts';
import {
  filemap_invalidate_lock,
  filemap_invalidate_unlock,
  mayLock,
} from '../parts/invalidate-lock.ts';
import { folio_put } from '../parts/put.ts';
import { IN_TURN, scheduled } from '../parts/task.ts';
import type { ExactCount } from './state.ts';

const { thread } = protocol<ExactCount>();

/** The references of an idle folio that one checker has looked up. */
export const expected = ({ config }: ExactCount): number => config.nr_pages + 1;

export function faultActions() {
  const on = thread('task', host, scheduled);
  return {
    // kvm_gmem_fault() takes no lock yet: the folio lock is the one that counts.
    gmem_fault: on('gmem_fault', { then: () => 'gmem_fault_get_folio' }),
    gmem_fault_get_folio: on('gmem_fault_get_folio', {
      when: (s, { me }) => me.page !== null && mayLookUp(s, me.page),
      then: (s, { task, me }) => {
        if (!me.page) return 'user';
        me.folio = filemap_get_folio(s, task, me.page, 'fault');
        if (me.folio) return 'gmem_fault_lock_folio';
        me.folio = allocate(s, task, me.page, 'fault');
        return me.folio ? mappable(s, task, me) : sigbus(s, task, me);
      },
    }),
    // A folio that was truncated meanwhile is given up: user space faults again.
    gmem_fault_lock_folio: on('gmem_fault_lock_folio', {
      sleeps: true,
      fair: IN_TURN,
      when: (s, { me }) => me.folio !== null && s.folio[me.folio].lock === null,
      then: (s, { task, me }) => {
        if (me.folio) s.folio[me.folio].lock = task;
        return mappable(s, task, me);
      },
    }),
  };
}

export function mappableActions() {
  const on = thread('task', vmm, scheduled);
  return {
    clear_mappable: on('vmm', {
      params: { page },
      then: (_, { me, page }) => {
        me.page = page;
        me.errno = 0;
        return 'clear_lock';
      },
    }),
    clear_lock: on('clear_lock', {
      sleeps: true,
      when: (s, { task }) => mayLock(s, task),
      then: (s, { task }) => (filemap_invalidate_lock(s, task) ? 'clear_get_folio' : 'clear_lock'),
    }),
    // Allocates what is not there: the reviewers asked for filemap_lock_folio(), which does not.
    clear_get_folio: on('clear_get_folio', {
      when: (s, { me }) => me.page !== null && mayLookUp(s, me.page),
      then: (s, { task, me }) => {
        me.folio = me.page && filemap_get_folio(s, task, me.page, 'lookup');
        if (me.folio) return 'clear_lock_folio';
        me.folio = me.page && allocate(s, task, me.page, 'lookup');
        return me.folio ? 'clear_count' : 'clear_unlock';
      },
    }),
    clear_lock_folio: on('clear_lock_folio', {
      sleeps: true,
      fair: IN_TURN,
      when: (s, { me }) => me.folio !== null && s.folio[me.folio].lock === null,
      then: (s, { task, me }) => {
        if (me.folio) s.folio[me.folio].lock = task;
        return 'clear_count';
      },
    }),
    clear_count: on('clear_count', {
      then: (s, { me }) => {
        if (me.folio && s.folio[me.folio].refcount <= expected(s)) return 'clear_erase';
        me.errno = '-EAGAIN';
        return 'clear_put_folio';
      },
    }),
    clear_erase: on('clear_erase', {
      then: (s, { me }) => {
        if (me.page) s.page[me.page].attr = 'private';
        return 'clear_put_folio';
      },
    }),
    // As posted: put before unlocking. The page cache keeps the folio, as truncation waits for
    // both locks that are held here.
    clear_put_folio: on('clear_put_folio', {
      then: (s, { task, me }) =>
        me.folio
          ? folio_put(s, me, me.folio, { by: task, as: 'lookup' }, 'clear_unlock_folio')
          : 'clear_unlock_folio',
    }),
    clear_unlock_folio: on('clear_unlock_folio', {
      then: (s, { me }) => {
        if (me.folio) s.folio[me.folio].lock = null;
        me.folio = null;
        return 'clear_unlock';
      },
    }),
    clear_unlock: on('clear_unlock', {
      then: (s, { me }) => {
        filemap_invalidate_unlock(s);
        me.page = null;
        me.errno = 0;
        return 'vmm';
      },
    }),

    set_mappable: on('vmm', {
      params: { page },
      then: (_, { me, page }) => {
        me.page = page;
        return 'set_lock';
      },
    }),
    set_lock: on('set_lock', {
      sleeps: true,
      when: (s, { task }) => mayLock(s, task),
      then: (s, { task }) => (filemap_invalidate_lock(s, task) ? 'set_store' : 'set_lock'),
    }),
    set_store: on('set_store', {
      then: (s, { me }) => {
        if (me.page) s.page[me.page].attr = 'shared';
        return 'clear_unlock';
      },
    }),
  };
}

/** A folio of nr_pages, each of which has a reference of the page cache. */
function allocate(
  s: Draft<ExactCount>,
  task: TaskId,
  page: PageId,
  as: 'fault' | 'lookup',
): FolioId | null {
  const id = filemap_add_folio(s, task, page, as);
  const { nr_pages } = s.config;
  if (!id) return null;
  s.folio[id].refcount += nr_pages - 1;
  s.folio[id].holders = s.folio[id].holders.map((holder) =>
    holder.as === 'cache' ? { ...holder, refs: nr_pages } : holder,
  );
  return id;
}

type Faulting = Draft<ExactCount['task']['host0']>;

/** Under the folio lock: go on and map; or SIGBUS, or, after a truncation, VM_FAULT_RETRY. */
function mappable(s: Draft<ExactCount>, task: ExactHost, me: Faulting) {
  const { folio, page } = me;
  if (!folio || !page) return 'user';
  if (s.folio[folio].index === page && s.page[page].attr === 'shared') return 'finish_fault';
  s.folio[folio].lock = null;
  folio_put(s, me, folio, { by: task, as: 'fault' }, 'user');
  me.folio = null;
  return sigbus(s, task, me);
}

type ExactHost = 'host0' | 'host1' | 'host2';

export function sigbus(s: Draft<ExactCount>, task: ExactHost, me: Faulting): 'user' {
  dropRead(s.mm[me.mm].mmap_lock, task);
  me.page = null;
  return 'user';
}
