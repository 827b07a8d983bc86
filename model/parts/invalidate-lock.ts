/**
 * mapping->invalidate_lock: shared by faults, exclusive for truncation and conversion.
 *
 * Source: kernel/locking/rwsem.c (v6.13): waiters are served in the order of asking, readers and
 * writers alike. Who asked first is not kept here: where a writer leaves and another one waits,
 * that one may go next or a reader that waits too. Without this two writers in turn would keep a
 * reader out for ever, which an rwsem does not do.
 */
import {
  type Draft,
  dropWrite,
  mayRead,
  mayWrite,
  type RwLock,
  takeRead,
  takeWrite,
} from '../../engine/index.ts';
import type { TaskId } from './ids.ts';

export interface InvalidateLock extends RwLock<TaskId> {
  /** A writer has left, another one waits, and a reader may still get in between. */
  readonly between: boolean;
}

interface LockSide {
  readonly invalidate_lock: InvalidateLock;
}

/** Whether filemap_invalidate_lock_shared() gets the lock now. */
export const mayLockShared = ({ invalidate_lock }: LockSide): boolean =>
  mayRead(invalidate_lock) || invalidate_lock.between;

/** filemap_invalidate_lock_shared(); only where `mayLockShared`. */
export function filemap_invalidate_lock_shared(s: Draft<LockSide>, task: TaskId): void {
  s.invalidate_lock.between = false;
  takeRead(s.invalidate_lock, task);
}

/** Whether `filemap_invalidate_lock` would change anything. */
export const mayLock = (s: LockSide, task: TaskId): boolean => mayWrite(s.invalidate_lock, task);

/** filemap_invalidate_lock(): takes the lock, or queues for it and stays at the same label. */
export function filemap_invalidate_lock(s: Draft<LockSide>, task: TaskId): boolean {
  const taken = takeWrite(s.invalidate_lock, task);
  if (taken) s.invalidate_lock.between = false;
  return taken;
}

/** filemap_invalidate_unlock(). */
export function filemap_invalidate_unlock(s: Draft<LockSide>): void {
  dropWrite(s.invalidate_lock);
  s.invalidate_lock.between = s.invalidate_lock.waiting.length > 0;
}
