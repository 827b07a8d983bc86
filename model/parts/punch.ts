/**
 * Punching a hole: fallocate(FALLOC_FL_PUNCH_HOLE) takes an index's folio out of the page cache.
 * References that are left keep the old folio alive; the index may get another one.
 *
 * Source: virt/kvm/guest_memfd.c kvm_gmem_punch_hole(), mm/truncate.c
 * truncate_inode_pages_range(), truncate_cleanup_folio() (v6.18).
 */
import { type Draft, protocol } from '../../engine/index.ts';
import { filemap_get_folio, mayLookUp } from './filemap.ts';
import { folio_mapped } from './folio.ts';
import { type FolioId, type PuncherId, page, puncher } from './ids.ts';
import { filemap_invalidate_lock, filemap_invalidate_unlock, mayLock } from './invalidate-lock.ts';
import { mmIds } from './memory.ts';
import { type Invalidator, type VmSide, vmIds } from './mmu.ts';
import type { PutFolio } from './put.ts';
import { IN_TURN, idleTask, scheduled } from './task.ts';
import type { Unmapper } from './unmap.ts';

export interface PunchTask extends Unmapper, Invalidator {}

export type PunchStep =
  | 'punch'
  | 'punch_lock'
  | 'punch_get_folio'
  | 'punch_lock_folio'
  | 'punch_delete'
  | 'punch_put_folio'
  | 'punch_end'
  | 'punch_unlock'
  | 'mmu_invalidate_begin'
  | 'mmu_invalidate_end'
  | 'zap_pte';

export interface PunchSide extends VmSide {
  readonly task: VmSide['task'] & Readonly<Record<PuncherId, PunchTask>>;
}

export interface PunchHooks<L extends string> {
  /** Where a folio goes on, locked and unmapped: at a step of the protocol or at its deletion. */
  readonly unmapped: L | 'punch_delete';
  /** Where the index goes on, its folio gone. */
  readonly deleted: L | 'punch_put_folio';
  readonly folio_put: PutFolio<L>;
}

/** A thread that may punch holes. */
export const idlePuncher = {
  ...idleTask,
  at: 'punch',
  zap: [],
  vms: [],
  range: [],
  filter: [],
} as const;

export function punchActions<L extends string>({ unmapped, deleted, folio_put }: PunchHooks<L>) {
  const on = protocol<PunchSide>().thread('task', puncher, scheduled).labels<PunchStep | L>();
  return {
    punch_hole: on('punch', {
      params: { page },
      then: (s, { task, me, page }) => {
        me.page = page;
        return filemap_invalidate_lock(s, task) ? begin(s, me) : 'punch_lock';
      },
    }),
    // filemap_invalidate_lock(), then mappings of either kind go: what is punched has none.
    punch_lock: on('punch_lock', {
      sleeps: true,
      when: (s, { task }) => mayLock(s, task),
      then: (s, { task, me }) => (filemap_invalidate_lock(s, task) ? begin(s, me) : 'punch_lock'),
    }),
    punch_get_folio: on('punch_get_folio', {
      when: (s, { me }) => me.page !== null && mayLookUp(s, me.page),
      then: (s, { task, me }) => {
        me.folio = me.page && filemap_get_folio(s, task, me.page, 'lookup');
        return me.folio ? 'punch_lock_folio' : end(s, me);
      },
    }),
    // truncate_cleanup_folio(): mappings that host page tables have are taken away first.
    punch_lock_folio: on('punch_lock_folio', {
      sleeps: true,
      fair: IN_TURN,
      when: (s, { me }) => me.folio !== null && s.folio[me.folio].lock === null,
      then: (s, { task, me }) => {
        const { folio, page: index } = me;
        if (!folio || !index) return end(s, me);
        s.folio[folio].lock = task;
        if (!folio_mapped(s.folio[folio])) return unmapped;
        me.zap = mmIds(s).map((mm) => ({ mm, page: index }));
        me.ret = [unmapped];
        return 'zap_pte';
      },
    }),
    // filemap_remove_folio(): under the folio lock, so what refers to the mapping sees it or not.
    punch_delete: on('punch_delete', {
      then: (s, { me }) => {
        const { page: index } = me;
        const folio = index && s.page[index].folio;
        if (!folio) return end(s, me);
        me.folio = folio;
        s.page[index].folio = null;
        s.folio[folio].index = null;
        s.folio[folio].lock = null;
        return folio_put(s, me, folio, { by: 'page_cache', as: 'cache' }, deleted);
      },
    }),
    punch_put_folio: on('punch_put_folio', {
      then: (s, { task, me }) => {
        const { folio } = me;
        if (!folio) return end(s, me);
        me.folio = null;
        return folio_put(s, me, folio, { by: task, as: 'lookup' }, 'punch_end');
      },
    }),
    punch_end: on('punch_end', { then: (s, { me }) => end(s, me) }),
    punch_unlock: on('punch_unlock', {
      then: (s, { me }) => {
        filemap_invalidate_unlock(s);
        me.page = null;
        me.range = [];
        me.filter = [];
        return 'punch';
      },
    }),
  };
}

/** Begins the invalidation of either kind of mapping. */
function begin(s: Draft<PunchSide>, me: Draft<PunchTask>): 'mmu_invalidate_begin' {
  me.vms = vmIds(s);
  me.range = me.page ? [me.page] : [];
  me.filter = ['private', 'shared'];
  me.ret = ['punch_get_folio'];
  return 'mmu_invalidate_begin';
}

/** Ends the invalidation of every VM, then unlocks. */
function end(
  s: Draft<PunchSide>,
  me: { vms: Draft<PunchTask>['vms']; ret: string[]; folio: FolioId | null },
): 'mmu_invalidate_end' {
  me.folio = null;
  me.vms = vmIds(s);
  me.ret = ['punch_unlock'];
  return 'mmu_invalidate_end';
}
