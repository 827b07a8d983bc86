import type { Mode } from './mutant.ts';
import { isBranch } from './through.ts';

/** A lock of a state: `mutex()` or `rwLock()`, known by its keys. */
export interface Lock {
  readonly path: string;
  /** The ways in which it can be held. */
  readonly modes: readonly Mode[];
}

const MUTEX = 'owner';
const RW_LOCK = 'readers,waiting,writer';

/** Every lock of a state, which is a tree. */
export function locksOf(tree: object, prefix = ''): Lock[] {
  return Object.entries(tree).flatMap(([key, part]): Lock[] => {
    if (!isBranch(part)) return [];
    const path = prefix + key;
    const keys = Object.keys(part).sort().join(',');
    if (keys === MUTEX) return [{ path, modes: ['owner'] }];
    if (keys === RW_LOCK) return [{ path, modes: ['writer', 'readers'] }];
    return locksOf(part, `${path}.`);
  });
}

/** What is at a path of a state. */
export const at = (tree: object, path: string): unknown =>
  path.split('.').reduce<unknown>((part, key) => isBranch(part) && Reflect.get(part, key), tree);

/** Whether a thread holds the lock in that way. */
export function isHeld(state: object, path: string, mode: Mode, thread: string): boolean {
  const held = at(state, `${path}.${mode}`);
  return Array.isArray(held) ? held.includes(thread) : held === thread;
}

/**
 * Whether the lock can be taken in that way: it is free. A reader waits behind writers that wait;
 * a writer does not queue, it takes the lock when it finds it free.
 */
export function isFree(state: object, path: string, mode: Mode): boolean {
  const list = (key: string) => at(state, `${path}.${key}`) as readonly unknown[];
  if (at(state, `${path}.${mode === 'owner' ? 'owner' : 'writer'}`) !== null) return false;
  if (mode === 'writer') return list('readers').length === 0;
  return mode === 'owner' || list('waiting').length === 0;
}

/** What the field of a lock is once a thread has taken it. */
export const takenBy = (held: unknown, thread: string): unknown =>
  Array.isArray(held) ? [...held, thread].sort() : thread;

/** What it is once the thread has let it go, once. */
export const letGoBy = (held: unknown, thread: string): unknown => {
  if (!Array.isArray(held)) return held === thread ? null : held;
  const last = held.indexOf(thread);
  return held.filter((_, i) => i !== last);
};

/** Writes a field of a lock in a draft. */
export function write(draft: object, path: string, mode: Mode, value: unknown): void {
  const lock = at(draft, path);
  if (isBranch(lock)) Reflect.set(lock, mode, value);
}
