/**
 * Who waits for whom. A deadlock among some tasks leaves the others running, so it is no global
 * deadlock: it is a cycle here.
 */
import { protocol } from '../../engine/index.ts';
import { type FolioId, type PageId, type TaskId, task } from './ids.ts';
import type { MemorySide } from './memory.ts';

interface Waiter {
  readonly at: string;
  readonly page: PageId | null;
  readonly folio: FolioId | null;
  readonly last_put: FolioId | null;
}

export interface WaitSide extends MemorySide {
  readonly task: Readonly<Record<string, Waiter>>;
}

const { each } = protocol<WaitSide>();

/** Labels at which a task waits for a folio's lock. */
const locksFolio: ReadonlySet<string> = new Set([
  'gmem_fault_lock_folio',
  'gmem_lock_folio',
  'punch_lock_folio',
  'clear_lock_folio',
  'set_lock_folio',
  'populate_lock_folio',
  'mf_lock_folio',
]);

/** Labels at which a task looks a folio up, again and again while its count is zero. */
const looksUp: ReadonlySet<string> = new Set([
  'gmem_fault_get_folio',
  'gmem_get_folio',
  'punch_get_folio',
  'clear_get_folio',
  'set_get_folio',
  'cvt_get_folio',
  'populate_get_folio',
]);

/** Labels at which a task waits to read under the invalidate lock. */
const readsInvalidate: ReadonlySet<string> = new Set([
  'gmem_fault',
  'gmem_get_pfn',
  'populate_map',
  'mf_error_folio',
]);

/** Labels at which a task waits for anything but its turn to write. */
const blocks: ReadonlySet<string> = new Set([...locksFolio, ...looksUp, ...readsInvalidate]);

/** The tasks that must move before `id` can. Reads no more than the task's label asks for. */
function waitsFor(s: WaitSide, id: string): string[] {
  const task = s.task[id];
  if (!task) return [];
  const { at } = task;
  const { waiting, between } = s.invalidate_lock;
  const queued = waiting.some((waiter) => waiter === id);
  if (!queued && !blocks.has(at)) return [];
  const holders: (TaskId | null)[] = [];
  if (queued) holders.push(s.invalidate_lock.writer, ...s.invalidate_lock.readers);
  if (readsInvalidate.has(at) && !between) holders.push(s.invalidate_lock.writer, ...waiting);
  if (locksFolio.has(at) && task.folio) holders.push(s.folio[task.folio].lock);
  const handlers = looksUp.has(at) ? handlersOf(s, task.page) : [];
  return [...holders.filter((holder) => holder !== null), ...handlers];
}

/** The tasks that deal with the last put of the folio of an index, which has no count till then. */
function handlersOf(s: WaitSide, page: PageId | null): string[] {
  const folio = page && s.page[page].folio;
  if (!folio || s.folio[folio].refcount !== 0) return [];
  return Object.keys(s.task).filter((id) => s.task[id]?.last_put === folio);
}

/** Whether following the waits from `id` leads back to it. */
export function waitsForItself(s: WaitSide, id: string): boolean {
  const seen = new Set<string>();
  const queue = waitsFor(s, id);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next === id) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...waitsFor(s, next));
  }
  return false;
}

/** P7: no task waits, through others or directly, for itself. */
export const noLockCycle = each({ task }, (s, { task }) => !waitsForItself(s, task));
