/** What the READMEs say of posted forms that do no harm, or only under a condition. */
import { expect, test } from 'vitest';
import { check } from '../../engine/index.ts';
import { instantiate } from '../../engine/system/instantiate.ts';
import { run } from '../../engine/trace.ts';
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

test('X35: a pin makes up for the reference of the cache as well', () => {
  const host = (action: string, more = {}) => ({ action, params: { task: 'host0', ...more } });
  const vmm = (action: string, more = {}) => ({ action, params: { task: 'vmm0', ...more } });
  const [page, foll] = ['page0', 'FOLL_GET'];
  const faults = ['gmem_fault', 'gmem_fault_get_folio', 'finish_fault', 'set_pte'];
  const unmaps = ['zap_pte', 'remove_rmap', 'flush_tlb', 'put_unmapped', 'mmap_write_unlock'];
  const looks = ['mmu_invalidate_begin', 'clear_get_folio', 'clear_lock_folio', 'clear_mapped'];
  const arms = ['clear_freeze', 'clear_arm', 'clear_forget', 'mmu_invalidate_end', 'end_unlock'];
  const steps = [
    host('handle_mm_fault', { page }),
    ...faults.map((action) => host(action)),
    host('gup_slow', { page, foll }),
    host('munmap', { page }),
    ...unmaps.map((action) => host(action)),
    vmm('clear_shared', { page }),
    ...[...looks, ...arms, 'end_put_folio'].map((action) => vmm(action)),
    vmm('clear_shared', { page }),
    ...[...looks, 'clear_freeze', 'clear_store'].map((action) => vmm(action)),
  ];
  const mutation =
    'as posted in v5: a pending index is judged again, by a count that the cache has left';
  const bounds = { hosts: 1, guests: 0 };
  const system = instantiate(guestMemfdCallback, { mutations, mutation, bounds });
  const { states, refused } = run(system, steps);
  expect(refused).toBeNull();
  expect(states.at(-1)).toMatchObject({
    page: { page0: { attr: 'GUEST_SHARED' } },
    task: { host0: { pinned: 'folio0' } },
  });
});
