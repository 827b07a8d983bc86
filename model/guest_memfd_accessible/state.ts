/** The state of the accessible/safe protocol: one folio of one page, and who is at it. */
import type { HostId, ScannerId, VmmId } from '../parts/ids.ts';

export type AccessStep =
  | 'vmm'
  | 'make_accessible'
  | 'get_safe'
  | 'holding'
  | 'put_safe'
  | 'put_folio'
  | 'make_inaccessible'
  | 'wait_safe'
  | 'undo'
  | 'hook'
  | 'unlock';

export interface Accessor {
  readonly at: AccessStep;
  /** It is one of the users that want host access. */
  readonly user: boolean;
  readonly errno: 0 | '-EBUSY';
  /** Ghost: `accessible` as it was when the folio lock was taken. */
  readonly was: number;
  /** Ghost: the wait has timed out. */
  readonly late: boolean;
}

export interface Accessible {
  readonly folio: {
    /** _refcount: the page cache's, the PTE's, pins, passing ones, and those of the library. */
    readonly refcount: number;
    /** References that the library knows of. */
    readonly safe: number;
    /** Users that want host access. */
    readonly accessible: number;
    readonly lock: HostId | VmmId | null;
    /** The hypervisor's view. */
    readonly owner: 'host' | 'guest';
    readonly mapped: boolean;
    readonly pins: readonly HostId[];
  };
  readonly task: Readonly<
    Record<HostId, { readonly at: 'user' | 'set_pte' }> &
      Record<VmmId, Accessor> &
      Record<ScannerId, { readonly at: 'scan' | 'scan_put' | 'rested' }>
  >;
}
