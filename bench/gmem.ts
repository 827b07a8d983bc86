/**
 * gmem: a page goes from shared to private while host threads fault, pin and unmap it. Small, and
 * written for other checkers too (see README.md beside this file), so that counts can be compared.
 *
 * Out of scope: locks, the folio's page type, truncation; for those see the protocols in model/.
 */
import { mutations, oneOf, protocol, range, table } from 'lastref';

type Page = 'page0' | 'page1' | 'page2' | 'page3' | 'page4' | 'page5' | 'page6' | 'page7';
type Host = 'host0' | 'host1' | 'host2' | 'host3';

/** A host thread, and the page that its lock-free pin is about. */
interface HostThread {
  readonly at: 'idle' | 'gup_get' | 'gup_check';
  readonly target: Page | null;
}

interface Gmem {
  readonly share: Readonly<Record<Page, 'SHARED' | 'UNSHARING' | 'PRIVATE'>>;
  /** One for the page cache, one for each pin, one for each reference taken and not yet kept. */
  readonly refs: Readonly<Record<Page, number>>;
  readonly mapped: Readonly<Record<Host, Readonly<Record<Page, boolean>>>>;
  readonly pins: Readonly<Record<Host, Readonly<Record<Page, number>>>>;
  readonly host: Readonly<Record<Host, HostThread>>;
  /** Most pins that one host thread may hold on one page; never written. */
  readonly pinLimit: number;
}

const { model, thread, each } = protocol<Gmem>();
const page = oneOf('page0', 'page1', 'page2', 'page3', 'page4', 'page5', 'page6', 'page7');
const host = oneOf('host0', 'host1', 'host2', 'host3');
const onHost = thread('host', host);

export const gmem = model({
  name: 'gmem',
  title: 'one small protocol, written for several checkers, to compare counts and speed',
  bounds: {
    pages: page.count(2, { symmetric: true }),
    hosts: host.count(2, { symmetric: true }),
    pins: range(1, { min: 1, max: 8 }),
  },

  init: ({ pages, hosts, pins }) => ({
    share: table(pages, 'SHARED'),
    refs: table(pages, 1),
    mapped: table(hosts, table(pages, false)),
    pins: table(hosts, table(pages, 0)),
    host: table(hosts, { at: 'idle', target: null }),
    pinLimit: pins,
  }),

  actions: {
    map: onHost('idle', {
      params: { page },
      when: (s, { host, page }) => s.share[page] === 'SHARED' && !s.mapped[host][page],
      then: (s, { host, page }) => {
        s.mapped[host][page] = true;
        return 'idle';
      },
    }),
    unmap: onHost('idle', {
      params: { page },
      when: (s, { host, page }) => s.mapped[host][page],
      then: (s, { host, page }) => {
        s.mapped[host][page] = false;
        return 'idle';
      },
    }),
    unpin: onHost('idle', {
      params: { page },
      when: (s, { host, page }) => s.pins[host][page] > 0,
      then: (s, { host, page }) => {
        s.pins[host][page] -= 1;
        s.refs[page] -= 1;
        return 'idle';
      },
    }),

    // A pin in three steps, none of which takes a lock: read the PTE, get a reference, re-check.
    gup_read: onHost('idle', {
      params: { page },
      when: (s, { host, page }) => s.mapped[host][page] && s.pins[host][page] < s.pinLimit,
      then: (_, { me, page }) => {
        me.target = page;
        return 'gup_get';
      },
    }),
    gup_get: onHost('gup_get', {
      then: (s, { me }) => {
        if (me.target) s.refs[me.target] += 1;
        return 'gup_check';
      },
    }),
    gup_check: onHost('gup_check', {
      then: (s, { host, me }) => {
        if (me.target && s.mapped[host][me.target]) s.pins[host][me.target] += 1;
        else if (me.target) s.refs[me.target] -= 1;
        me.target = null;
        return 'idle';
      },
    }),

    req_private: {
      params: { page },
      when: (s, { page }) => s.share[page] === 'SHARED',
      then: (s, { page }) => {
        s.share[page] = 'UNSHARING';
        for (const mapped of Object.values(s.mapped)) mapped[page] = false;
      },
    },
    complete: {
      params: { page },
      when: (s, { page }) => s.share[page] === 'UNSHARING' && s.refs[page] === 1,
      then: (s, { page }) => {
        s.share[page] = 'PRIVATE';
      },
    },
    req_shared: {
      params: { page },
      when: (s, { page }) => s.share[page] === 'PRIVATE',
      then: (s, { page }) => {
        s.share[page] = 'SHARED';
      },
    },
  },

  always: {
    privateIsClean: {
      unmapped: each(
        { page, host },
        (s, { page, host }) => s.share[page] !== 'PRIVATE' || !s.mapped[host][page],
      ),
      unpinned: each(
        { page, host },
        (s, { page, host }) => s.share[page] !== 'PRIVATE' || s.pins[host][page] === 0,
      ),
    },
  },
  reachable: {
    goesPrivate: each({ page }, (s, { page }) => s.share[page] === 'PRIVATE'),
    pinnedWhileUnsharing: each(
      { page, host },
      (s, { page, host }) => s.share[page] === 'UNSHARING' && s.pins[host][page] > 0,
    ),
  },
});

export const gmemMutations = mutations(gmem, {
  'completion does not wait for references': {
    id: 'BUG=1',
    breaks: 'privateIsClean',
    replace: {
      complete: {
        params: { page },
        when: (s, { page }) => s.share[page] === 'UNSHARING',
        then: (s, { page }) => {
          s.share[page] = 'PRIVATE';
        },
      },
    },
  },
  'the re-check of the PTE is left out': {
    id: 'BUG=2',
    breaks: 'privateIsClean',
    replace: {
      gup_check: onHost('gup_check', {
        then: (s, { host, me }) => {
          if (me.target) s.pins[host][me.target] += 1;
          me.target = null;
          return 'idle';
        },
      }),
    },
  },
});
