/**
 * A guest_memfd folio on its way out of the direct map and back, a CPU that runs kernel code, and
 * GUP-fast.
 *
 * Source: folio_zap_direct_map(), folio_restore_direct_map() and AS_NO_DIRECT_MAP of the series;
 * mm/gup.c gup_fast_folio_allowed() (v6.13).
 */
import { protocol } from '../../engine/index.ts';
import { folio, guest, type HostId, host } from '../parts/ids.ts';
import type { DirectMap } from './state.ts';

const { thread } = protocol<DirectMap>();

export function directMapActions() {
  const onHost = thread('task', host, { fair: 'weak' });
  const on = thread('task', guest, { fair: 'weak', rests: ['running'] });
  return {
    // Speculation or a stray access: a CPU in the kernel caches what the direct map has, any time.
    kernel_touch: onHost('user', {
      params: { folio },
      when: (s, { task, folio }) => s.folio[folio].direct_map && !s.kernel_tlb[task][folio],
      then: (s, { task, folio }) => {
        s.kernel_tlb[task][folio] = true;
        return 'user';
      },
    }),
    // Through the PTE of user space.
    gup_fast: onHost('user', {
      params: { folio },
      when: (s, { me, folio }) => s.folio[folio].mapped && me.pinned === null,
      then: (_, { me, folio }) => {
        me.folio = folio;
        return 'gup_fast_grab';
      },
    }),
    // The PTE is read again; a folio that is unmapped by now is given up.
    gup_fast_grab: onHost('gup_fast_grab', {
      then: (s, { me }) => {
        if (me.folio && s.folio[me.folio].mapped) return 'gup_fast_allowed';
        me.folio = null;
        return 'user';
      },
    }),
    // gup_fast_folio_allowed(): asks the mapping for AS_NO_DIRECT_MAP, which all of these have.
    gup_fast_allowed: onHost('gup_fast_allowed', { then: () => 'gup_put_folio' }),
    gup_put_folio: onHost('gup_put_folio', {
      then: (_, { me }) => {
        me.folio = null;
        return 'user';
      },
    }),

    gmem_get_folio: on('guest', {
      params: { folio },
      when: (s, { folio }) => s.folio[folio].owner === null,
      then: (s, { task, me, folio }) => {
        s.folio[folio].owner = task;
        me.folio = folio;
        return 'gmem_prepare';
      },
    }),
    // Zeroed through the direct map, so before that is gone.
    gmem_prepare: on('gmem_prepare', {
      then: (s, { me }) => {
        if (me.folio) s.folio[me.folio].content = 'zero';
        return 'zap_direct_map';
      },
    }),
    zap_direct_map: on('zap_direct_map', {
      then: (s, { me }) => {
        if (me.folio) s.folio[me.folio].direct_map = false;
        return 'flush_kernel_tlb';
      },
    }),
    // flush_tlb_kernel_range(): all CPUs.
    flush_kernel_tlb: on('flush_kernel_tlb', {
      then: (s, { me }) => {
        for (const id of hostIds(s)) if (me.folio) s.kernel_tlb[id][me.folio] = false;
        return 'map_guest';
      },
    }),
    map_guest: on('map_guest', {
      then: (s, { me }) => {
        if (me.folio) s.folio[me.folio].mapped = true;
        return 'running';
      },
    }),
    guest_write: on('running', {
      when: (s, { me }) => me.folio !== null && s.folio[me.folio].content !== 'guest',
      then: (s, { me }) => {
        if (me.folio) s.folio[me.folio].content = 'guest';
        return 'running';
      },
    }),

    // Punched or closed: unmapped everywhere, then the last put.
    punch_hole: on('running', {
      then: (s, { me }) => {
        if (me.folio) s.folio[me.folio].mapped = false;
        return 'scrub';
      },
    }),
    // Through a mapping of its own: the direct map is not back yet.
    scrub: on('scrub', {
      then: (s, { me }) => {
        if (me.folio) s.folio[me.folio].content = 'zero';
        return 'restore_direct_map';
      },
    }),
    restore_direct_map: on('restore_direct_map', {
      then: (s, { me }) => {
        if (me.folio) s.folio[me.folio].direct_map = true;
        return 'free_folio';
      },
    }),
    // Whoever gets it next leaves other bytes in it.
    free_folio: on('free_folio', {
      then: (s, { me }) => {
        if (me.folio) Object.assign(s.folio[me.folio], { owner: null, content: 'stale' });
        me.folio = null;
        return 'guest';
      },
    }),
  };
}

const hosts: readonly HostId[] = ['host0', 'host1', 'host2'];
const hostIds = (s: DirectMap): HostId[] => hosts.filter((id) => id in s.task);
