/** Ways to get the binding of memslots and files wrong. */
import { mutations } from '../../engine/index.ts';
import { onVmm, bindingActions as right } from './actions.ts';
import { guestMemfdBinding } from './protocol.ts';

export const guestMemfdBindingMutations = mutations(guestMemfdBinding, {
  'a file that cannot be got is taken for one that is unbound': {
    id: 'S30',
    breaks: 'noUseAfterFree',
    source: { status: 'DOC', cite: 'CVE-2025-40274, repaired by ae431059e75d' },
    bounds: { slots: 1, files: 1 },
    replace: {
      unbind: {
        ...right.unbind,
        then: (s, p) => {
          const { slot } = s.task[p.task];
          const file = slot && s.slot[slot].file;
          if (file && s.file[file].count === 0) return 'free_slot';
          return right.unbind.then(s, p);
        },
      },
    },
  },

  'KVM_MEM_GUEST_MEMFD is cleared on a slot that exists': {
    id: 'S31',
    breaks: 'noUseAfterFree',
    source: { status: 'DOC', cite: 'CVE-2025-68810, repaired by 9935df5333aa' },
    bounds: { slots: 1, files: 1 },
    add: {
      clear_flag: onVmm('vmm', {
        when: (s) => s.slots_lock.owner === null && s.memslot !== null,
        then: (s) => {
          if (s.memslot) s.slot[s.memslot].flag = false;
          return 'vmm';
        },
      }),
    },
  },

  'a slot is deleted without waiting for those that have found it': {
    id: 'S39',
    breaks: 'rightFile',
    source: { status: 'DOC', cite: 'the comment on SRCU in virt/kvm/guest_memfd.c, v6.18' },
    // One slot and one file: the memory of both is used again for the next ones.
    bounds: { slots: 1, files: 1 },
    unguard: ['synchronize_srcu'],
  },

  'a reference is taken and the pointer is not read again': {
    breaks: 'rightFile',
    source: { status: 'DER', cite: 'from get_file_active(), fs/file.c, v6.18' },
    bounds: { slots: 1, files: 1 },
    drop: { recheck: 'use' },
  },
});
