/**
 * Pinning host memory: GUP-slow under the PTE lock, GUP-fast in three lock-free steps, and the put
 * of the pin, which may come from interrupt context.
 *
 * Source: mm/gup.c follow_page_pte(), gup_fast_pte_range(), try_grab_folio_fast(),
 * gup_put_folio() (v6.13); Documentation/core-api/pin_user_pages.rst.
 */
import { mayRead, oneOf, protocol } from '../../engine/index.ts';
import { folio_get, folio_hand_over, GUP_PIN_COUNTING_BIAS, mayGet } from './folio.ts';
import type { HostSide } from './host.ts';
import { host, page } from './ids.ts';
import type { PutFolio } from './put.ts';
import { scheduled } from './task.ts';

/** FOLL_GET for a short reference of 1, FOLL_PIN (FOLL_LONGTERM) for a pin of 1024. */
export const foll = oneOf('FOLL_GET', 'FOLL_PIN');
/** Where a pin is given up: by the task, or by the softirq that completes its I/O. */
export const context = oneOf('task', 'softirq');

export type GupStep = 'user' | 'gup_fast_grab' | 'gup_fast_recheck' | 'gup_put_folio' | 'irq_exit';

const bias = (flag: 'FOLL_GET' | 'FOLL_PIN' | null): number =>
  flag === 'FOLL_PIN' ? GUP_PIN_COUNTING_BIAS : 1;

export function gupActions<L extends string>(folio_put: PutFolio<L>) {
  const on = protocol<HostSide>().thread('task', host, scheduled).labels<GupStep | L>();
  return {
    // One step: the PTE cannot change under the PTE lock, and nothing else is written there.
    gup_slow: on('user', {
      params: { page, foll },
      when: (s, { me, page }) => {
        const { pte, ptl, mmap_lock } = s.mm[me.mm];
        return !me.pinned && pte[page] !== null && ptl.owner === null && mayRead(mmap_lock);
      },
      then: (s, { task, me, page, foll }) => {
        me.pinned = s.mm[me.mm].pte[page];
        if (me.pinned) folio_get(s, me.pinned, { by: task, as: 'pin', refs: bias(foll) });
        return 'user';
      },
    }),

    // gup_fast_pte_range(): read the PTE with interrupts off …
    gup_fast: on('user', {
      params: { page, foll },
      when: (s, { me, page }) => !me.pinned && s.mm[me.mm].pte[page] !== null,
      then: (s, { me, page, foll }) => {
        me.page = page;
        me.folio = s.mm[me.mm].pte[page];
        me.foll = foll;
        me.preempt += 1;
        return 'gup_fast_grab';
      },
    }),
    // … take a reference, unless the folio is free or frozen …
    gup_fast_grab: on('gup_fast_grab', {
      then: (s, { task, me }) => {
        if (!me.folio || !mayGet(s, me.folio)) return leave(me);
        folio_get(s, me.folio, { by: task, as: 'transient', refs: bias(me.foll) });
        return 'gup_fast_recheck';
      },
    }),
    // … and keep it only if the PTE is still the same.
    gup_fast_recheck: on('gup_fast_recheck', {
      then: (s, { task, me }) => {
        if (!me.folio || !me.page) return leave(me);
        if (s.mm[me.mm].pte[me.page] !== me.folio) return 'gup_put_folio';
        return keepPin(s, task, me);
      },
    }),
    gup_put_folio: on('gup_put_folio', {
      then: (s, { task, me }) => {
        const { folio } = me;
        if (!folio) return leave(me);
        const to = folio_put(s, me, folio, { by: task, as: 'transient' }, 'irq_exit');
        // Interrupts come back on at once, unless the last put has work to do first.
        return to === 'irq_exit' ? leave(me) : to;
      },
    }),

    // Whoever has a pin gives it up at some time: an assumption about user space, which may keep
    // one for as long as it likes, and no promise of the kernel.
    unpin_user_page: on('user', {
      fair: 'strong',
      params: { context },
      when: (_, { me }) => me.pinned !== null,
      then: (s, { task, me, context }) => {
        const { pinned } = me;
        me.pinned = null;
        if (!pinned) return 'user';
        if (context === 'softirq') me.preempt += 1;
        const to = folio_put(s, me, pinned, { by: task, as: 'pin' }, 'irq_exit');
        return to === 'irq_exit' ? leave(me) : to;
      },
    }),
  };
}

/** Takes the re-checked reference as a pin. */
export function keepPin(
  s: Parameters<typeof folio_hand_over>[0],
  task: 'host0' | 'host1' | 'host2',
  me: Gupper,
): 'user' {
  if (me.folio)
    folio_hand_over(s, me.folio, { by: task, as: 'transient' }, { by: task, as: 'pin' });
  me.pinned = me.folio;
  return leave(me);
}

interface Gupper {
  page: string | null;
  folio: HostSide['task']['host0']['folio'];
  pinned: HostSide['task']['host0']['pinned'];
  foll: string | null;
  preempt: number;
}

/** Ends the section with interrupts off. */
export function leave(me: Omit<Gupper, 'pinned'>): 'user' {
  me.page = null;
  me.folio = null;
  me.foll = null;
  me.preempt = 0;
  return 'user';
}
