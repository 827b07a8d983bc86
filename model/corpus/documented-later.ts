/** S31 to S45: named in threads, commits and CVEs. */
import type { Scenario } from './scenario.ts';

export const documentedLater: readonly Scenario[] = [
  {
    id: 'S31',
    name: 'KVM_MEM_GUEST_MEMFD is toggled on a slot that exists.',
    status: 'DOC',
    source: 'CVE-2025-68810; 9935df5333aa',
    mutations: { guest_memfd_binding: ['KVM_MEM_GUEST_MEMFD is cleared on a slot that exists'] },
  },
  {
    id: 'S32',
    name: 'A memory error that was handled is reported as a failure.',
    status: 'DOC',
    source: 'Wang, 15 Oct 2025',
    ofItsOwn: ['guest_memfd_mmap'],
  },
  {
    id: 'S33',
    name: 's390: the expected count is read with the PTE lock dropped.',
    status: 'DOC',
    source: '5cbe24350b7d; d8dfda5af0be (6.14)',
    ofItsOwn: ['s390_make_secure'],
  },
  {
    id: 'S34',
    name: 's390: success is returned where a retry was needed.',
    status: 'DOC',
    source: 'fix of 16 May 2025',
    ofItsOwn: ['s390_make_secure'],
  },
  {
    id: 'S35',
    name: 'secretmem: GUP-fast decides by an LRU flag.',
    status: 'DOC',
    source: 'CVE-2024-35872',
    ofItsOwn: ['secretmem'],
  },
  {
    id: 'S36',
    name: 'secretmem: the loser of a double fault frees its page, then restores the direct map.',
    status: 'DOC',
    source: '6f86d0534fdd',
    ofItsOwn: ['secretmem'],
  },
  {
    id: 'S37',
    name: 'A flag of the mapping is read without the folio lock.',
    status: 'DOC',
    source: '0003e2a41468',
    mutations: {
      guest_memfd_conversion: [
        "a walker reads a flag of the folio's mapping without the folio lock",
      ],
    },
  },
  {
    id: 'S38',
    name: 'The hypervisor flips the page before the host converts it.',
    status: 'DOC',
    source: 'Tabba, Jun 2026, on the in-place conversion series v8',
    mutations: {
      guest_memfd_conversion: [
        'the hypervisor takes a page at the hypercall, before the host has converted it',
      ],
    },
  },
  {
    id: 'S39',
    name: 'A release meets a slot that was made anew.',
    status: 'DOC',
    source: 'comment in virt/kvm/guest_memfd.c, v6.18',
    mutations: {
      guest_memfd_binding: ['a slot is deleted without waiting for those that have found it'],
    },
  },
  {
    id: 'S40',
    name: 'Shared pages are prepared as private ones are.',
    status: 'DOC',
    source: 'in-place conversion series v7 7/42',
    mutations: { guest_memfd_conversion: ['shared pages are made private too'] },
  },
  {
    id: 'S42',
    name: 'mmap without shared state lets the host fault private memory.',
    status: 'DOC',
    source: 'fe2bf6234e94 (6.18-rc)',
    ofItsOwn: ['guest_memfd_mmap'],
  },
  {
    id: 'S43',
    name: 'Punching a hole zaps only private mappings.',
    status: 'DOC',
    source: '5d3341d684be (6.18-rc)',
    mutations: { guest_memfd_conversion: ['punching a hole zaps only private mappings'] },
    ofItsOwn: ['guest_memfd_mmap'],
  },
  {
    id: 'S44',
    name: 'pKVM: a share hypercall that fails is not rolled back.',
    status: 'DOC',
    source: 'Tabba; Fixes: 246c976c370d',
    not: 'the two page tables of EL2 are one owner here, which changes in one step',
  },
  {
    id: 'S45',
    name: 'References that come again and again starve the retry.',
    status: 'DOC',
    source: 'KVM_SET_MEMORY_ATTRIBUTES2 in api.rst of the in-place conversion series',
    mutations: {
      guest_memfd_callback: ['two walkers take turns for ever, and no put is the last one'],
      guest_memfd_conversion: [
        'a walker comes by for ever, and every try meets its reference',
        'host threads fault the page in again before every try',
      ],
    },
    accepted: { guest_memfd_conversion: ['failsForATransientOnly'] },
  },
];
