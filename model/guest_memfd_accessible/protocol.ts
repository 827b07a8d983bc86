/**
 * guest_memfd, accessible and safe: a folio may be taken from the host when no user wants access
 * and every reference is one that the library knows of.
 *
 * Source: model of Elliot Berman, gmem library RFC v2 (29 Aug 2024). README.md says what is left
 * out.
 */
import { protocol, table, union } from '../../engine/index.ts';
import { callLaws } from '../parts/calls.ts';
import { host, scanner, vmm } from '../parts/ids.ts';
import { accessActions, hostActions, idle, scanActions } from './access.ts';
import type { Accessible } from './state.ts';

const { model, each } = protocol<Accessible>();
const calls = callLaws<'host0' | 'host1' | 'host2' | 'vmm0' | 'vmm1' | 'scanner0' | 'scanner1'>(
  union(host, vmm, scanner),
);

/** Where a task has a reference that `safe` counts, and where it has one at all. */
const counted: readonly string[] = ['holding', 'put_safe'];
const uncounted: readonly string[] = ['get_safe', 'put_folio'];
const holding: readonly string[] = [...counted, ...uncounted];

export const guestMemfdAccessible = model({
  name: 'guest_memfd_accessible',
  title: 'accessible users and safe references; -EBUSY after 10 ms',
  source: 'gmem library, Berman, RFC v2, 29 Aug 2024; never merged',

  bounds: {
    hosts: host.count(1, { min: 0 }),
    converters: vmm.count(2),
    scanners: scanner.count(1, { min: 0 }),
  },

  // The page cache's reference is the one that the library starts with.
  init: (b) => ({
    folio: {
      ...{ refcount: 1, safe: 1, accessible: 0, lock: null, owner: 'guest' },
      ...{ mapped: false, pins: [] },
    },
    task: {
      ...table(b.hosts, { at: 'user' }),
      ...table(b.converters, () => ({ at: 'vmm', ...idle({ user: false }) })),
      ...table(b.scanners, { at: 'scan' }),
    },
  }),

  actions: { ...hostActions(), ...scanActions(), ...accessActions() },

  card: each({}, ({ folio }) => ({
    'can touch it': { host: folio.mapped || folio.pins.length > 0, guest: folio.owner === 'guest' },
    'hypervisor gives it to': folio.owner,
    refcount: folio.refcount,
    'safe references': folio.safe,
    'users that want access': folio.accessible,
    'host PTE': folio.mapped,
    'held by': { pin: folio.pins },
    'locked by': folio.lock,
  })),

  always: {
    /** P1: what the guest owns is neither mapped nor pinned. */
    isolation: {
      noHostPte: ({ folio }) => folio.owner === 'host' || !folio.mapped,
      noHostPin: ({ folio }) => folio.owner === 'host' || folio.pins.length === 0,
    },
    /** Whoever wants access has it: the guest does not own what somebody uses. */
    usersHaveAccess: ({ folio }) => folio.accessible === 0 || folio.owner === 'host',
    /** P3: the count is what is held, and `safe` what of it the library knows. */
    countsAreExact: {
      refcount: (s) => {
        const { mapped, pins, refcount } = s.folio;
        const passing = scanner.values.filter((id) => s.task[id]?.at === 'scan_put').length;
        return refcount === 1 + Number(mapped) + pins.length + passing + tasksAt(s, holding);
      },
      safe: (s) => s.folio.safe === 1 + tasksAt(s, counted),
      accessible: (s) => {
        return s.folio.accessible === vmm.values.filter((id) => s.task[id]?.user).length;
      },
    },
  },
  step: {
    /** P8: a wait times out only while somebody has a reference that the library does not know. */
    timeoutHasACause: (before, { action }) => {
      if (action !== 'wait_times_out') return true;
      const { mapped, pins } = before.folio;
      const passing = scanner.values.some((id) => before.task[id]?.at === 'scan_put');
      return mapped || pins.length > 0 || passing || tasksAt(before, uncounted) > 0;
    },
    /** P9: a wait that times out leaves the number of users as it was. */
    timeoutChangesNothing: (before, { action, params }) => {
      if (action !== 'unlock') return true;
      const { late, was } = before.task[params.task];
      return !late || before.folio.accessible === was;
    },
  },
  leadsTo: { callsReturn: calls.callsReturn },
  recoverable: {
    everyCallReturns: calls.everyCallReturns,
    canBecomePrivate: ({ folio }) => folio.owner === 'guest',
    canBecomeShared: ({ folio }) => folio.owner === 'host',
  },
  reachable: {
    hostMapsThePage: ({ folio }) => folio.mapped,
    hostPinsThePage: ({ folio }) => folio.pins.length > 0,
    anotherUserIsBusy: each({ vmm }, (s, { vmm }) => {
      return s.task[vmm].errno === '-EBUSY' && !s.task[vmm].late;
    }),
    /** Known references do not keep a page from the guest. */
    aKnownReferenceStays: (s) => s.folio.owner === 'guest' && s.folio.safe > 1,
    /** Section 3.4: refused, and mappings gone, though nobody has the page pinned. */
    aPassingReferenceRefuses: each({ vmm }, (s, { vmm }) => {
      return s.task[vmm].late && s.folio.pins.length === 0;
    }),
  },
});

function tasksAt(s: Accessible, labels: readonly string[]): number {
  return vmm.values.filter((id) => labels.includes(s.task[id]?.at ?? '')).length;
}
