/** What the READMEs say of posted forms that do no harm, or only under a condition. */
import { expect, test } from 'vitest';
import { check } from '../../engine/index.ts';
import { guestMemfdCallbackMutations as mutations } from './mutations.ts';
import { guestMemfdCallback } from './protocol.ts';

/** Properties that a mutation breaks at these bounds, which are its own but for what is given. */
function broken(mutation: keyof typeof mutations.list, bounds: Readonly<Record<string, number>>) {
  const { complete, properties } = check(guestMemfdCallback, {
    ...{ mutations, mutation, bounds, stopAt: 'never' },
  });
  expect(complete).toBe(true);
  return properties.flatMap(({ name, verdict }) => (verdict === 'violated' ? [name] : []));
}

test('X19: a predicate that asks for any index does no harm where one index is asked about', () => {
  const mutation = 'as posted in v5: a range counts as mappable when one of its indices is';
  expect(broken(mutation, { hosts: 1, guests: 0, pages: 1 })).toEqual([]);
});

test('X36: without a walker, and with puts in process context only, the callback may sleep', () => {
  const mutation = 'as posted in v6: the callback runs in a walker that holds a spin lock';
  expect(broken(mutation, { hosts: 1, guests: 0, scanners: 0 })).not.toContain('sleepInAtomic');
});
