/**
 * Ways to get the 1G page series wrong; where it says so, as posted. DOC: the fault is named in the
 * source. DER: derived from posted code, a hypothesis, and no statement about a kernel.
 */
import { mutations, protocol } from '../../engine/index.ts';
import { page, puncher, vmm } from '../parts/ids.ts';
import { begin, convertActions, fails, restructure, undo, wanted } from './convert.ts';
import { guestMemfdHugetlb } from './protocol.ts';
import { context, type Hugetlb, heldWith, isUnused, pagesOf } from './state.ts';
import { onHost, useActions } from './use.ts';

const { thread } = protocol<Hugetlb>();
const on = thread('task', vmm, { fair: 'weak' });
const right = { ...convertActions(), ...useActions() };

const rfc = 'Tng, 1G page RFC v2 (14 May 2025)';
const small = { hosts: 0, punchers: 0, scanners: 0 } as const;

/** As posted: goes round until the freeze succeeds. */
const spins = on('cvt_restructure', {
  when: (s) => !wanted(s) || pagesOf(s).every((id) => heldWith(s, id) === null),
  then: (s) => (wanted(s) ? restructure(s) : 'cvt_unlock'),
});

/** The error reference is left, and the conversion goes on. */
const goesOn = on('cvt_unmap', {
  needs: 'tdx_errors',
  when: (_, { me }) => me.to === 'shared',
  then: (s, { me }) => {
    if (me.page) s.page[me.page].error = true;
    return 'cvt_store';
  },
});

export const guestMemfdHugetlbMutations = mutations(guestMemfdHugetlb, {
  'the reference of a failed unmap is answered like one that passes': {
    id: 'S16',
    breaks: 'eagainHasACause',
    source: { status: 'DOC', cite: `Zhao, Tng, Jun 2025, on ${rfc}: TDX error reference` },
    bounds: { ...small, tdx_errors: 1 },
    replace: {
      cvt_unmap_fails: goesOn,
      cvt_restructure: {
        ...right.cvt_restructure,
        then: (s, p) => {
          const to = right.cvt_restructure.then(s, p);
          const me = s.task[p.task];
          if (me.errno === '-EIO') me.errno = '-EAGAIN';
          return to;
        },
      },
    },
  },

  'the split spins until it can freeze the count, and a walker comes by for ever': {
    id: 'S19',
    breaks: 'callsReturn',
    source: { status: 'DOC', cite: `Zhao on ${rfc}: unbounded loop under the invalidate lock` },
    bounds: { ...small, scanners: 1 },
    replace: { cvt_restructure: spins },
    fair: { scan_rests: null },
  },

  'the split spins until it can freeze the count, and an error reference stays': {
    id: 'S19',
    breaks: 'callsReturn',
    source: { status: 'DOC', cite: `Zhao, Tng, Jun 2025, on ${rfc}: the count stays elevated` },
    bounds: { ...small, tdx_errors: 1 },
    replace: { cvt_restructure: spins, cvt_unmap_fails: goesOn },
  },

  'the merge does not take back the stashed state of the vmemmap': {
    id: 'S20',
    breaks: 'vmemmapAgrees',
    source: { status: 'DOC', cite: `Roth on ${rfc}: BUG_ON() at the second split` },
    bounds: small,
    replace: {
      cvt_restructure: {
        ...right.cvt_restructure,
        then: (s, p) => {
          const { stash, layout } = s;
          const to = right.cvt_restructure.then(s, p);
          if (layout === 'split' && s.layout === 'huge') s.stash = stash;
          return to;
        },
      },
    },
  },

  'the last put merges by itself': {
    id: 'S21',
    breaks: 'sleepInAtomic',
    source: { status: 'DOC', cite: `${rfc}: PGTY_guestmem_hugetlb and its workqueue` },
    bounds: { ...small, hosts: 1, punchers: 1 },
    replace: {
      unpin_user_page: onHost('user', {
        params: { context },
        when: (_, { me }) => me.pinned !== null,
        then: (s, { task, me, context }) => {
          if (me.pinned) {
            s.page[me.pinned].pins = s.page[me.pinned].pins.filter((id) => id !== task);
          }
          me.pinned = null;
          if (!isUnused(s)) return 'user';
          if (context === 'softirq') me.preempt += 1;
          return 'merge_at_put';
        },
      }),
    },
    add: {
      merge_at_put: onHost('merge_at_put', {
        sleeps: true,
        then: (s, { me }) => {
          s.layout = 'pool';
          s.hvo = true;
          s.stash = null;
          me.preempt = 0;
          return 'user';
        },
      }),
    },
  },

  'a part of the folio is zeroed without a look at its references': {
    id: 'S22',
    breaks: 'notZeroedUnderAPin',
    source: { status: 'DOC', cite: `Zhao on ${rfc}: truncation checks, partial zeroing does not` },
    bounds: { ...small, hosts: 1, punchers: 1 },
    replace: {
      punch_hole: thread('task', puncher, { fair: 'weak' })('punch', {
        params: { page },
        when: (s) => s.invalidate_lock.owner === null && !s.closed,
        then: (s, { task, me, page }) => {
          s.page[page].mapped = false;
          s.invalidate_lock.owner = task;
          me.page = page;
          return 'punch_zero';
        },
      }),
    },
  },

  'the folio is merged while pieces of it are held': {
    breaks: 'poolIsUnused',
    source: { status: 'DER', cite: `from the check before the merge in ${rfc}` },
    bounds: { ...small, hosts: 1, punchers: 1 },
    replace: {
      evict_inode: {
        ...right.evict_inode,
        then: (s, p) => {
          const to = right.evict_inode.then(s, p);
          if (s.layout === 'split') s.queued = true;
          return to;
        },
      },
    },
  },

  'the rollback counts down an unsigned index from 0': {
    id: 'X17',
    breaks: 'callsReturn',
    source: { status: 'DER', cite: `from the rollback loop of ${rfc}` },
    bounds: { ...small, scanners: 1 },
    // 0 - 1 is far above the inode; on the way down nothing is met until its last page.
    replace: {
      cvt_rollback: on('cvt_rollback', {
        then: (s, { me }) => {
          const { page: id } = me;
          if (!id || !me.first || id < me.first) return 'cvt_unlock';
          undo(s, me, id);
          me.page = id === 'page1' ? 'page0' : 'page1';
          return 'cvt_rollback';
        },
      }),
    },
  },

  'no memory for the work list, and the call goes on with what it has': {
    id: 'X18',
    breaks: 'errorContract',
    source: { status: 'DER', cite: `from a shadowed variable in ${rfc}` },
    bounds: small,
    replace: {
      cvt_list: {
        ...right.cvt_list,
        then: (s, p) => {
          const to = right.cvt_list.then(s, p);
          const me = s.task[p.task];
          if (me.errno !== '-ENOMEM') return to;
          me.errno = 0;
          me.error_offset = null;
          return begin(me);
        },
      },
    },
  },

  'a rollback that is left out': {
    id: 'X16',
    breaks: 'errorContract',
    source: { status: 'DER', cite: `from the order of stores and checks in ${rfc}` },
    bounds: { ...small, scanners: 1 },
    drop: { cvt_rollback: 'cvt_unlock' },
  },

  'a huge folio is shared in part without a split': {
    id: 'X29',
    breaks: 'eagainHasACause',
    source: { status: 'DER', cite: 'after Hildenbrand, 16-17 Oct 2024, on Tng, 1G page RFC v1' },
    bounds: { ...small, hosts: 1 },
    drop: { cvt_restructure: 'cvt_unlock' },
  },

  'the count is checked before the host mappings are taken away': {
    id: 'X11',
    breaks: 'isolation',
    source: { status: 'DER', cite: `from the order of unmap and check in ${rfc}` },
    bounds: { ...small, hosts: 1 },
    // What is mapped is not counted, and unmapped with the store: a pin may come in between.
    replace: {
      cvt_unmap: {
        ...right.cvt_unmap,
        then: (s, p) => {
          const me = s.task[p.task];
          if (me.to === 'shared') return right.cvt_unmap.then(s, p);
          const held = me.page && s.page[me.page].pins.length > 0;
          return held ? fails(me, '-EAGAIN', 'cvt_rollback') : 'cvt_count';
        },
      },
      cvt_count: on('cvt_count', {
        then: (s, { me }) => {
          if (me.page) s.page[me.page].mapped = false;
          return 'cvt_store';
        },
      }),
    },
  },
});
