/**
 * Binding a memslot to a guest_memfd file, unbinding it, and the release of the file.
 *
 * Source: virt/kvm/guest_memfd.c kvm_gmem_bind(), kvm_gmem_unbind(), kvm_gmem_release(),
 * kvm_gmem_get_file() (v6.18 with ae431059e75d); virt/kvm/kvm_main.c kvm_set_memslot().
 */
import { type Draft, protocol } from '../../engine/index.ts';
import { type Binding, type FileId, file, type SlotId, vcpu, vmm } from './state.ts';

const { thread } = protocol<Binding>();
const scheduled = { fair: 'weak' } as const;
export const onVmm = thread('task', vmm, scheduled);
/** A file's own steps, by whichever task runs them. */
const onFile = thread('file', file, { ...scheduled, rests: ['open'] });
export const onVcpu = thread('task', vcpu, scheduled);

type Writable = Draft<Binding>;

const slotIds: readonly SlotId[] = ['slot0', 'slot1'];
const fileIds: readonly FileId[] = ['file0', 'file1'];
const freeSlot = (s: Binding) => slotIds.find((id) => id in s.slot && !s.slot[id].live) ?? null;
const freeFile = (s: Binding) =>
  fileIds.find((id) => id in s.file && s.file[id].at === 'free') ?? null;
/** fput(): after the last one the release is to come, in whatever task. */
export function fput(s: Writable, id: FileId): void {
  s.file[id].count -= 1;
  if (s.file[id].count === 0) s.file[id].at = 'dying';
}

/** Takes the binding away, on both sides. */
export function unbind(s: Writable, slot: SlotId, file: FileId): void {
  s.file[file].binding = null;
  s.slot[slot].file = null;
}

export const bindingActions = {
  create_guest_memfd: onVmm('vmm', {
    when: (s, { me }) => me.fd === null && freeFile(s) !== null,
    then: (s, { me }) => {
      me.fd = freeFile(s);
      if (me.fd) s.file[me.fd] = { at: 'open', count: 1, binding: null };
      return 'vmm';
    },
  }),
  close: onVmm('vmm', {
    when: (_, { me }) => me.fd !== null,
    then: (s, { me }) => {
      if (me.fd) fput(s, me.fd);
      me.fd = null;
      return 'vmm';
    },
  }),
  // KVM_SET_USER_MEMORY_REGION2 of a new slot: bound and shown, all under slots_lock.
  set_memory_region: onVmm('vmm', {
    when: (s, { me }) =>
      s.slots_lock.owner === null &&
      s.memslot === null &&
      freeSlot(s) !== null &&
      me.fd !== null &&
      s.file[me.fd].binding === null,
    then: (s, { me }) => {
      const id = freeSlot(s);
      if (!id || !me.fd) return 'vmm';
      s.slot[id] = { live: true, flag: true, file: me.fd, use: s.slot[id].use === 0 ? 1 : 0 };
      s.file[me.fd].binding = id;
      s.memslot = id;
      return 'vmm';
    },
  }),
  // The slot goes out of sight first; who found it before is waited for.
  delete_memory_region: onVmm('vmm', {
    when: (s) => s.slots_lock.owner === null && s.memslot !== null,
    then: (s, { task, me }) => {
      s.slots_lock.owner = task;
      me.slot = s.memslot;
      s.memslot = null;
      return 'synchronize_srcu';
    },
  }),
  synchronize_srcu: onVmm('synchronize_srcu', {
    when: (s) => vcpu.values.every((id) => !(id in s.task) || s.task[id].at === 'guest'),
    then: () => 'unbind',
  }),
  // A dying file cannot be got any more. Its release needs slots_lock, so its binding is there.
  unbind: onVmm('unbind', {
    then: (s, { me }) => {
      const file = me.slot && s.slot[me.slot].file;
      if (!me.slot || !file || !s.slot[me.slot].flag) return 'free_slot';
      if (s.file[file].count === 0) {
        unbind(s, me.slot, file);
        return 'free_slot';
      }
      s.file[file].count += 1;
      me.file = file;
      return 'unbind_locked';
    },
  }),
  unbind_locked: onVmm('unbind_locked', {
    then: (s, { me }) => {
      if (me.slot && me.file) unbind(s, me.slot, me.file);
      return 'fput';
    },
  }),
  fput: onVmm('fput', {
    then: (s, { me }) => {
      if (me.file) fput(s, me.file);
      me.file = null;
      return 'free_slot';
    },
  }),
  free_slot: onVmm('free_slot', {
    then: (s, { me }) => {
      if (me.slot) Object.assign(s.slot[me.slot], { live: false, flag: false, file: null });
      me.slot = null;
      s.slots_lock.owner = null;
      return 'vmm';
    },
  }),

  // kvm_gmem_release(): nobody can get the file any more, so only slots_lock is needed.
  // A mutex hands itself on to who waits for it, so no release is passed over for ever.
  release_lock: onFile('dying', {
    fair: 'strong',
    when: (s) => s.slots_lock.owner === null,
    then: (s, { file }) => {
      s.slots_lock.owner = file;
      return 'release';
    },
  }),
  release: onFile('release', {
    then: (s, { me }) => {
      if (me.binding) s.slot[me.binding].file = null;
      me.binding = null;
      s.slots_lock.owner = null;
      return 'free';
    },
  }),

  // kvm_gmem_get_file(), under SRCU: the pointer, a reference, and the pointer again.
  guest_fault: onVcpu('guest', {
    when: (s) => s.memslot !== null && s.slot[s.memslot].file !== null,
    then: (s, { me }) => {
      me.slot = s.memslot;
      if (!me.slot) return 'guest';
      me.file = s.slot[me.slot].file;
      me.use = s.slot[me.slot].use;
      return 'get_file';
    },
  }),
  get_file: onVcpu('get_file', {
    then: (s, { me }) => {
      if (!me.file || s.file[me.file].count === 0) return endFault(me);
      s.file[me.file].count += 1;
      return 'recheck';
    },
  }),
  recheck: onVcpu('recheck', {
    then: (s, { me }) => {
      if (me.slot && s.slot[me.slot].file === me.file) return 'use';
      if (me.file) fput(s, me.file);
      return endFault(me);
    },
  }),
  use: onVcpu('use', {
    then: (s, { me }) => {
      if (me.file) fput(s, me.file);
      return endFault(me);
    },
  }),
};

export function endFault(me: { slot: unknown; file: unknown; use: 0 | 1 }): 'guest' {
  Object.assign(me, { slot: null, file: null, use: 0 });
  return 'guest';
}
