/** Every mutation breaks what it names, after no fewer steps; the right protocol breaks nothing. */
import { expect, test } from 'vitest';
import { check } from '../../engine/index.ts';
import { guestMemfdConversionMutations as mutations } from './mutations.ts';
import { guestMemfdConversion } from './protocol.ts';

/** The mutation, the property, and the number of steps of a shortest trace that breaks it. */
const table = [
  ['the conversion does not invalidate guest mappings', 'guestAgreement', 15],
  ['the counts are acted on after the invalidate lock is dropped', 'isolation', 12],
  ['the fault does not take the invalidate lock', 'isolation', 12],
  ['the fault reads the attribute before it takes the invalidate lock', 'isolation', 14],
  ['the lru_add batches are not drained before the count is judged', 'eagainHasACause', 15],
  ['punching a hole zaps only the mappings that the inode was created for', 'noUseAfterFree', 23],
  ['punching a hole zaps only private mappings', 'noUseAfterFree', 14],
  ['shared pages are made private too', 'ownerAgrees', 5],
  ['only the mapcount is checked, not the count', 'isolation', 16],
  ['the counts are checked before the host mappings are taken away', 'isolation', 21],
  ['GUP-fast does not read the PTE again', 'isolation', 22],
  ['host TLBs are not flushed when a PTE is taken away', 'isolation', 20],
  ['guest TLBs are not flushed when an SPTE is zapped', 'guestAgreement', 19],
  [
    'each page is stored as soon as it passed, and stays so when a later one fails',
    'errorContract',
    17,
  ],
  ['a range of which one page has the attribute counts as done', 'errorContract', 12],
  ['truncation resets the attribute to its default', 'persistence', 21],
  ['the guest fault does not check whether an invalidation went by', 'noStaleMapping', 16],
  [
    'the guest fault compares the sequence, not whether an invalidation is in progress',
    'guestAgreement',
    18,
  ],
  ['only the first VM is invalidated', 'guestAgreement', 16],
  ['guest mappings are zapped only after make_shared', 'ownerAgrees', 19],
  ["the checker's own reference is not counted", 'eagainHasACause', 15],
  ['the attribute is kept in the folio, and a new folio has the default', 'persistence', 13],
  ['the folio is made private by an attribute read before the lock', 'ownerAgrees', 22],
  ['the folio is not given back before it is shared', 'ownerAgrees', 21],
  ['an invalidation is begun and not ended', 'invalidationIsBalanced', 9],
  ['a conversion that fails keeps the invalidate lock', 'deadlock', 25],
] as const;

test('every mutation is in the table, with the property that it names', () => {
  const named = Object.entries(mutations.list).map(([name, { breaks }]) => [name, breaks]);
  expect(table.map(([name, breaks]) => [name, breaks])).toEqual(named);
});

test.each(table)('%s: breaks %s after %i steps', (mutation, breaks, length) => {
  const verdict = check(guestMemfdConversion, { mutation, mutations, stopAt: breaks });
  const broken = verdict.properties.find(({ name }) => name === breaks);
  expect(broken).toMatchObject({ verdict: 'violated' });
  expect(broken?.witness?.steps).toHaveLength(length);
});

test('without a mutation everything holds and every goal is reached', () => {
  const bounds = { hosts: 1, munmap: 0, lru: 1 };
  const { complete, properties } = check(guestMemfdConversion, { bounds, stopAt: 'never' });
  expect(complete).toBe(true);
  const failed = properties.filter(({ verdict }) => verdict !== 'holds' && verdict !== 'reached');
  expect(failed).toEqual([]);
});
