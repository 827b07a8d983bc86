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

const homes: readonly string[] = ['user', 'exited', 'guest', 'vmm', 'punch', 'scan', 'drain'];

/** Whether a task is outside every routine. */
export const isAtHome = ({ at }: { readonly at: string }): boolean => homes.includes(at);

/** Whether a task must not sleep now. */
export const inAtomic = ({ preempt }: { readonly preempt: number }): boolean => preempt > 0;
