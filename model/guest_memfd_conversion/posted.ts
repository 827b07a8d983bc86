/** The loop over indices of posted series, for the mutations that need it. */
import { type Draft, protocol } from '../../engine/index.ts';
import { type PageId, type VmmId, vmm } from '../parts/ids.ts';
import { pageIds } from '../parts/memory.ts';
import { vmIds } from '../parts/mmu.ts';
import { scheduled } from '../parts/task.ts';
import { after, convertActions, invalidate } from './convert.ts';
import { folio_put } from './protocol.ts';
import type { Conversion } from './state.ts';

const onVmm = protocol<Conversion>().thread('task', vmm, scheduled);

const right = convertActions(folio_put);

/** Invalidates and stores one index of the range on its own. */
function onePage(s: Draft<Conversion>, task: VmmId, page: PageId | null): 'mmu_invalidate_begin' {
  const me = s.task[task];
  const to = invalidate(s, me);
  me.page = page;
  me.range = page ? [page] : [];
  return to;
}

/** Every page goes all the way to the store before the next one is looked at. */
export const storesEachPage = {
  cvt_get_folio: {
    ...right.cvt_get_folio,
    then: (s, p) => {
      const { page } = s.task[p.task];
      const to = right.cvt_get_folio.then(s, p);
      return to === 'cvt_maybe_pinned' ? to : onePage(s, p.task, page);
    },
  },
  cvt_put_folio: {
    ...right.cvt_put_folio,
    then: (s, p) => {
      const { page, errno } = s.task[p.task];
      const to = right.cvt_put_folio.then(s, p);
      return errno === 0 ? onePage(s, p.task, page) : to;
    },
  },
  cvt_store: onVmm('cvt_store', {
    then: (s, { me }) => {
      for (const page of me.range) if (me.to) s.page[page].attr = me.to;
      me.page = after(s, me);
      me.vms = vmIds(s);
      me.ret = [me.page ? 'cvt_get_folio' : 'cvt_unlock'];
      return 'mmu_invalidate_end';
    },
  }),
} satisfies Partial<typeof right>;

/** The same; where a page fails, a loop with an unsigned index gives back those before it. */
export const rollsBack = {
  replace: {
    ...storesEachPage,
    cvt_put_folio: {
      ...storesEachPage.cvt_put_folio,
      then: (s, p) => {
        const { page, errno } = s.task[p.task];
        const to = storesEachPage.cvt_put_folio.then(s, p);
        if (errno === 0) return to;
        s.task[p.task].page = page;
        return 'cvt_rollback';
      },
    },
  } satisfies Partial<typeof right>,
  add: {
    // Below index 0 comes the highest one, and that is not below the start.
    cvt_rollback: onVmm('cvt_rollback', {
      then: (s, { me }) => {
        const all = pageIds(s);
        const below = me.page && all[all.indexOf(me.page) - 1];
        const index = below ?? all.at(-1);
        me.page = index ?? null;
        if (!index || !me.first || index < me.first) return 'cvt_unlock';
        const old = me.was.find(({ page }) => page === index);
        if (old) s.page[index].attr = old.attr;
        return 'cvt_rollback';
      },
    }),
  },
};
