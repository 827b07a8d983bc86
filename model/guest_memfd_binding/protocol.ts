/**
 * The binding of a memslot to a guest_memfd file: neither holds a reference to the other, so each
 * way to end one of them has to take the binding away first.
 *
 * Source: model of virt/kvm/guest_memfd.c, v6.18 with ae431059e75d and 9935df5333aa. README.md says
 * what is left out.
 */
import { mutex, protocol, table } from '../../engine/index.ts';
import { bindingActions } from './actions.ts';
import { type Binding, file, slot, vcpu, vmm } from './state.ts';

const { model, each } = protocol<Binding>();

export const guestMemfdBinding = model({
  name: 'guest_memfd_binding',
  title: 'memslots and guest_memfd files: bound without a reference, unbound by whoever goes first',
  source: 'model of virt/kvm/guest_memfd.c, v6.18 with ae431059e75d and 9935df5333aa',

  bounds: {
    slots: slot.count(2),
    files: file.count(2),
    vcpus: vcpu.count(1),
  },

  init: ({ slots, files, vcpus }) => ({
    memslot: null,
    slots_lock: mutex(),
    slot: table(slots, (): Binding['slot']['slot0'] => ({
      ...{ live: false, flag: false, file: null, use: 0 },
    })),
    file: table(files, (): Binding['file']['file0'] => ({
      ...{ at: 'free', count: 0, binding: null },
    })),
    task: {
      ...table(vmm, { at: 'vmm', fd: null, slot: null, file: null } as const),
      ...table(vcpus, { at: 'guest', slot: null, file: null, use: 0 } as const),
    },
  }),

  actions: bindingActions,

  card: each({ slot }, (s, { slot }) => {
    const { live, flag, file, use } = s.slot[slot];
    const found = Object.entries(s.task).filter(([, task]) => task.slot === slot);
    return {
      'is there': { slot: live, file: file !== null && s.file[file].at !== 'free' },
      'found by a fault': s.memslot === slot,
      KVM_MEM_GUEST_MEMFD: flag,
      file,
      'its file': file && s.file[file].at,
      f_count: file && s.file[file].count,
      'binding of the file': file && s.file[file].binding,
      'in use by': found.map(([id]) => id),
      'use of the memory': use,
    };
  }),

  always: {
    /** P4: what a file, a slot or a virtual CPU refers to is there. */
    noUseAfterFree: {
      bySlot: each({ slot }, (s, { slot }) => {
        const { live, file } = s.slot[slot];
        return !live || file === null || s.file[file].at !== 'free';
      }),
      byFile: each({ file }, (s, { file }) => {
        const { binding } = s.file[file];
        return binding === null || s.slot[binding].live;
      }),
      byVcpu: each({ vcpu }, (s, { vcpu }) => {
        const { slot } = s.task[vcpu];
        return slot === null || s.slot[slot].live;
      }),
    },
    /** P3: a file that is open has references, and no other has. */
    countIsOfOpenFiles: each(
      { file },
      (s, { file }) => s.file[file].count > 0 === (s.file[file].at === 'open'),
    ),
    /** P3: the count of a file is that of the descriptor and of those who have got it. */
    countIsExact: each({ file }, (s, { file }) => {
      const { vmm0 } = s.task;
      const faults = vcpu.values.filter((id) => {
        const task = s.task[id];
        return task?.file === file && (task.at === 'recheck' || task.at === 'use');
      });
      return (
        s.file[file].count === Number(vmm0.fd === file) + Number(vmm0.file === file) + faults.length
      );
    }),
    /** P3: a slot is the one that faults find, or is on its way to be freed; no other is left. */
    everySlotIsKnown: each({ slot }, (s, { slot }) => {
      return !s.slot[slot].live || s.memslot === slot || s.task.vmm0.slot === slot;
    }),
    /** P11: the file that a fault uses is the one of the slot that it found. */
    rightFile: each({ vcpu }, (s, { vcpu }) => {
      const { at, slot, file, use } = s.task[vcpu];
      if (at !== 'use' || slot === null) return true;
      return s.slot[slot].use === use && s.slot[slot].file === file;
    }),
  },

  step: {
    /** P7: slots_lock is given up by who holds it, and not taken from him. */
    noLockIsStolen: ({ slots_lock: { owner } }, { params }, after) => {
      const next = after.slots_lock.owner;
      const isHolder = Object.values(params).some((id) => id === owner);
      return owner === null || next === owner || (next === null && isHolder);
    },
    /** What slots_lock guards changes under it, or by one step while it is free. */
    bindingsChangeUnderTheLock: (before, { params }, after) => {
      const { owner } = before.slots_lock;
      if (owner === null || Object.values(params).some((id) => id === owner)) return true;
      return (
        before.memslot === after.memslot &&
        slot.values.every((id) => before.slot[id]?.file === after.slot[id]?.file) &&
        file.values.every((id) => before.file[id]?.binding === after.file[id]?.binding)
      );
    },
  },

  leadsTo: {
    everyFileIsReleased: each(
      { file },
      {
        from: (s, { file }) => s.file[file].at === 'dying',
        to: (s, { file }) => s.file[file].at === 'free',
      },
    ),
    everySlotIsFreed: {
      from: (s) => s.task.vmm0.at !== 'vmm',
      to: (s) => s.task.vmm0.at === 'vmm',
    },
  },

  recoverable: {
    comesBack: (s) => s.memslot === null && Object.values(s.file).every(({ count }) => count === 0),
  },

  reachable: {
    aGuestUsesTheFile: each({ vcpu }, (s, { vcpu }) => s.task[vcpu].at === 'use'),
    aDyingFileIsUnbound: ({ task: { vmm0 }, slot, file }) => {
      const bound = vmm0.at === 'unbind' && vmm0.slot ? slot[vmm0.slot].file : null;
      return bound !== null && file[bound].at === 'dying';
    },
    aReleaseFindsABinding: (s) =>
      Object.values(s.file).some(({ at, binding }) => at === 'release' && binding !== null),
  },
});
