/** S16 to S30: named in threads, commits and CVEs. */
import type { Scenario } from './scenario.ts';

export const documented: readonly Scenario[] = [
  {
    id: 'S16',
    name: 'An error reference makes -EAGAIN permanent.',
    status: 'DOC',
    source: 'Tng, Zhao, Jun 2025, on Tng 1G page RFC v2',
    mutations: {
      guest_memfd_conversion: [
        'an unmap that fails leaves a reference for good, and -EAGAIN never clears',
      ],
    },
    ofItsOwn: ['guest_memfd_hugetlb'],
  },
  {
    id: 'S17',
    name: 'The reference of an LRU batch makes every try fail.',
    status: 'DOC',
    source: 'Babka, Jan 2025; lru_cache_drain_for_folio(); 98c6d259319e',
    mutations: {
      guest_memfd_callback: ['an lru_add batch is never flushed, and its index waits for ever'],
      guest_memfd_conversion: [
        'the lru_add batches are not drained before the count is judged',
        'nobody drains the lru_add batches, and every try meets the reference of one',
      ],
    },
    ofItsOwn: ['s390_make_secure'],
  },
  {
    id: 'S18',
    name: 'A conversion that fails leaves the mappings gone.',
    status: 'DOC',
    source: 'Zhao, 4 Jun 2025, on Tng 1G page RFC v2',
    accepted: { guest_memfd_conversion: ['failsAndHasUnmapped'] },
  },
  {
    id: 'S19',
    name: 'A split spins until it can freeze the count, with the lock held.',
    status: 'DOC',
    source: 'Zhao, 2025, on Tng 1G page RFC v2',
    ofItsOwn: ['guest_memfd_hugetlb'],
  },
  {
    id: 'S20',
    name: 'Split and merge do not restore the same flags.',
    status: 'DOC',
    source: 'Roth, 2025, on Tng 1G page RFC v2',
    ofItsOwn: ['guest_memfd_hugetlb'],
  },
  {
    id: 'S21',
    name: 'A merge at the last put runs in atomic context.',
    status: 'DOC',
    source: 'Tng 1G page RFC v2, 14 May 2025: PGTY_guestmem_hugetlb and a workqueue',
    ofItsOwn: ['guest_memfd_hugetlb'],
  },
  {
    id: 'S22',
    name: 'One path lacks the check for unexpected references.',
    status: 'DOC',
    source: 'Zhao, 2025, on Tng 1G page RFC v2',
    ofItsOwn: ['guest_memfd_hugetlb'],
  },
  {
    id: 'S23',
    name: 'Populating takes mmap_lock under the invalidate lock, a fault the other way round.',
    status: 'DOC',
    source: 'Zhao, Jul 2025; Roth, 8 Jan 2026; 2a62345b3052',
    mutations: {
      guest_memfd_conversion: ['populating reads its source with the invalidate lock held'],
    },
  },
  {
    id: 'S24',
    name: 'Populating takes the invalidate lock that it holds.',
    status: 'DOC',
    source: 'Zhao, Jul 2025; Roth, 8 Jan 2026',
    mutations: {
      guest_memfd_conversion: [
        'populating maps the page with the invalidate lock held, and mapping takes it too',
      ],
    },
  },
  {
    id: 'S25',
    name: 'A sleeping lock is taken under mmu_lock.',
    status: 'DOC',
    source: 'in-place conversion series RFC v5, 28 Apr 2026',
    mutations: {
      guest_memfd_conversion: [
        'the attribute is read under the invalidate lock from inside mmu_lock',
      ],
    },
  },
  {
    id: 'S26',
    name: 'The filter of the invalidation is frozen when the inode is created.',
    status: 'DOC',
    source: 'e088c7f86bef; in-place conversion series v7 16/42',
    mutations: {
      guest_memfd_conversion: [
        'punching a hole zaps only the mappings that the inode was created for',
      ],
    },
  },
  {
    id: 'S27',
    name: 'An index without an entry counts as shared.',
    status: 'DOC',
    source: 'Wu, 22 Jun 2026, on the in-place conversion series v8',
    mutations: {
      guest_memfd_conversion: ['a host fault takes an index without an entry for shared'],
    },
  },
  {
    id: 'S28',
    name: 'One hook is for teardown and for conversion.',
    status: 'DOC',
    source: 'Tabba, 19 Jun 2026, on the in-place conversion series v8',
    mutations: {
      guest_memfd_conversion: [
        'one hook is for teardown and for conversion, and a conversion wipes the page',
      ],
    },
  },
  {
    id: 'S29',
    name: 'A page that was not initialised reaches the guest.',
    status: 'DOC',
    source: 'Sashiko review of the in-place conversion series; cb0544296a33',
    mutations: { guest_memfd_conversion: ['a page that is populated from nowhere is not zeroed'] },
  },
  {
    id: 'S30',
    name: 'A dying file keeps its bindings.',
    status: 'DOC',
    source: 'CVE-2025-40274; ae431059e75d',
    mutations: {
      guest_memfd_binding: ['a file that cannot be got is taken for one that is unbound'],
    },
  },
];
