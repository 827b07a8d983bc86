/** X20 to X36: derived from posted code, hypotheses for the checker. */
import type { Scenario } from './scenario.ts';

export const derivedLater: readonly Scenario[] = [
  {
    id: 'X20',
    name: 'States are erased by guest frame where they are kept by offset.',
    status: 'DER',
    source: 'model of Tabba v6 6/7, 18 Mar 2025',
    mutations: {
      guest_memfd_callback: [
        'as posted in v6: truncation restores and erases by guest frame where states are by offset',
      ],
    },
  },
  {
    id: 'X21',
    name: 'A sleeping lookup is made under mmu_lock.',
    status: 'DER',
    source: 'model of Tabba v6 6/7, 18 Mar 2025',
    mutations: {
      guest_memfd_callback: [
        'as posted in v6: the invalidation locks pending folios under mmu_lock',
      ],
    },
  },
  {
    id: 'X22',
    name: 'Truncation resets the state to its default.',
    status: 'DER',
    source: 'model of Tabba v6 6/7, 18 Mar 2025',
    mutations: {
      guest_memfd_callback: [
        'as posted in v6: truncation erases the state, and no entry reads ALL_SHARED',
      ],
      guest_memfd_conversion: ['truncation resets the attribute to its default'],
    },
  },
  {
    id: 'X23',
    name: 'A folio is punched under a pin, and its index is converted: accepted.',
    status: 'DER',
    source: 'from kvm_gmem_punch_hole(), v6.18',
    accepted: {
      guest_memfd_callback: ['aPinOutlivesTheHole'],
      guest_memfd_conversion: ['aPinOutlivesTheHole'],
    },
  },
  {
    id: 'X24',
    name: 'A guest fault does not check the sequence again.',
    status: 'DER',
    source: 'from mmu_invalidate_retry_gfn(), v6.18',
    mutations: {
      guest_memfd_conversion: [
        'the guest fault does not check whether an invalidation went by',
        'the guest fault compares the sequence, not whether an invalidation is in progress',
      ],
    },
    ofItsOwn: ['guest_memfd_mmap'],
  },
  {
    id: 'X26',
    name: "Only the VM of the caller's own file is zapped.",
    status: 'DER',
    source: 'from the loop over files of the in-place conversion series',
    mutations: { guest_memfd_conversion: ['only the first VM is invalidated'] },
  },
  {
    id: 'X27',
    name: 'Guest mappings are zapped only after make_shared.',
    status: 'DER',
    source: 'from the order of the in-place conversion series',
    mutations: { guest_memfd_conversion: ['guest mappings are zapped only after make_shared'] },
  },
  {
    id: 'X28',
    name: 'A pin that is never given up leaves an index in NONE for ever.',
    status: 'DER',
    source: 'model of Tabba v5 to v7',
    mutations: { guest_memfd_callback: ['a pin is never given up, and its index waits for ever'] },
  },
  {
    id: 'X29',
    name: 'A pin of another page of a large folio makes a conversion fail.',
    status: 'DER',
    source: 'from the size of folios in Tng 1G page RFC v2',
    ofItsOwn: ['guest_memfd_hugetlb'],
  },
  {
    id: 'X30',
    name: 'memory_failure() takes the invalidate lock under the folio lock.',
    status: 'DER',
    source: 'model of kvm_gmem_error_folio(), v6.18; unconfirmed',
    mutations: {
      guest_memfd_conversion: ['memory_failure() takes the invalidate lock under the folio lock'],
    },
    ofItsOwn: ['guest_memfd_mmap'],
  },
  {
    id: 'X31',
    name: 'A reference of the checker itself counts as foreign.',
    status: 'DER',
    source: 'from dcde2f853ff4',
    mutations: { guest_memfd_conversion: ["the checker's own reference is not counted"] },
    ofItsOwn: ['s390_make_secure'],
  },
  {
    id: 'X33',
    name: 'A conversion of an index without a folio is lost.',
    status: 'DER',
    source: 'from guest_memfd_conversions_test, v7',
    mutations: {
      guest_memfd_conversion: [
        'the attribute is kept in the folio, and a new folio has the default',
      ],
    },
  },
  {
    id: 'X34',
    name: 'The direct map is restored before the page is scrubbed.',
    status: 'DER',
    source: 'from the direct-map removal series, Roy and Kalyazin',
    ofItsOwn: ['direct_map'],
  },
  {
    id: 'X35',
    name: 'A pending folio is cleared a second time.',
    status: 'DER',
    source: 'model of Tabba RFC v5 5/15 and 6/15, 17 Jan 2025',
    mutations: {
      guest_memfd_callback: [
        'as posted in v5: a pending index is judged again, by a count that the cache has left',
      ],
    },
  },
  {
    id: 'X36',
    name: 'The callback runs in the context of an innocent third party.',
    status: 'DER',
    source: 'model of Tabba v6 5/7, 18 Mar 2025',
    mutations: {
      guest_memfd_callback: [
        'as posted in v6: the callback runs in a walker that holds a spin lock',
      ],
    },
  },
];
