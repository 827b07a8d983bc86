/**
 * Every scenario of the corpus, expressed or not: ways in which memory sharing between a host and
 * a guest goes wrong, from threads, commits and CVEs (DOC) or derived from posted code (DER).
 */
import { derived } from './derived.ts';
import { derivedLater } from './derived-later.ts';
import { documented } from './documented.ts';
import { documentedEarly } from './documented-early.ts';
import { documentedLater } from './documented-later.ts';
import type { Scenario } from './scenario.ts';

export const corpus: readonly Scenario[] = [
  ...documentedEarly,
  ...documented,
  ...documentedLater,
  ...derived,
  ...derivedLater,
];

/** Designs that have, or are to have, a protocol of their own. */
export const designs: readonly string[] = [
  'guest_memfd_exact_count',
  'guest_memfd_accessible',
  'guest_memfd_hugetlb',
  's390_make_secure',
  'direct_map',
  'secretmem',
  'guest_memfd_mmap',
];
