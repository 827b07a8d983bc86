/**
 * Ways to get the removal from the direct map wrong: all derived from the series, or right steps
 * left out. Hypotheses about what a step is for, and nothing about a kernel.
 */
import { mutations, protocol } from '../../engine/index.ts';
import { host } from '../parts/ids.ts';
import { directMapActions } from './folio.ts';
import { directMap } from './protocol.ts';
import type { DirectMap } from './state.ts';

const onHost = protocol<DirectMap>().thread('task', host, { fair: 'weak' });
const right = directMapActions();
const series = 'GUEST_MEMFD_FLAG_NO_DIRECT_MAP series (Roy, Kalyazin; v4 Feb 2025 to v10 Jan 2026)';
const small = { hosts: 1, folios: 1 } as const;

export const directMapMutations = mutations(directMap, {
  'the direct map is restored before the folio is scrubbed': {
    id: 'X34',
    breaks: 'guestBytesAreOutOfReach',
    source: { status: 'DER', cite: `from the order of teardown in the ${series}` },
    bounds: small,
    swap: { first: 'scrub', second: 'restore_direct_map', next: 'free_folio' },
  },

  'the kernel TLBs are not flushed after the folio has left the direct map': {
    breaks: 'guestBytesAreOutOfReach',
    source: { status: 'DER', cite: `from the optional flush, as debated on the ${series}` },
    bounds: small,
    drop: { flush_kernel_tlb: 'map_guest' },
  },

  'the kernel TLBs are flushed before the folio leaves the direct map': {
    breaks: 'guestBytesAreOutOfReach',
    source: { status: 'DER', cite: `from folio_zap_direct_map() of the ${series}` },
    bounds: small,
    swap: { first: 'zap_direct_map', second: 'flush_kernel_tlb', next: 'map_guest' },
  },

  'the folio leaves the direct map before it is zeroed': {
    breaks: 'kernelDoesNotFault',
    source: { status: 'DER', cite: `from the order of preparation in the ${series}` },
    bounds: small,
    replace: {
      gmem_get_folio: {
        ...right.gmem_get_folio,
        then: (s, p) => {
          right.gmem_get_folio.then(s, p);
          return 'zap_direct_map';
        },
      },
      flush_kernel_tlb: {
        ...right.flush_kernel_tlb,
        then: (s, p) => {
          right.flush_kernel_tlb.then(s, p);
          return 'gmem_prepare';
        },
      },
      gmem_prepare: {
        ...right.gmem_prepare,
        then: (s, p) => {
          right.gmem_prepare.then(s, p);
          return 'map_guest';
        },
      },
    },
  },

  'the folio is not zeroed before the guest gets it': {
    breaks: 'guestGetsZeroes',
    source: { status: 'DER', cite: `from the preparation in the ${series}; compare S29` },
    bounds: small,
    drop: { gmem_prepare: 'zap_direct_map' },
  },

  'GUP-fast does not ask for AS_NO_DIRECT_MAP': {
    breaks: 'pinnedIsInTheDirectMap',
    source: { status: 'DER', cite: `from AS_NO_DIRECT_MAP of the ${series}; compare S35` },
    bounds: small,
    replace: {
      gup_fast_allowed: onHost('gup_fast_allowed', {
        then: (_, { me }) => {
          me.pinned = me.folio;
          me.folio = null;
          return 'user';
        },
      }),
    },
  },

  'a folio is freed and stays out of the direct map': {
    breaks: 'freeMemoryIsInTheDirectMap',
    source: { status: 'DER', cite: `from folio_restore_direct_map() of the ${series}` },
    bounds: small,
    drop: { restore_direct_map: 'free_folio' },
  },
});
