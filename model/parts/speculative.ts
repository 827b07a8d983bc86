/**
 * References that nobody asked for: physical-memory walkers that take one on whatever they meet,
 * and the batches in which new folios wait for the LRU.
 *
 * Source: mm/page_idle.c page_idle_get_folio(), mm/compaction.c isolate_migratepages_block(),
 * mm/swap.c folio_add_lru(), lru_add_drain_cpu() (v6.13).
 */
import { protocol } from '../../engine/index.ts';
import { folio_get, mayGet } from './folio.ts';
import { type DrainerId, drainer, folio, type ScannerId, scanner } from './ids.ts';
import type { MemorySide } from './memory.ts';
import type { PutFolio } from './put.ts';
import { scheduled, type TaskBase } from './task.ts';

export type SpeculativeStep =
  | 'scan'
  | 'scan_put'
  | 'scan_end'
  | 'rested'
  | 'drain'
  // Of faulty forms: a mapping looked at, and a memory error dealt with.
  | 'scan_mapping'
  | 'mf_lock_folio'
  | 'mf_error_folio';

interface SpeculativeSide extends MemorySide {
  readonly task: Readonly<Record<ScannerId | DrainerId, TaskBase>>;
}

export function speculativeActions<L extends string>(folio_put: PutFolio<L>) {
  const { thread } = protocol<SpeculativeSide>();
  const onScanner = thread('task', scanner, { ...scheduled, rests: ['rested'] }).labels<
    SpeculativeStep | L
  >();
  const onDrainer = thread('task', drainer, scheduled).labels<SpeculativeStep | L>();
  return {
    // Walkers go by page frame: they need no mapping and find any folio whose count is not zero.
    scan_try_get: onScanner('scan', {
      params: { folio },
      when: (s, { folio }) => mayGet(s, folio),
      then: (s, { task, me, folio }) => {
        folio_get(s, folio, { by: task, as: 'transient', refs: 1 });
        me.folio = folio;
        // Compaction and page_idle look and put under lruvec->lru_lock or zone->lock.
        me.preempt += 1;
        return 'scan_put';
      },
    }),
    // Walkers come by as often as they like, but not for ever: an assumption, and no promise.
    scan_rests: onScanner('scan', { needs: 'scanners', fair: 'strong', then: () => 'rested' }),
    scan_put: onScanner('scan_put', {
      then: (s, { task, me }) => {
        const { folio } = me;
        if (!folio) return 'scan';
        const to = folio_put(s, me, folio, { by: task, as: 'transient' }, 'scan_end');
        return to === 'scan_end' ? endScan(me) : to;
      },
    }),

    // A batch is flushed when its CPU has filled it, or for any other reason at any time. That
    // this happens at all is an assumption: a CPU that adds no more folios may keep its batch.
    lru_add_drain: onDrainer('drain', {
      fair: 'weak',
      params: { folio },
      when: (s, { folio }) => s.folio[folio].lruBatch,
      then: (s, { me, folio }) => {
        s.folio[folio].lruBatch = false;
        return folio_put(s, me, folio, { by: 'lru_add', as: 'lru' }, 'drain');
      },
    }),
  };
}

export function endScan(me: { folio: TaskBase['folio']; preempt: number }): 'scan' {
  me.folio = null;
  me.preempt = 0;
  return 'scan';
}
