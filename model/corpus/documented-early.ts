/** S01 to S15: named in threads, commits and CVEs. */
import type { Scenario } from './scenario.ts';

export const documentedEarly: readonly Scenario[] = [
  {
    id: 'S01',
    name: 'A transient reference makes an exact-count test fail.',
    status: 'DOC',
    source: 'Shutemov, 10 Oct 2024, on Tabba RFC v3',
    accepted: {
      guest_memfd_callback: ['anIndexWaitsForAWalkerOnly'],
      guest_memfd_conversion: ['failsForATransientOnly'],
    },
    ofItsOwn: ['guest_memfd_exact_count'],
  },
  {
    id: 'S02',
    name: 'The reference is put before the folio is unlocked.',
    status: 'DOC',
    source: 'Shutemov, 10 Oct 2024, on Tabba RFC v3 4/11',
    ofItsOwn: ['guest_memfd_exact_count'],
  },
  {
    id: 'S03',
    name: 'The expected count is the constant 2, whatever the size of the folio.',
    status: 'DOC',
    source: 'Tng, 2024, on Tabba RFC v3 4/11',
    ofItsOwn: ['guest_memfd_exact_count'],
  },
  {
    id: 'S04',
    name: 'The callback is armed in another critical section than the one that judged.',
    status: 'DOC',
    source: 'Annapurve, 5 Feb 2025, on Tabba RFC v5',
    mutations: {
      guest_memfd_callback: [
        'as posted in v5: the callback is registered in a critical section of its own',
      ],
    },
  },
  {
    id: 'S05',
    name: 'The callback runs on a folio that has no mapping any more.',
    status: 'DOC',
    source: 'Tng, 22 Jan 2025, on Tabba RFC v5',
    mutations: {
      guest_memfd_callback: [
        'as posted in v5: the callback does not ask whether the folio still has a mapping',
      ],
    },
  },
  {
    id: 'S06',
    name: 'Truncation of a pending folio drops the references of the page cache twice.',
    status: 'DOC',
    source: 'Tng, 6 Feb 2025, on Tabba RFC v5',
    mutations: {
      guest_memfd_callback: [
        'as posted in v5: truncating a pending folio takes the page cache reference once more',
      ],
    },
  },
  {
    id: 'S07',
    name: 'The final put is in atomic context, and the callback sleeps.',
    status: 'DOC',
    source: 'Annapurve, 21 Mar 2025; Tabba, 3 Apr 2025',
    mutations: {
      guest_memfd_callback: [
        'as posted in v6: the callback takes the invalidate lock in whatever context it runs',
        'as posted in v7: the callback takes the folio lock inside offsets_lock',
      ],
    },
  },
  {
    id: 'S08',
    name: 'An rwlock is held across an allocation.',
    status: 'DOC',
    source: 'Tng, 2 Apr 2025, on Tabba v7',
    mutations: {
      guest_memfd_callback: ['as posted in v7: the host fault allocates under the rwlock'],
    },
  },
  {
    id: 'S09',
    name: 'The callback outlives the module that it is in.',
    status: 'DOC',
    source: 'Hildenbrand; Tng, 17 Mar 2025; Christopherson, 2-3 Apr 2025',
    mutations: {
      guest_memfd_callback: [
        'as posted in v5: the callback is in a module that is unloaded while a folio waits',
      ],
    },
  },
  {
    id: 'S10',
    name: 'A conversion does not invalidate the mappings of the guest.',
    status: 'DOC',
    source: 'Christopherson, 2-3 Apr 2025, on Tabba v7',
    mutations: {
      guest_memfd_callback: ['as posted in v7: sharing and unsharing leave guest mappings alone'],
      guest_memfd_conversion: ['the conversion does not invalidate guest mappings'],
    },
  },
  {
    id: 'S11',
    name: 'A warning fires because of a speculative reference.',
    status: 'DOC',
    source: 'Babka, Jan-Feb 2025, on Tabba RFC v5',
    mutations: {
      guest_memfd_callback: [
        'as posted in v5: the callback warns of a count that a walker has raised again',
      ],
    },
  },
  {
    id: 'S12',
    name: 'The count is read and acted on, not frozen.',
    status: 'DOC',
    source: 'Shutemov, Babka, Tng, Jan-Feb 2025, on Tabba RFC v5',
    mutations: {
      guest_memfd_callback: ['as posted in v5: the count is read and acted on, not frozen'],
      guest_memfd_conversion: ['the counts are acted on after the invalidate lock is dropped'],
    },
  },
  {
    id: 'S13',
    name: 'The host fault is not serialised with the state that it tests.',
    status: 'DOC',
    source: 'Xu, 10 Oct 2024, on Tng 1G page RFC v1 26/39',
    mutations: { guest_memfd_conversion: ['the fault does not take the invalidate lock'] },
  },
  {
    id: 'S14',
    name: 'The getter of a shared folio tests the state outside the lock.',
    status: 'DOC',
    source: 'Christopherson; Zhao, 17 Jun 2025, on the mmap series',
    mutations: {
      guest_memfd_conversion: ['the fault reads the attribute before it takes the invalidate lock'],
    },
  },
  {
    id: 'S15',
    name: 'A long-term pin blocks a conversion for ever.',
    status: 'DOC',
    source: 'Kardashevskiy, Gunthorpe, 24 Jun 2025, on Tng 1G page RFC v2',
    mutations: { guest_memfd_conversion: ['a pin of unbounded life is never given up'] },
  },
];
