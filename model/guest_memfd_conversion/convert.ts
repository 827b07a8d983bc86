/**
 * KVM_SET_MEMORY_ATTRIBUTES2 on the guest_memfd fd: a range of indices changes between shared and
 * private in place.
 *
 * Source: in-place conversion series (Tng, Christopherson, Annapurve), as queued in September 2026;
 * `dcde2f853ff4` "ensure pages are not in use before conversion".
 */
import { type Draft, protocol } from '../../engine/index.ts';
import { filemap_get_folio, mayLookUp } from '../parts/filemap.ts';
import { folio_mapped } from '../parts/folio.ts';
import { type PageId, page, vmm } from '../parts/ids.ts';
import {
  filemap_invalidate_lock,
  filemap_invalidate_unlock,
  mayLock,
} from '../parts/invalidate-lock.ts';
import { mmIds, pageRange } from '../parts/memory.ts';
import { vmIds } from '../parts/mmu.ts';
import type { PutFolio } from '../parts/put.ts';
import { scheduled } from '../parts/task.ts';
import { to } from './domains.ts';
import { attributeOf, type Conversion, type Converter } from './state.ts';

/** Order-0 folio: the page cache's reference and the one of the lookup that checks. */
export const EXPECTED = 2;

export function convertActions(folio_put: PutFolio<never>) {
  const on = protocol<Conversion>().thread('task', vmm, scheduled);
  return {
    set_attributes: on('vmm', {
      params: { to, first: page, last: page },
      when: (_, { first, last }) => first <= last,
      then: (_, { me, to, first, last }) => {
        me.to = to;
        me.first = first;
        me.last = last;
        return 'cvt_lock';
      },
    }),
    // Everything that the ioctl decides on is stable from here to the unlock, except the counts.
    cvt_lock: on('cvt_lock', {
      sleeps: true,
      when: (s, { task }) => mayLock(s, task),
      then: (s, { task, me }) => {
        if (!filemap_invalidate_lock(s, task)) return 'cvt_lock';
        const range = rangeOf(s, me);
        me.was = range.map((page) => ({ page, attr: attributeOf(s, page) }));
        if (me.was.every(({ attr }) => attr === me.to)) return 'cvt_unlock';
        return me.to === 'private' ? unmapRange(s, me) : invalidate(s, me);
      },
    }),

    // kvm_gmem_is_safe_for_conversion(): each cached folio of the range in turn.
    cvt_get_folio: on('cvt_get_folio', {
      when: (s, { me }) => me.page !== null && mayLookUp(s, me.page),
      then: (s, { task, me }) => {
        me.folio = me.page && filemap_get_folio(s, task, me.page, 'lookup');
        return me.folio ? 'cvt_maybe_pinned' : nextFolio(s, me);
      },
    }),
    cvt_maybe_pinned: on('cvt_maybe_pinned', {
      then: (s, { me }) =>
        me.folio && s.folio[me.folio].refcount >= s.config.pin_bias ? unsafe(me) : 'cvt_mapped',
    }),
    cvt_mapped: on('cvt_mapped', {
      then: (s, { me }) => (me.folio && folio_mapped(s.folio[me.folio]) ? unsafe(me) : 'cvt_count'),
    }),
    cvt_count: on('cvt_count', {
      then: (s, { me }) => {
        if (me.folio && s.folio[me.folio].refcount === EXPECTED) return 'cvt_put_folio';
        return me.drained ? unsafe(me) : 'cvt_drain';
      },
    }),
    // lru_cache_drain_for_folio(), once for each call: waits for every CPU, so it may sleep.
    cvt_drain: on('cvt_drain', {
      sleeps: true,
      then: (s, { me }) => {
        me.drained = true;
        const { folio } = me;
        if (!folio || !s.folio[folio].lruBatch) return 'cvt_count';
        s.folio[folio].lruBatch = false;
        return folio_put(s, me, folio, { by: 'lru_add', as: 'lru' }, 'cvt_count');
      },
    }),
    cvt_put_folio: on('cvt_put_folio', {
      then: (s, { task, me }) => {
        const { folio } = me;
        me.folio = null;
        const next = me.errno === 0 ? nextFolio(s, me) : 'cvt_unlock';
        return folio ? folio_put(s, me, folio, { by: task, as: 'lookup' }, next) : next;
      },
    }),

    // To shared: the hypervisor gives each folio back before the attribute says so.
    cvt_make_shared: on('cvt_make_shared', {
      then: (s, { me }) => {
        const folio = me.page && s.page[me.page].folio;
        if (folio) s.folio[folio].owner = 'host';
        me.page = after(s, me);
        return me.page ? 'cvt_make_shared' : 'cvt_store';
      },
    }),
    // One step: mas_store_prealloc() replaces the range's entry, readers see the old or the new.
    cvt_store: on('cvt_store', {
      then: (s, { me }) => {
        for (const page of rangeOf(s, me)) if (me.to) s.page[page].attr = me.to;
        me.vms = vmIds(s);
        me.ret = ['cvt_unlock'];
        return 'mmu_invalidate_end';
      },
    }),
    // filemap_invalidate_unlock(), then errno and error_offset go to user space.
    cvt_unlock: on('cvt_unlock', {
      then: (s, { me }) => {
        filemap_invalidate_unlock(s);
        const { errno, to, first, last } = me;
        Object.assign(me, finished());
        if (errno === 0 || !s.config.retry) return 'vmm';
        Object.assign(me, { to, first, last });
        return 'vmm_retry';
      },
    }),
    // User space, between two calls for the same range.
    set_attributes_again: on('vmm_retry', { needs: 'retry', then: () => 'cvt_lock' }),
  };
}

/** The locals of a task that converts nothing. */
export const finished = () =>
  ({
    page: null,
    folio: null,
    to: null,
    first: null,
    last: null,
    drained: false,
    was: [],
    errno: 0,
    error_offset: null,
    zap: [],
    vms: [],
    range: [],
    filter: [],
  }) as const;

type Writable = Draft<Conversion>;
type Me = Draft<Converter>;

/** The indices that the call is about. */
export const rangeOf = (s: Conversion, { first, last }: Pick<Converter, 'first' | 'last'>) =>
  first && last ? pageRange(s, first, last) : [];

/** unmap_mapping_range(): every address space that maps the inode. */
export function unmapRange(s: Writable, me: Me): 'zap_pte' {
  me.zap = mmIds(s).flatMap((mm) => rangeOf(s, me).map((page) => ({ mm, page })));
  me.page = me.first;
  me.ret = ['cvt_get_folio'];
  return 'zap_pte';
}

/** The index after the one at hand, if the range has one. */
export const after = (s: Conversion, me: Converter): PageId | null => {
  const range = rangeOf(s, me);
  return (me.page && range[range.indexOf(me.page) + 1]) ?? null;
};

/** Goes on with the next index; after the last one nothing can fail any more. */
function nextFolio(s: Writable, me: Me): 'cvt_get_folio' | 'mmu_invalidate_begin' {
  me.page = after(s, me);
  return me.page ? 'cvt_get_folio' : invalidate(s, me);
}

/** -EAGAIN at the index at hand; the lookup's reference is still to be put. */
export function unsafe(me: Me): 'cvt_put_folio' {
  me.errno = '-EAGAIN';
  me.error_offset = me.page;
  return 'cvt_put_folio';
}

/** Begins the invalidation: mappings of the kind that the range stops being. */
export function invalidate(s: Writable, me: Me): 'mmu_invalidate_begin' {
  const toPrivate = me.to === 'private';
  me.page = me.first;
  me.vms = vmIds(s);
  me.range = rangeOf(s, me);
  me.filter = [toPrivate ? 'shared' : 'private'];
  me.ret = [toPrivate ? 'cvt_store' : 'cvt_make_shared'];
  return 'mmu_invalidate_begin';
}
