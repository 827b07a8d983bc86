/**
 * KVM_GMEM_CONVERT_SHARED and KVM_GMEM_CONVERT_PRIVATE, with the restructuring of the folio.
 *
 * Source: model of Tng, 1G page RFC v2 (14 May 2025), cover.1747264138, repaired as its reviewers
 * asked: a freeze that fails is -EAGAIN and undone, an unmap that fails is another error.
 */
import { type Draft, protocol } from '../../engine/index.ts';
import { type PageId, page, vmm } from '../parts/ids.ts';
import { alloc, type Converter, type Hugetlb, heldWith, isHeld, pagesOf, to } from './state.ts';

const { thread } = protocol<Hugetlb>();

export function convertActions() {
  const on = thread('task', vmm, { fair: 'weak' });
  return {
    convert: on('vmm', {
      params: { to, first: page, last: page },
      when: (s, { first, last }) => first <= last && !s.closed,
      then: (_, { me, to, first, last }) => {
        Object.assign(me, { to, first, last });
        return 'cvt_lock';
      },
    }),
    cvt_lock: on('cvt_lock', {
      fair: 'strong',
      when: (s) => s.invalidate_lock.owner === null,
      then: (s, { task, me }) => {
        s.invalidate_lock.owner = task;
        me.was = rangeOf(me).map((id) => s.page[id].attr);
        me.page = me.first;
        return s.closed ? 'cvt_unlock' : 'cvt_list';
      },
    }),
    // The work list: an entry for what differs, each of which has to be allocated.
    cvt_list: on('cvt_list', {
      params: { alloc },
      then: (s, { me, alloc }) => {
        const { page: id } = me;
        if (!id) return 'cvt_unlock';
        if (s.page[id].attr !== me.to) {
          if (alloc !== 'ok') return fails(me, '-ENOMEM', 'cvt_unlock');
          me.list = [...me.list, id];
        }
        me.page = next(me);
        return me.page ? 'cvt_list' : begin(me);
      },
    }),
    // To private: host mappings go, mms and TLBs in one step. To shared: those of the guest.
    cvt_unmap: on('cvt_unmap', {
      then: (s, { me }) => {
        const { page: id } = me;
        if (!id) return 'cvt_unlock';
        if (me.to === 'shared') {
          return s.page[id].error ? fails(me, '-EIO', 'cvt_rollback') : 'cvt_store';
        }
        if (s.page[id].mapped) me.zapped = true;
        s.page[id].mapped = false;
        return 'cvt_count';
      },
    }),
    // TDX: the page could not be removed, so a reference stays for good, and the page is marked.
    cvt_unmap_fails: on('cvt_unmap', {
      needs: 'tdx_errors',
      when: (_, { me }) => me.to === 'shared',
      then: (s, { me }) => {
        if (me.page) s.page[me.page].error = true;
        return fails(me, '-EIO', 'cvt_rollback');
      },
    }),
    cvt_count: on('cvt_count', {
      then: (s, { me }) => {
        const held = me.page && heldWith(s, me.page);
        return held ? fails(me, errorOf(s, held), 'cvt_rollback') : 'cvt_store';
      },
    }),
    cvt_store: on('cvt_store', {
      then: (s, { me }) => {
        if (me.page && me.to) s.page[me.page].attr = me.to;
        const [, ...rest] = me.list;
        me.list = rest;
        me.page = rest[0] ?? null;
        return me.page ? 'cvt_unmap' : 'cvt_restructure';
      },
    }),
    // Split or merge, all of it while the folios are frozen, so one step; or they cannot be.
    cvt_restructure: on('cvt_restructure', {
      then: (s, { me }) => {
        const held = pagesOf(s).filter((id) => isHeld(s.page[id]));
        if (!wanted(s)) return 'cvt_unlock';
        if (held.length === 0) return restructure(s);
        me.page = held.find((id) => s.page[id].error) ?? held[0] ?? null;
        const to = fails(me, errorOf(s, me.page), 'cvt_rollback');
        me.page = me.last;
        me.list = [];
        return to;
      },
    }),
    // Downwards, from the index before the one that failed (or the last one) to the first.
    cvt_rollback: on('cvt_rollback', {
      then: (s, { me }) => {
        const { page: id } = me;
        if (!id || !me.first || id < me.first) return 'cvt_unlock';
        undo(s, me, id);
        me.page = id === 'page1' ? 'page0' : null;
        return me.page ? 'cvt_rollback' : 'cvt_unlock';
      },
    }),
    cvt_unlock: on('cvt_unlock', {
      then: (s, { me }) => {
        s.invalidate_lock.owner = null;
        Object.assign(me, idleConverter);
        return 'vmm';
      },
    }),
  };
}

/** A task that converts nothing. */
export const idleConverter = {
  at: 'vmm',
  to: null,
  first: null,
  last: null,
  page: null,
  list: [],
  was: [],
  zapped: false,
  errno: 0,
  error_offset: null,
} as const;

type Me = Draft<Converter>;

export const rangeOf = ({ first, last }: Pick<Converter, 'first' | 'last'>): PageId[] =>
  (['page0', 'page1'] as const).filter((id) => first && last && first <= id && id <= last);

const next = (me: Converter): PageId | null => {
  const range = rangeOf(me);
  return (me.page && range[range.indexOf(me.page) + 1]) ?? null;
};

export function begin(me: Me): 'cvt_unmap' | 'cvt_unlock' {
  me.page = me.list[0] ?? null;
  return me.page ? 'cvt_unmap' : 'cvt_unlock';
}

/** Notes the error and where it was met. */
export function fails<L extends string>(me: Me, errno: '-EAGAIN' | '-ENOMEM' | '-EIO', at: L): L {
  me.errno = errno;
  me.error_offset = me.page;
  return at;
}

/** What is said of a page that is held: a reference that stays for good is no -EAGAIN. */
const errorOf = (s: Hugetlb, id: PageId | null): '-EAGAIN' | '-EIO' =>
  id && s.page[id].error ? '-EIO' : '-EAGAIN';

/** What an index was before the call. */
export function undo(s: Draft<Hugetlb>, me: Me, id: PageId): void {
  const was = me.was[rangeOf(me).indexOf(id)];
  if (was) s.page[id].attr = was;
}

/** Whether the folio has to be split or merged: a page that is shared is of a split one. */
export const wanted = (s: Hugetlb): boolean =>
  pagesOf(s).some((id) => s.page[id].attr === 'shared') !== (s.layout === 'split');

/** folio_ref_freeze() at the page cache's count, split or merge, unfreeze. */
export function restructure(s: Draft<Hugetlb>): 'cvt_unlock' {
  if (s.layout === 'huge') {
    s.layout = 'split';
    s.stash = s.hvo;
    s.hvo = false;
  } else {
    s.layout = 'huge';
    s.hvo = s.stash ?? false;
    s.stash = null;
  }
  return 'cvt_unlock';
}
