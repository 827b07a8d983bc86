import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dropRead,
  dropWrite,
  mayRead,
  mayWrite,
  mutex,
  type RwLock,
  rwLock,
  takeRead,
  takeWrite,
} from './locks.ts';

type Id = 'a' | 'b' | 'c';
const ids = ['a', 'b', 'c'] as const;
interface Lock {
  writer: Id | null;
  readers: Id[];
  waiting: Id[];
}

/** What a thread tries; it gives up what it holds, if anything, before it asks again. */
const attempt = fc.record({ id: fc.constantFrom(...ids), want: fc.constantFrom('read', 'write') });

/** One attempt, where the guards allow it; the log of who got in. */
function step(lock: Lock, { id, want }: { id: Id; want: string }, log: string[]): void {
  // A queued writer keeps asking for the same.
  if (lock.readers.includes(id)) dropRead(lock, id);
  else if (lock.writer === id) dropWrite(lock);
  else if (want === 'read' && !lock.waiting.includes(id)) {
    if (!mayRead(lock)) return;
    takeRead(lock, id);
    log.push(`read ${id}`);
  } else if (mayWrite(lock, id)) {
    log.push(takeWrite(lock, id) ? `write ${id}` : `queue ${id}`);
  }
}

const onEachHistory = (judge: (lock: Lock, before: RwLock<Id>, log: string[]) => void) =>
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 40 }), (attempts) => {
      const lock: Lock = { ...rwLock<Id>(), readers: [], waiting: [] };
      const log: string[] = [];
      for (const each of attempts) {
        const before = structuredClone(lock);
        step(lock, each, log);
        judge(lock, before, log);
      }
    }),
  );

describe('a reader/writer lock, after any history', () => {
  test('never has a writer beside a reader', () => {
    onEachHistory((lock) => expect(lock.writer !== null && lock.readers.length > 0).toBe(false));
  });

  test('lets no reader in while a writer waits', () => {
    onEachHistory((lock, before) => {
      if (before.waiting.length > 0) {
        expect(lock.readers.length).toBeLessThanOrEqual(before.readers.length);
      }
    });
  });

  test('serves writers in the order in which they queued', () => {
    onEachHistory((_, __, log) => {
      const queued = log.filter((line) => line.startsWith('queue')).map((line) => line.slice(-1));
      const waited = new Set<string>();
      const served: string[] = [];
      for (const line of log) {
        const id = line.slice(-1);
        if (line.startsWith('queue')) waited.add(id);
        else if (line.startsWith('write') && waited.delete(id)) served.push(id);
      }
      expect(served).toEqual(queued.slice(0, served.length));
    });
  });

  test('no thread holds, reads or waits twice, and readers are sorted', () => {
    onEachHistory(({ writer, readers, waiting }) => {
      const all = [...readers, ...waiting, ...(writer ? [writer] : [])];
      expect(new Set(all).size).toBe(all.length);
      expect(readers).toEqual([...readers].sort());
    });
  });

  test('whoever holds it can give it up, and then the first in the queue gets in', () => {
    onEachHistory((lock) => {
      const free = structuredClone(lock);
      for (const id of [...free.readers]) dropRead(free, id);
      dropWrite(free);
      const [first, second] = free.waiting;
      if (second) expect(mayWrite(free, second)).toBe(false);
      if (first) expect(takeWrite(free, first)).toBe(true);
      else expect(mayRead(free)).toBe(true);
    });
  });
});

test('mayWrite is false exactly where asking again would change nothing', () => {
  onEachHistory((lock) => {
    for (const id of ids) {
      if (lock.readers.includes(id) || lock.writer === id) continue;
      const after = structuredClone(lock);
      takeWrite(after, id);
      const changes = JSON.stringify(after) !== JSON.stringify(lock);
      if (!mayWrite(lock, id)) expect(changes && after.writer === id).toBe(false);
      else expect(changes).toBe(true);
    }
  });
});

test('dropping a read hold gives up one hold only', () => {
  const lock: Lock = { writer: null, readers: ['a', 'a', 'b'], waiting: [] };
  dropRead(lock, 'a');
  expect(lock.readers).toEqual(['a', 'b']);
});

test('dropping a read hold that nobody has changes nothing', () => {
  const lock: Lock = { writer: null, readers: ['a'], waiting: [] };
  dropRead(lock, 'b');
  expect(lock.readers).toEqual(['a']);
});

test('a new mutex has no owner', () => expect(mutex()).toEqual({ owner: null }));
