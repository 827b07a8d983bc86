/** What holds of tasks and the locks they take, whatever the protocol. */
import { type Mutex, protocol, type RwLock } from '../../engine/index.ts';
import { folioIds } from './folio.ts';
import { type FolioId, type TaskId, task } from './ids.ts';
import { mmIds } from './memory.ts';
import { type VmSide, vmIds } from './mmu.ts';
import { isAtHome, type TaskBase } from './task.ts';

interface Pinning extends TaskBase {
  /** Of a host thread. */
  readonly pinned?: FolioId | null;
}

interface TaskSide extends VmSide {
  readonly task: VmSide['task'] & Readonly<Record<TaskId, Pinning>>;
}

const { each } = protocol<TaskSide>();

const mutexes = (s: VmSide): Mutex<TaskId>[] => [
  ...mmIds(s).map((mm) => s.mm[mm].ptl),
  ...vmIds(s).map((vm) => s.vm[vm].mmu_lock),
];
const rwLocks = (s: VmSide): RwLock<TaskId>[] => [
  s.invalidate_lock,
  ...mmIds(s).map((mm) => s.mm[mm].mmap_lock),
];

/** Whether nobody waits for a lock twice, or reads under it twice, which is a deadlock to come. */
const isTakenOnce = ({ readers, waiting }: RwLock<TaskId>): boolean =>
  [readers, waiting].every((list) => new Set(list).size === list.length);

const excludesReaders = ({ writer, readers }: RwLock<TaskId>): boolean =>
  writer === null || readers.length === 0;

export const taskLaws = {
  /** P7: a task that is outside every routine has given back what it took, but for a pin. */
  restingHoldsNothing: {
    noLock: each({ task }, (s, { task }) => {
      if (!isAtHome(s.task[task])) return true;
      const owns = mutexes(s).some(({ owner }) => owner === task);
      const locks = rwLocks(s).some(
        ({ writer, readers, waiting }) =>
          writer === task || readers.includes(task) || waiting.includes(task),
      );
      return !owns && !locks && folioIds(s).every((folio) => s.folio[folio].lock !== task);
    }),
    noReference: each({ task }, (s, { task }) => {
      if (!isAtHome(s.task[task])) return true;
      return folioIds(s).every((folio) =>
        s.folio[folio].holders.every(({ by, as }) => by !== task || as === 'pin' || as === 'error'),
      );
    }),
  },
  /** P3: a task has at most one pin, which it knows of, so that it can give it up. */
  pinsAreKnown: each({ task }, (s, { task }) =>
    folioIds(s).every((folio) => {
      const pins = s.folio[folio].holders.filter(({ by, as }) => by === task && as === 'pin');
      return pins.length === (s.task[task].pinned === folio ? 1 : 0);
    }),
  ),
  /** P7: a lock is taken once by each, and readers and a writer exclude each other. */
  locksExclude: {
    once: (s: VmSide) => rwLocks(s).every(isTakenOnce),
    readers: (s: VmSide) => rwLocks(s).every(excludesReaders),
  },
};

/** P7 (`step`): a lock that somebody holds is given up by him, not taken from him. */
export const noLockIsStolen = (before: VmSide, _: unknown, after: VmSide): boolean => {
  const kept = (owner: TaskId | null, next: TaskId | null) =>
    owner === null || next === null || owner === next;
  const now = mutexes(after);
  const locks = rwLocks(after);
  return (
    mutexes(before).every(({ owner }, i) => kept(owner, now[i]?.owner ?? null)) &&
    rwLocks(before).every(({ writer }, i) => kept(writer, locks[i]?.writer ?? null)) &&
    folioIds(before).every((folio) => kept(before.folio[folio].lock, after.folio[folio].lock))
  );
};
