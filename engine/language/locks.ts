/**
 * Locks as plain data in a state. Each function changes or reads one lock; an action takes a lock
 * with `may…` as its guard and `take…` as (part of) its effect.
 */

/** A reader/writer lock that queues: once a writer waits, no new reader gets in before it. */
export interface RwLock<Id extends string> {
  readonly writer: Id | null;
  /** Sorted, so that equal lock states are equal data. */
  readonly readers: readonly Id[];
  /** Writers that wait, the first one next. */
  readonly waiting: readonly Id[];
}

/** A mutual exclusion lock: who holds it. */
export interface Mutex<Id extends string> {
  readonly owner: Id | null;
}

interface MutableRwLock<Id extends string> {
  writer: Id | null;
  readers: Id[];
  waiting: Id[];
}

/** A reader/writer lock that nobody holds. */
export const rwLock = <Id extends string = never>(): RwLock<Id> => ({
  writer: null,
  readers: [],
  waiting: [],
});

/** A mutex that nobody holds. */
export const mutex = <Id extends string = never>(): Mutex<Id> => ({ owner: null });

/** Whether a reader gets in now: no writer holds the lock and none waits for it. */
export const mayRead = <Id extends string>(lock: RwLock<Id>): boolean =>
  lock.writer === null && lock.waiting.length === 0;

/** Takes the lock for reading; only where `mayRead`. */
export function takeRead<Id extends string>(lock: MutableRwLock<Id>, id: NoInfer<Id>): void {
  lock.readers = [...lock.readers, id].sort();
}

/** Gives up one reader's hold, if `id` has one. */
export function dropRead<Id extends string>(lock: MutableRwLock<Id>, id: NoInfer<Id>): void {
  const at = lock.readers.indexOf(id);
  lock.readers = lock.readers.filter((_, i) => i !== at);
}

/** Whether `takeWrite` would change anything: the lock is free for `id`, or `id` is not queued. */
export const mayWrite = <Id extends string>(lock: RwLock<Id>, id: NoInfer<Id>): boolean =>
  isFreeFor(lock, id) || !lock.waiting.includes(id);

/** Takes the lock for writing (true) or queues for it (false: stay at the same label). */
export function takeWrite<Id extends string>(lock: MutableRwLock<Id>, id: NoInfer<Id>): boolean {
  if (!isFreeFor(lock, id)) {
    lock.waiting = [...lock.waiting, id];
    return false;
  }
  lock.waiting = lock.waiting.filter((other) => other !== id);
  lock.writer = id;
  return true;
}

/** Gives up the writer's hold. */
export function dropWrite<Id extends string>(lock: MutableRwLock<Id>): void {
  lock.writer = null;
}

const isFreeFor = <Id extends string>(lock: RwLock<Id>, id: Id): boolean =>
  lock.writer === null &&
  lock.readers.length === 0 &&
  (lock.waiting.length === 0 || lock.waiting[0] === id);
