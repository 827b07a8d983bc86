/** The state of direct-map removal. */
import type { FolioId, GuestId, HostId } from '../parts/ids.ts';

export type HostStep = 'user' | 'gup_fast_grab' | 'gup_fast_allowed' | 'gup_put_folio';

export type GuestStep =
  | 'guest'
  | 'gmem_prepare'
  | 'zap_direct_map'
  | 'flush_kernel_tlb'
  | 'map_guest'
  | 'running'
  | 'scrub'
  | 'restore_direct_map'
  | 'free_folio';

export interface DirectMap {
  readonly folio: Readonly<
    Record<
      FolioId,
      {
        /** Whose bytes it holds: of somebody before, zeroes, or the guest's. */
        readonly content: 'stale' | 'zero' | 'guest';
        /** The guest whose inode has it; null in the allocator. */
        readonly owner: GuestId | null;
        /** The guest has it mapped, and so may user space: guest_memfd with mmap. */
        readonly mapped: boolean;
        readonly direct_map: boolean;
      }
    >
  >;
  /** The direct-map translations that a CPU has cached, whatever the page table says by now. */
  readonly kernel_tlb: Readonly<Record<HostId, Readonly<Record<FolioId, boolean>>>>;
  readonly task: Readonly<
    Record<
      HostId,
      {
        readonly at: HostStep;
        readonly folio: FolioId | null;
        readonly pinned: FolioId | null;
      }
    > &
      Record<GuestId, { readonly at: GuestStep; readonly folio: FolioId | null }>
  >;
}
