/**
 * The library's calls, and the host that faults, pins and unpins.
 *
 * Source: model of Elliot Berman, "mm: guest_memfd: Allow folios to be accessible to host", gmem
 * library RFC v2 (29 Aug 2024).
 */
import { type Draft, protocol } from '../../engine/index.ts';
import { host, scanner, vmm } from '../parts/ids.ts';
import type { Accessible, Accessor } from './state.ts';

const { thread } = protocol<Accessible>();
export const onHost = thread('task', host, { fair: 'weak' });
export const onVmm = thread('task', vmm, { fair: 'weak' });

export function hostActions() {
  return {
    // Under the folio lock: what is inaccessible is SIGBUS.
    gmem_fault: onHost('user', {
      when: ({ folio }) => folio.lock === null && !folio.mapped && folio.accessible > 0,
      then: (s, { task }) => {
        s.folio.lock = task;
        return 'set_pte';
      },
    }),
    set_pte: onHost('set_pte', {
      then: (s, { task }) => {
        if (!s.folio.mapped) s.folio.refcount += 1;
        s.folio.mapped = true;
        if (s.folio.lock === task) s.folio.lock = null;
        return 'user';
      },
    }),
    gup: onHost('user', {
      when: ({ folio }, { task }) => folio.mapped && !folio.pins.includes(task),
      then: (s, { task }) => {
        s.folio.pins = [...s.folio.pins, task].sort();
        s.folio.refcount += 1;
        return 'user';
      },
    }),
    unpin_user_page: onHost('user', {
      fair: 'strong',
      when: ({ folio }, { task }) => folio.pins.includes(task),
      then: (s, { task }) => {
        s.folio.pins = s.folio.pins.filter((id) => id !== task);
        s.folio.refcount -= 1;
        return 'user';
      },
    }),
  };
}

export function scanActions() {
  const on = thread('task', scanner, { fair: 'weak', rests: ['rested'] });
  return {
    scan_try_get: on('scan', {
      then: (s) => {
        s.folio.refcount += 1;
        return 'scan_put';
      },
    }),
    scan_put: on('scan_put', {
      then: (s) => {
        s.folio.refcount -= 1;
        return 'scan';
      },
    }),
    scan_rests: on('scan', { fair: 'strong', then: () => 'rested' }),
  };
}

export function accessActions() {
  return {
    make_accessible: onVmm('vmm', {
      when: (_, { me }) => !me.user,
      then: () => 'make_accessible',
    }),
    // One step under the folio lock: the hypervisor gives the page back, then users are counted.
    accessible_lock: onVmm('make_accessible', {
      fair: 'strong',
      when: ({ folio }) => folio.lock === null,
      then: (s, { me }) => {
        s.folio.owner = 'host';
        s.folio.accessible += 1;
        me.user = true;
        return 'vmm';
      },
    }),

    // A reference that the library knows of: taken, then counted; taken off, then put.
    get_safe: onVmm('vmm', {
      then: (s) => {
        s.folio.refcount += 1;
        return 'get_safe';
      },
    }),
    count_safe: onVmm('get_safe', {
      then: (s) => {
        s.folio.safe += 1;
        return 'holding';
      },
    }),
    done: onVmm('holding', { then: () => 'put_safe' }),
    put_safe: onVmm('put_safe', {
      then: (s) => {
        s.folio.safe -= 1;
        return 'put_folio';
      },
    }),
    put_folio: onVmm('put_folio', {
      then: (s) => {
        s.folio.refcount -= 1;
        return 'vmm';
      },
    }),

    make_inaccessible: onVmm('vmm', {
      when: (_, { me }) => me.user,
      then: () => 'make_inaccessible',
    }),
    // Folio lock, accessible down by one; other users are -EBUSY, and then all mappings go.
    inaccessible_lock: onVmm('make_inaccessible', {
      fair: 'strong',
      when: ({ folio }) => folio.lock === null,
      then: (s, { task, me }) => {
        s.folio.lock = task;
        me.was = s.folio.accessible;
        s.folio.accessible -= 1;
        me.user = false;
        if (s.folio.accessible === 0) return unmap(s);
        me.errno = '-EBUSY';
        return 'unlock';
      },
    }),
    wait_safe: onVmm('wait_safe', {
      when: ({ folio }) => folio.refcount === folio.safe,
      then: () => 'hook',
    }),
    // After 10 ms, whatever has happened meanwhile.
    wait_times_out: onVmm('wait_safe', {
      when: ({ folio }) => folio.refcount !== folio.safe,
      then: (_, { me }) => {
        me.late = true;
        me.errno = '-EBUSY';
        return 'undo';
      },
    }),
    undo: onVmm('undo', {
      then: (s, { me }) => {
        s.folio.accessible += 1;
        me.user = true;
        return 'unlock';
      },
    }),
    hook: onVmm('hook', {
      then: (s) => {
        s.folio.owner = 'guest';
        return 'unlock';
      },
    }),
    unlock: onVmm('unlock', {
      then: (s, { me }) => {
        s.folio.lock = null;
        Object.assign(me, idle(me));
        return 'vmm';
      },
    }),
  };
}

/** unmap_mapping_range(), with its TLB flush: the PTE's reference goes too. */
function unmap(s: Draft<Accessible>): 'wait_safe' {
  if (s.folio.mapped) s.folio.refcount -= 1;
  s.folio.mapped = false;
  return 'wait_safe';
}

/** A task that is in no call. */
export const idle = ({ user }: Pick<Accessor, 'user'>) =>
  ({ user, errno: 0, was: 0, late: false }) as const;
