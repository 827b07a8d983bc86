/**
 * guest_memfd with 1G pages: a huge folio is split while a part of it is shared, and merged when
 * all of it is private again or the inode is gone.
 *
 * Source: model of Tng, 1G page RFC v2 (14 May 2025), cover.1747264138, 51 patches; superseded.
 * README.md says what is left out.
 */
import { flag, protocol, table, union } from '../../engine/index.ts';
import { callLaws } from '../parts/calls.ts';
import { host, page, puncher, scanner, vmm } from '../parts/ids.ts';
import { convertActions, idleConverter, rangeOf } from './convert.ts';
import { type Hugetlb, heldWith, isHeld, pagesOf, worker } from './state.ts';
import { useActions } from './use.ts';

const { model, each } = protocol<Hugetlb>();
const calls = callLaws<'host0' | 'host1' | 'host2' | 'vmm0' | 'vmm1' | 'scanner0' | 'scanner1'>(
  union(host, vmm, scanner),
);

export const guestMemfdHugetlb = model({
  name: 'guest_memfd_hugetlb',
  title: 'shareability, and the split and the merge of a huge folio',
  source: '1G page support, Tng, RFC v2, 14 May 2025; never merged, repaired here',

  bounds: {
    hosts: host.count(1, { min: 0 }),
    pages: page.count(2, { min: 2, max: 2 }),
    converters: vmm.count(1),
    punchers: puncher.count(1, { min: 0 }),
    scanners: scanner.count(1, { min: 0 }),
    /** A private unmap may fail. */
    tdx_errors: flag(false),
  },

  init: (b) => ({
    invalidate_lock: { owner: null },
    page: table(b.pages, {
      ...{ attr: 'private', pins: [], mapped: false, transient: false, error: false },
    }),
    layout: 'huge',
    hvo: true,
    stash: null,
    closed: false,
    queued: false,
    task: {
      ...table(b.hosts, { at: 'user', pinned: null, preempt: 0 }),
      ...table(b.converters, () => idleConverter),
      ...table(b.scanners, { at: 'scan', page: null }),
      ...table(b.punchers, { at: 'punch', page: null }),
      ...table(worker, { at: 'drain' }),
    },
  }),

  actions: { ...useActions(), ...convertActions() },

  card: each({ page }, (s, { page }) => {
    const { attr, pins, mapped, transient, error } = s.page[page];
    return {
      attribute: attr,
      'can touch it': { host: mapped || pins.length > 0 },
      'host PTE': mapped,
      'held by': {
        pin: pins,
        transient: transient ? ['a walker'] : [],
        error: error ? ['a failed unmap'] : [],
      },
      folio: s.layout,
      'vmemmap optimised': s.hvo,
    };
  }),

  always: {
    /** P1: no host mapping and no pin of a private page. */
    isolation: {
      noHostPte: each({ page }, (s, { page }) => {
        return s.page[page].attr !== 'private' || !s.page[page].mapped;
      }),
      noHostPin: each({ page }, (s, { page }) => {
        return s.page[page].attr !== 'private' || s.page[page].pins.length === 0;
      }),
    },
    /** P4: what is back in the pool is in one piece and nobody's. */
    poolIsUnused: (s) => s.layout !== 'pool' || pagesOf(s).every((id) => !isHeld(s.page[id])),
    /** P3: a task has at most one pin of a page, which it knows of. */
    pinsAreKnown: each({ host, page }, (s, { host, page }) => {
      const pins = s.page[page].pins.filter((id) => id === host);
      return pins.length === Number(s.task[host].pinned === page);
    }),
    /** P4: optimised while in one piece, as it was before the split; BUG_ON() else. */
    vmemmapAgrees: (s) => (s.layout === 'split' ? !s.hvo && s.stash === true : s.hvo && !s.stash),
    /** A page that is shared is of a split folio, whenever no call is under way. */
    sharedIsSplit: (s) =>
      s.invalidate_lock.owner !== null ||
      s.layout === 'split' ||
      s.layout === 'pool' ||
      pagesOf(s).every((id) => s.page[id].attr === 'private'),
  },
  step: {
    /** P9: success changed the whole range; failure changed nothing and names a page in it. */
    errorContract: (before, { action, params }) => {
      if (action !== 'cvt_unlock') return true;
      const me = before.task[params.task];
      const range = rangeOf(me);
      if (me.errno === 0)
        return before.closed || range.every((id) => before.page[id].attr === me.to);
      return range.every((id, i) => before.page[id].attr === me.was[i]);
    },
    /** P8: -EAGAIN means a reference to the page it names, which somebody can drop. */
    eagainHasACause: (before, { params }, after) => {
      const id = vmm.values.find((each) => each === params.task);
      if (!id || after.task[id].errno !== '-EAGAIN' || before.task[id].errno !== 0) return true;
      const { error_offset, to } = after.task[id];
      const held = to === 'shared' && error_offset ? heldWith(before, error_offset) : error_offset;
      const found = held && before.page[held];
      return !!found && (found.transient || found.pins.length > 0 || found.mapped);
    },
    /** P4: a walker gets a reference only where the count is not zero. */
    noGetFromZero: (before, _, after) =>
      pagesOf(before).every((id) => {
        const counted =
          before.layout !== 'pool' && (!before.closed || heldWith(before, id) !== null);
        return before.page[id].transient || !after.page[id].transient || counted;
      }),
    /** P12: what is zeroed is the inode's, and not back in the pool. */
    zeroesItsOwn: (before, { action }) => action !== 'punch_zero' || !before.closed,
    /** P12: what somebody has pinned is not zeroed under him. */
    notZeroedUnderAPin: (before, { action, params }) => {
      if (action !== 'punch_zero') return true;
      const { page } = before.task[params.task];
      return page === null || before.page[page].pins.length === 0;
    },
  },
  leadsTo: {
    callsReturn: calls.callsReturn,
    /** P8: what is split is merged, once nobody holds a piece of what nobody has any more. */
    isMerged: { from: (s) => s.queued, to: (s) => s.layout === 'pool' },
  },
  recoverable: {
    everyCallReturns: calls.everyCallReturns,
    /** P8: the memory comes back once the inode is gone, but for what could not be unmapped. */
    comesBackToThePool: (s) => s.layout === 'pool' || pagesOf(s).some((id) => s.page[id].error),
  },
  reachable: {
    isSplit: (s) => s.layout === 'split',
    isBackInThePool: (s) => s.layout === 'pool',
    hostPinsThePage: each({ page }, (s, { page }) => s.page[page].pins.length > 0),
    aPinOutlivesTheInode: (s) => s.closed && s.page.page0.pins.length > 0,
    /** Section 3.4: mappings are gone after a conversion that failed. */
    failureLeavesMappingsGone: each({ vmm }, (s, { vmm }) => {
      const { at, errno, zapped } = s.task[vmm];
      return at === 'cvt_unlock' && errno === '-EAGAIN' && zapped;
    }),
    /** Section 3.4: -EAGAIN with no accessing reference. */
    aPassingReferenceRefuses: each({ vmm }, (s, { vmm }) => {
      const { errno } = s.task[vmm];
      const isPassing = pagesOf(s).some((id) => s.page[id].transient);
      const isUsed = pagesOf(s).some((id) => s.page[id].pins.length > 0 || s.page[id].mapped);
      return errno === '-EAGAIN' && isPassing && !isUsed;
    }),
  },
});
