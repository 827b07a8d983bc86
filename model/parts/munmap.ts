/**
 * How a host thread gives memory back: munmap(), and the exit of its process.
 *
 * Source: mm/mmap.c, kernel/exit.c exit_mm(), exit_files() (v6.18).
 */
import { dropWrite, mayWrite, protocol, takeWrite } from '../../engine/index.ts';
import type { HostSide, HostStep } from './host.ts';
import { type HostId, host, page } from './ids.ts';
import { pageIds } from './memory.ts';
import type { PutFolio } from './put.ts';
import { scheduled } from './task.ts';

export function munmapActions<L extends string>(folio_put: PutFolio<L>) {
  const on = protocol<HostSide>()
    .thread('task', host, { ...scheduled, rests: ['exited'] })
    .labels<HostStep | L>();
  return {
    munmap: on('user', {
      needs: 'munmap',
      params: { page },
      when: (s, { me, page }) => s.mm[me.mm].pte[page] !== null,
      // Takes the lock at once where it is free, or waits for it at the next label.
      then: (s, { task, me, page }) => {
        me.zap = [{ mm: me.mm, page }];
        me.ret = ['mmap_write_unlock'];
        return takeWrite(s.mm[me.mm].mmap_lock, task) ? 'zap_pte' : 'mmap_write_lock';
      },
    }),
    mmap_write_lock: on('mmap_write_lock', {
      needs: 'munmap',
      sleeps: true,
      when: (s, { task, me }) => mayWrite(s.mm[me.mm].mmap_lock, task),
      then: (s, { task, me }) =>
        takeWrite(s.mm[me.mm].mmap_lock, task) ? 'zap_pte' : 'mmap_write_lock',
    }),
    mmap_write_unlock: on('mmap_write_unlock', {
      needs: 'munmap',
      then: (s, { me }) => {
        dropWrite(s.mm[me.mm].mmap_lock);
        return 'user';
      },
    }),

    // exit_mmap() by the last thread of the address space, then exit_files(), which drops pins.
    do_exit: on('user', {
      needs: 'exit',
      then: (s, { task, me }) => {
        const others = hostIds(s).filter((id) => id !== task && s.task[id].mm === me.mm);
        const left = ['exit_files', 'exited'];
        if (others.some((id) => !left.includes(s.task[id].at))) return 'exit_files';
        me.zap = pageIds(s).map((page) => ({ mm: me.mm, page }));
        me.ret = ['exit_files'];
        return 'zap_pte';
      },
    }),
    exit_files: on('exit_files', {
      needs: 'exit',
      then: (s, { task, me }) => {
        const { pinned } = me;
        me.pinned = null;
        if (!pinned) return 'exited';
        return folio_put(s, me, pinned, { by: task, as: 'pin' }, 'exited');
      },
    }),
  };
}

const hostIds = (s: Pick<HostSide, 'task'>): HostId[] => hostOrder.filter((id) => id in s.task);

const hostOrder: readonly HostId[] = ['host0', 'host1', 'host2'];
