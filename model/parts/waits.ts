/**
 * Who waits for whom. A deadlock among some tasks leaves the others running, so it is no global
 * deadlock: it is a cycle here.
 */
import type { FolioId, PageId, TaskId } from './ids.ts';
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

/** Labels at which a task waits for a folio's lock. */
const locksFolio: ReadonlySet<string> = new Set([
  'gmem_fault_lock_folio',
  'gmem_lock_folio',
  'punch_lock_folio',
  'clear_lock_folio',
  'set_lock_folio',
]);

/** Labels at which a task looks a folio up, again and again while its count is zero. */
const looksUp: ReadonlySet<string> = new Set([
  'gmem_fault_get_folio',
  'gmem_get_folio',
  'punch_get_folio',
  'clear_get_folio',
  'set_get_folio',
  'cvt_get_folio',
]);

/** Labels at which a task waits to read under the invalidate lock. */
const readsInvalidate: ReadonlySet<string> = new Set(['gmem_fault', 'gmem_get_pfn']);

/** Labels at which a task waits for anything but its turn to write. */
const blocks: ReadonlySet<string> = new Set([...locksFolio, ...looksUp, ...readsInvalidate]);

/** The tasks that must move before `id` can. */
function waitsFor(s: WaitSide, id: string): string[] {
  const task = s.task[id];
  if (!task) return [];
  const { writer, readers, waiting } = s.invalidate_lock;
  const queued = waiting.some((waiter) => waiter === id);
  if (!queued && !blocks.has(task.at)) return [];
  const holders: (TaskId | null)[] = queued ? [writer, ...readers] : [];
  if (readsInvalidate.has(task.at)) holders.push(writer, ...waiting);
  if (locksFolio.has(task.at) && task.folio) holders.push(s.folio[task.folio].lock);
  const found = looksUp.has(task.at) && task.page ? s.page[task.page].folio : null;
  const handlers = Object.entries(s.task).filter(
    ([, other]) => found !== null && other.last_put === found && s.folio[found].refcount === 0,
  );
  return [...holders.filter((holder) => holder !== null), ...handlers.map(([name]) => name)];
}

/** Whether following the waits from `id` leads back to it. */
function waitsForItself(s: WaitSide, id: string): boolean {
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
export const noLockCycle = (s: WaitSide): boolean =>
  Object.keys(s.task).every((id) => !waitsForItself(s, id));
