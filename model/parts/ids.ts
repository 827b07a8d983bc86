/** The ids of everything that there can be several of, as sorts that bounds cut down. */
import { oneOf, union } from '../../engine/index.ts';

/** An index (page offset) of a guest_memfd inode. */
export const page = oneOf('page0', 'page1', 'page2', 'page3');
/** A folio of one page. An index that was punched may come back with another one. */
export const folio = oneOf('folio0', 'folio1', 'folio2', 'folio3');
/** A host address space. */
export const mm = oneOf('mm0', 'mm1');

/** A thread of a host process that maps the memory; each runs on a CPU of its own. */
export const host = oneOf('host0', 'host1', 'host2');
/** A VM with the inode bound to a memslot, and its one virtual CPU: in guest mode or in KVM. */
export const guest = oneOf('guest0', 'guest1');
/** The thread of the VMM that asks for conversions. */
export const vmm = oneOf('vmm0', 'vmm1');
/** A thread that punches holes. */
export const puncher = oneOf('puncher0');
/** A physical-memory walker: page_idle, compaction, migration. */
export const scanner = oneOf('scanner0', 'scanner1');
/** Whatever makes a CPU flush its lru_add batch. */
export const drainer = oneOf('drainer0');

export type PageId = 'page0' | 'page1' | 'page2' | 'page3';
export type FolioId = 'folio0' | 'folio1' | 'folio2' | 'folio3';
export type MmId = 'mm0' | 'mm1';
export type HostId = 'host0' | 'host1' | 'host2';
export type GuestId = 'guest0' | 'guest1';
export type VmmId = 'vmm0' | 'vmm1';
export type PuncherId = 'puncher0';
export type ScannerId = 'scanner0' | 'scanner1';
export type DrainerId = 'drainer0';
/** A task that may take locks and hold references. */
export type TaskId = HostId | GuestId | VmmId | PuncherId | ScannerId | DrainerId;

/** Every task of a run. */
export const task = union<TaskId>(host, guest, vmm, puncher, scanner, drainer);
/** The tasks that unmap an index from host page tables. */
export const unmapper = union<HostId | VmmId | PuncherId>(host, vmm, puncher);
/** The tasks that invalidate guest mappings. */
export const invalidator = union<VmmId | PuncherId>(vmm, puncher);

/** No task that converts, for the table of tasks of a protocol that has none. */
export const noVmm = vmm.count(0).read(0);
