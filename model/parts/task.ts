/** What every task of the kernel keeps. */
import type { FolioId, PageId } from './ids.ts';

export interface TaskBase {
  readonly at: string;
  /** Labels to return to, the innermost call last. */
  readonly ret: readonly string[];
  /** preempt_count: how many spin sections and interrupt-off sections it is in. */
  readonly preempt: number;
  /** The index it works on. */
  readonly page: PageId | null;
  /** The folio it has looked up. */
  readonly folio: FolioId | null;
  /** The folio whose last reference it has put, while it deals with that. */
  readonly last_put: FolioId | null;
}

/** A task that does nothing yet. */
export const idleTask = { ret: [], preempt: 0, page: null, folio: null, last_put: null } as const;

const homes: readonly string[] = [
  'user',
  'exited',
  'guest',
  'vmm',
  'vmm_retry',
  'punch',
  'scan',
  'drain',
  'rested',
  'running',
];

/** Whether a task is outside every routine. */
export const isAtHome = ({ at }: { readonly at: string }): boolean => homes.includes(at);

/** Whether a task must not sleep now. */
export const inAtomic = ({ preempt }: { readonly preempt: number }): boolean => preempt > 0;

/**
 * How every task runs: what can go on inside the kernel does go on at some time, as a scheduler
 * sees to it. What user space, the guest or a walker does at home, and whether it does anything
 * there, is theirs to choose.
 */
export const scheduled = { atomic: inAtomic, fair: 'weak' } as const;

/**
 * Fairness of a step that waits for a lock: it is not passed over for ever by others who take the
 * lock each time it is free. A promise that these locks keep, in whatever order they grant:
 * rwsem hands off to its first waiter (kernel/locking/rwsem.c, 4f23dbc1e657), the folio lock to
 * its own after five rounds (mm/filemap.c folio_wait_bit_common()), and queued spinlocks and
 * queued rwlocks serve in order (kernel/locking/qspinlock.c, qrwlock.c).
 */
export const IN_TURN = 'strong';
