import { produce } from 'immer';
import { expect, test } from 'vitest';
import { rwLock } from '../../engine/index.ts';
import type { TaskId } from './ids.ts';
import {
  filemap_invalidate_lock,
  filemap_invalidate_lock_shared,
  filemap_invalidate_unlock,
  mayLock,
  mayLockShared,
} from './invalidate-lock.ts';

const free = { invalidate_lock: { ...rwLock<TaskId>(), between: false } };
const lock = (s: typeof free, task: TaskId) =>
  produce(s, (draft) => void filemap_invalidate_lock(draft, task));
const unlock = (s: typeof free) => produce(s, filemap_invalidate_unlock);

test('a reader does not get in while a writer holds the lock, nor when it left alone', () => {
  const held = lock(free, 'vmm0');
  expect(mayLockShared(held)).toBe(false);
  expect(unlock(held)).toEqual(free);
});

test('where a writer leaves and another one waits, either that one is next or a reader', () => {
  const left = unlock(lock(lock(free, 'vmm0'), 'vmm1'));
  expect(mayLockShared(left)).toBe(true);
  expect(mayLock(left, 'vmm1')).toBe(true);
  expect(mayLockShared(lock(left, 'vmm1'))).toBe(false);
});

test('one reader gets in between, and then the writer is next', () => {
  const left = unlock(lock(lock(free, 'vmm0'), 'vmm1'));
  const read = produce(left, (draft) => filemap_invalidate_lock_shared(draft, 'host0'));
  expect(mayLockShared(read)).toBe(false);
  expect(mayLock(read, 'vmm1')).toBe(false);
  expect(read.invalidate_lock.readers).toEqual(['host0']);
});
