/**
 * Ways to get secretmem wrong. DOC: the fault is named in the source. DER: derived, a hypothesis
 * about what a step is for.
 */
import { mutations, protocol } from '../../engine/index.ts';
import { keepPin, leave } from '../parts/gup.ts';
import { host } from '../parts/ids.ts';
import { folio_put } from '../parts/put.ts';
import { scheduled } from '../parts/task.ts';
import { truncateActions } from '../parts/truncate.ts';
import { secretmem } from './protocol.ts';
import type { SecretSide } from './state.ts';

const onHost = protocol<SecretSide>().thread('task', host, scheduled);
const { truncate_delete } = truncateActions(folio_put);

const small = { hosts: 1, folios: 1, punchers: 0 } as const;

export const secretmemMutations = mutations(secretmem, {
  'GUP-fast takes a folio that is not on the LRU for ordinary memory': {
    id: 'S35',
    breaks: 'isSecret',
    source: { status: 'DOC', cite: 'CVE-2024-35872: folio_is_secretmem() tests the LRU flag' },
    bounds: small,
    replace: {
      gup_fast_recheck: onHost('gup_fast_recheck', {
        then: (s, { task, me }) => {
          const { folio, page } = me;
          if (!folio || !page) return leave(me);
          const changed = s.mm[me.mm].pte[page] !== folio;
          return changed || !s.folio[folio].lruBatch ? 'gup_put_folio' : keepPin(s, task, me);
        },
      }),
    },
  },

  'the loser of a double fault frees its folio, then restores the direct map': {
    id: 'S36',
    breaks: 'isSecret',
    source: { status: 'DOC', cite: '6f86d0534fdd, mm/secretmem: use after free in the fault' },
    bounds: { hosts: 2, pages: 2, folios: 2, punchers: 0, lru: 0 },
    swap: { first: 'secretmem_restore', second: 'secretmem_free', next: 'gmem_fault_get_folio' },
  },

  'the loser of a double fault leaves its folio out of the direct map': {
    id: 'S36',
    breaks: 'freeMemoryIsInTheDirectMap',
    source: { status: 'DER', cite: 'from secretmem_fault(), mm/secretmem.c, v6.13' },
    bounds: { hosts: 2, folios: 2, punchers: 0, lru: 0 },
    drop: { secretmem_restore: 'secretmem_free' },
  },

  'a folio that is truncated does not go back to the direct map': {
    breaks: 'freeMemoryIsInTheDirectMap',
    source: { status: 'DER', cite: 'from secretmem_free_folio(), mm/secretmem.c, v6.13' },
    bounds: { ...small, punchers: 1, lru: 0 },
    replace: { truncate_delete },
  },

  'the fault leaves the folio in the direct map': {
    breaks: 'isSecret',
    source: {
      status: 'DER',
      cite: 'from set_direct_map_invalid_noflush() in secretmem_fault(), v6.13',
    },
    bounds: { ...small, lru: 0 },
    drop: { secretmem_zap_direct_map: 'secretmem_add' },
  },
});
