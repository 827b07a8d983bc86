/** X01 to X19: derived from posted code, hypotheses for the checker. */
import type { Scenario } from './scenario.ts';

export const derived: readonly Scenario[] = [
  {
    id: 'X01',
    name: 'Registering an idle folio deadlocks on its own last put.',
    status: 'DER',
    source: 'model of Tabba v6 and v7 5/7, Mar 2025',
    mutations: {
      guest_memfd_callback: [
        'as posted in v6: an idle folio is armed too, and its last put waits for the lock it holds',
        'as posted in v7: an idle folio is armed too, and its last put spins on the lock it holds',
      ],
    },
  },
  {
    id: 'X02',
    name: 'The last put is that of the task which holds the lock.',
    status: 'DER',
    source: 'model of Tabba RFC v5 6/15, 17 Jan 2025',
    mutations: {
      guest_memfd_callback: [
        'as posted in v5: the last put is the own put of the task that holds the lock',
      ],
    },
  },
  {
    id: 'X03',
    name: 'A lookup spins on a count of 0 while it holds the lock.',
    status: 'DER',
    source: 'model of Tabba v6 5/7 and 6/7, 18 Mar 2025',
    mutations: {
      guest_memfd_callback: [
        'as posted in v6: setting shared spins on a folio whose callback waits for the same lock',
      ],
    },
  },
  {
    id: 'X04',
    name: 'The hook in the put calls itself without end.',
    status: 'DER',
    source: 'model of the hook in mm, Tabba, 18 Mar 2025',
    mutations: {
      guest_memfd_callback: [
        'the hook frees a folio that has no mapping by a put that finds the type again',
      ],
    },
  },
  {
    id: 'X05',
    name: 'A folio is freed twice after its callback.',
    status: 'DER',
    source: 'model of the hook in mm, Tabba, 18 Mar 2025',
    mutations: {
      guest_memfd_callback: [
        'the hook looks at the count after the callback, and frees a folio once more',
      ],
    },
  },
  {
    id: 'X06',
    name: 'A transition that was cancelled is completed.',
    status: 'DER',
    source: 'model of Tabba v6 5/7, 18 Mar 2025',
    mutations: {
      guest_memfd_callback: [
        'a conversion that was cancelled while its callback waited is completed all the same',
      ],
    },
  },
  {
    id: 'X07',
    name: 'The callback is lost, as the type comes after the references.',
    status: 'DER',
    source: 'comment on the order in Tabba RFC v5 6/15',
    mutations: {
      guest_memfd_callback: [
        'the type is set only after the references are given up, and the callback is lost',
      ],
    },
  },
  {
    id: 'X08',
    name: 'The type is set while the folio is mapped.',
    status: 'DER',
    source: 'the test for mapcount left out of Tabba RFC v5 6/15',
    mutations: { guest_memfd_callback: ['the type is set while host page tables map the folio'] },
  },
  {
    id: 'X09',
    name: 'A freeze is not undone on an error path.',
    status: 'DER',
    source: 'from xa_store() of Tabba v6 5/7, which may fail',
    mutations: {
      guest_memfd_callback: ['a freeze is not undone where the state cannot be stored'],
    },
    ofItsOwn: ['s390_make_secure'],
  },
  {
    id: 'X10',
    name: 'Only the mapcount is checked.',
    status: 'DER',
    source: 'from dcde2f853ff4',
    mutations: { guest_memfd_conversion: ['only the mapcount is checked, not the count'] },
    ofItsOwn: ['guest_memfd_accessible'],
  },
  {
    id: 'X11',
    name: 'The count is checked before the range is unmapped.',
    status: 'DER',
    source: 'from dcde2f853ff4',
    mutations: {
      guest_memfd_conversion: ['the counts are checked before the host mappings are taken away'],
    },
    ofItsOwn: ['guest_memfd_hugetlb'],
  },
  {
    id: 'X13',
    name: 'GUP-fast does not read the PTE again.',
    status: 'DER',
    source: 'from gup_fast_pte_range(), v6.13',
    mutations: {
      guest_memfd_callback: ['GUP-fast does not read the PTE again'],
      guest_memfd_conversion: ['GUP-fast does not read the PTE again'],
    },
    ofItsOwn: ['guest_memfd_exact_count'],
  },
  {
    id: 'X15',
    name: 'Unmapping does not flush TLBs.',
    status: 'DER',
    source: 'from zap_present_folio_ptes(), v6.13, and kvm_flush_remote_tlbs(), v6.18',
    mutations: {
      guest_memfd_conversion: [
        'host TLBs are not flushed when a PTE is taken away',
        'guest TLBs are not flushed when an SPTE is zapped',
      ],
    },
    ofItsOwn: ['guest_memfd_mmap'],
  },
  {
    id: 'X16',
    name: 'Pages are stored one by one and not rolled back.',
    status: 'DER',
    source: 'from the loops over indices of Tabba RFC v5',
    mutations: {
      guest_memfd_conversion: [
        'each page is stored as soon as it passed, and stays so when a later one fails',
      ],
    },
    ofItsOwn: ['guest_memfd_hugetlb'],
  },
  {
    id: 'X17',
    name: 'A rollback loop with an unsigned index does not end.',
    status: 'DER',
    source: 'from Tng 1G page RFC v2, 14 May 2025',
    mutations: {
      guest_memfd_conversion: [
        'pages that were stored are given back by a loop that counts down below zero',
      ],
    },
    ofItsOwn: ['guest_memfd_hugetlb'],
  },
  {
    id: 'X18',
    name: 'An inner variable hides an error.',
    status: 'DER',
    source: 'from Tng 1G page RFC v2, 14 May 2025',
    mutations: {
      guest_memfd_conversion: [
        'memory runs out for the list of what is to be done, and what it has counts as all',
      ],
    },
    ofItsOwn: ['guest_memfd_hugetlb'],
  },
  {
    id: 'X19',
    name: 'A range predicate asks for any page where it should ask for all.',
    status: 'DER',
    source: 'from Tabba RFC v5, 17 Jan 2025',
    mutations: {
      guest_memfd_callback: [
        'as posted in v5: a range counts as mappable when one of its indices is',
      ],
      guest_memfd_conversion: ['a range of which one page has the attribute counts as done'],
    },
  },
];
