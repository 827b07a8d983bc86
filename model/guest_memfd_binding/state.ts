/** The state of the binding protocol: memslots, guest_memfd files, and who works on them. */
import { type Mutex, oneOf } from '../../engine/index.ts';

/** A struct kvm_memory_slot, and a struct file: memory that is freed and used again. */
export const slot = oneOf('slot0', 'slot1');
export const file = oneOf('file0', 'file1');
export const vmm = oneOf('vmm0');
export const vcpu = oneOf('vcpu0', 'vcpu1');

export type SlotId = 'slot0' | 'slot1';
export type FileId = 'file0' | 'file1';

export interface Slot {
  readonly live: boolean;
  /** KVM_MEM_GUEST_MEMFD. */
  readonly flag: boolean;
  /** slot->gmem.file, which holds no reference. */
  readonly file: FileId | null;
  /** Ghost: changes with each use of the memory. */
  readonly use: 0 | 1;
}

export interface File {
  /** `dying`: the last fput() is done, and the release has not begun. */
  readonly at: 'free' | 'open' | 'dying' | 'release';
  readonly count: number;
  /** The xarray of bindings, for a file of one range. */
  readonly binding: SlotId | null;
}

export interface Vmm {
  readonly at: 'vmm' | 'synchronize_srcu' | 'unbind' | 'unbind_locked' | 'fput' | 'free_slot';
  /** The file descriptor that it has. */
  readonly fd: FileId | null;
  /** The slot that it deletes, and the file that it has got for that. */
  readonly slot: SlotId | null;
  readonly file: FileId | null;
}

export interface Vcpu {
  readonly at: 'guest' | 'get_file' | 'recheck' | 'use';
  /** What it has found under SRCU. */
  readonly slot: SlotId | null;
  readonly file: FileId | null;
  /** Ghost: the use of the slot's memory that it has found. */
  readonly use: 0 | 1;
}

export interface Binding {
  /** The memslot that a guest fault finds, under SRCU. */
  readonly memslot: SlotId | null;
  readonly slots_lock: Mutex<'vmm0' | FileId>;
  readonly slot: Readonly<Record<SlotId, Slot>>;
  readonly file: Readonly<Record<FileId, File>>;
  readonly task: Readonly<Record<'vmm0', Vmm> & Record<'vcpu0' | 'vcpu1', Vcpu>>;
}
