/** What holds of tasks and the locks they take, whatever the protocol. */
import { type Domain, type Mutex, protocol, type RwLock } from '../../engine/index.ts';
import { folioIds, isFree } from './folio.ts';
import {
  type FolioId,
  folio,
  type HostId,
  type MmId,
  mm,
  type PuncherId,
  type TaskId,
  task,
  unmapper,
  type VmmId,
} from './ids.ts';
import { type MemorySide, mmIds, pageIds } from './memory.ts';
import type { VmSide } from './mmu.ts';
import { isAtHome, type TaskBase } from './task.ts';
import type { Unmapper } from './unmap.ts';

interface Pinning extends TaskBase {
  /** Of a host thread. */
  readonly pinned?: FolioId | null;
}

type UnmapperId = HostId | VmmId | PuncherId;

/** Host memory, and the locks of VMs and of the protocol, where there are any. */
interface LockSide extends MemorySide {
  readonly vm?: VmSide['vm'];
  readonly offsets_lock?: Mutex<TaskId>;
}

interface TaskSide<T extends TaskId> extends LockSide {
  readonly task: Readonly<Record<T, Pinning> & Partial<Record<UnmapperId, Unmapper>>>;
}

const mutexes = (s: LockSide): Mutex<TaskId>[] => [
  ...mmIds(s).map((mm) => s.mm[mm].ptl),
  ...Object.values(s.vm ?? {}).map(({ mmu_lock }) => mmu_lock),
  ...(s.offsets_lock ? [s.offsets_lock] : []),
];
const rwLocks = (s: LockSide): RwLock<TaskId>[] => [
  s.invalidate_lock,
  ...mmIds(s).map((mm) => s.mm[mm].mmap_lock),
];

/** Between the PTE and the put of its reference. */
const unmapSteps: readonly string[] = ['remove_rmap', 'flush_tlb', 'put_unmapped'];

const isUnmapping = (task: Unmapper | undefined, folio: FolioId, mm: MmId): boolean =>
  !!task && unmapSteps.includes(task.at) && task.folio === folio && task.zap[0]?.mm === mm;

/** Whether nobody waits for a lock twice, or reads under it twice, which is a deadlock to come. */
const isTakenOnce = ({ readers, waiting }: RwLock<TaskId>): boolean =>
  [readers, waiting].every((list) => new Set(list).size === list.length);

const excludesReaders = ({ writer, readers }: RwLock<TaskId>): boolean =>
  writer === null || readers.length === 0;

/** @param task the tasks that the protocol has */
export function taskLawsOf<T extends TaskId>(task: Domain<T>) {
  const { each } = protocol<TaskSide<T>>();
  return {
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
      /** preempt_count is back at zero. */
      noSpinSection: each(
        { task },
        (s, { task }) => !isAtHome(s.task[task]) || s.task[task].preempt === 0,
      ),
      noReference: each({ task }, (s, { task }) => {
        if (!isAtHome(s.task[task])) return true;
        return folioIds(s).every((folio) =>
          s.folio[folio].holders.every(
            ({ by, as }) => by !== task || as === 'pin' || as === 'error',
          ),
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
    /** P3: an address space holds a reference for each PTE, and for each that is being unmapped. */
    pteReferencesAreKnown: each({ folio, mm }, (s, { folio, mm }) => {
      if (!(mm in s.mm)) return true;
      const held = s.folio[folio].holders.filter(({ by, as }) => by === mm && as === 'pte');
      const ptes = pageIds(s).filter((page) => s.mm[mm].pte[page] === folio);
      const unmapping = unmapper.values.filter((id) => isUnmapping(s.task[id], folio, mm));
      return held.length === ptes.length + unmapping.length;
    }),
    /** P7: a lock is taken once by each, and readers and a writer exclude each other. */
    locksExclude: {
      once: (s: LockSide) => rwLocks(s).every(isTakenOnce),
      readers: (s: LockSide) => rwLocks(s).every(excludesReaders),
    },
  };
}

/** For protocols that have tasks of every sort. */
export const taskLaws = taskLawsOf<TaskId>(task);

/** P7 (`step`): a lock that somebody holds is given up by him, and not taken from him. */
export const noLockIsStolen = (before: LockSide, { params }: Taken, after: LockSide): boolean => {
  const kept = (owner: TaskId | null, next: TaskId | null | undefined) =>
    owner === null || next === owner || (next === null && owner === params.task);
  const now = mutexes(after);
  const locks = rwLocks(after);
  return (
    mutexes(before).every(({ owner }, i) => kept(owner, now[i]?.owner)) &&
    rwLocks(before).every(({ writer }, i) => kept(writer, locks[i]?.writer)) &&
    folioIds(before).every((folio) => kept(before.folio[folio].lock, after.folio[folio].lock))
  );
};

interface Taken {
  readonly params: { readonly task: TaskId };
}

/** P4 (`step`): a folio that nobody holds comes back by being allocated, into the page cache. */
export const noGetFromZero = (before: LockSide, _: unknown, after: LockSide): boolean =>
  folioIds(before).every((folio) => {
    const { refcount, index } = after.folio[folio];
    return !isFree(before.folio[folio]) || refcount === 0 || index !== null;
  });
