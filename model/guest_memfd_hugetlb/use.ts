/**
 * Who uses a page or looks at it, holes, and the end of the inode, after which what was split is
 * merged once the last piece is put.
 *
 * Source: Tng, 1G page RFC v2: PGTY_guestmem_hugetlb, whose put hook hands on to a workqueue.
 */
import { type Draft, protocol } from '../../engine/index.ts';
import { host, type PageId, page, puncher, scanner } from '../parts/ids.ts';
import { context, type Hugetlb, heldWith, isUnused, worker } from './state.ts';

const { thread } = protocol<Hugetlb>();
export const onHost = thread('task', host, {
  fair: 'weak',
  atomic: ({ preempt }) => preempt > 0,
  rests: ['rested'],
});

export function useActions() {
  const onScanner = thread('task', scanner, { fair: 'weak', rests: ['rested'] });
  const on = thread('task', puncher, { fair: 'weak' });
  const onWorker = thread('task', worker, { fair: 'weak' });
  return {
    // One step: the fault holds the invalidate lock for reading.
    gmem_fault: onHost('user', {
      params: { page },
      when: (s, { page }) => s.invalidate_lock.owner === null && !s.closed && !s.page[page].mapped,
      then: (s, { page }) => {
        if (s.page[page].attr === 'shared') s.page[page].mapped = true;
        return 'user';
      },
    }),
    gup_slow: onHost('user', {
      params: { page },
      when: (s, { me, page }) => me.pinned === null && s.page[page].mapped,
      then: (s, { task, me, page }) => {
        s.page[page].pins = [...s.page[page].pins, task].sort();
        me.pinned = page;
        return 'user';
      },
    }),
    // The last put of a typed piece, in whatever context, only queues the merge.
    unpin_user_page: onHost('user', {
      fair: 'strong',
      params: { context },
      when: (_, { me }) => me.pinned !== null,
      then: (s, { task, me }) => {
        if (me.pinned) s.page[me.pinned].pins = s.page[me.pinned].pins.filter((id) => id !== task);
        me.pinned = null;
        lastPut(s);
        return 'user';
      },
    }),

    scan_try_get: onScanner('scan', {
      params: { page },
      when: (s, { page }) => hasCount(s, page) && !s.page[page].transient,
      then: (s, { me, page }) => {
        s.page[page].transient = true;
        me.page = page;
        return 'scan_put';
      },
    }),
    scan_rests: onScanner('scan', { fair: 'strong', then: () => 'rested' }),
    scan_put: onScanner('scan_put', {
      then: (s, { me }) => {
        if (me.page) s.page[me.page].transient = false;
        me.page = null;
        lastPut(s);
        return 'scan';
      },
    }),

    // A part of the folio only: it is zeroed in place. -EAGAIN where somebody holds it.
    punch_hole: on('punch', {
      params: { page },
      when: (s) => s.invalidate_lock.owner === null && !s.closed,
      then: (s, { task, me, page }) => {
        if (s.page[page].pins.length > 0) return 'punch';
        s.page[page].mapped = false;
        s.invalidate_lock.owner = task;
        me.page = page;
        return 'punch_zero';
      },
    }),
    punch_zero: on('punch_zero', {
      then: (s, { me }) => {
        me.page = null;
        s.invalidate_lock.owner = null;
        return 'punch';
      },
    }),
    // The last close: unmaps, drops the page cache's references, and types what is still held.
    evict_inode: on('punch', {
      when: (s) => s.invalidate_lock.owner === null && !s.closed,
      then: (s) => {
        s.closed = true;
        for (const id of ['page0', 'page1'] as const) s.page[id].mapped = false;
        lastPut(s);
        return 'punch';
      },
    }),
    // What is queued is done at some time.
    merge: onWorker('drain', {
      fair: 'weak',
      when: (s) => s.queued,
      then: (s) => {
        s.queued = false;
        s.layout = 'pool';
        s.hvo = s.stash ?? s.hvo;
        s.stash = null;
        return 'drain';
      },
    }),
  };
}

/** Whether the count of the page's folio is not zero. */
const hasCount = (s: Hugetlb, page: PageId): boolean =>
  s.layout !== 'pool' && (!s.closed || heldWith(s, page) !== null);

/** After a put: a huge folio goes back to the pool as it is, pieces have to be merged first. */
export function lastPut(s: Draft<Hugetlb>): void {
  if (isUnused(s)) s.queued = true;
  else if (s.closed && s.layout === 'huge' && heldWith(s, 'page0') === null) s.layout = 'pool';
}
