/**
 * Which fairness the protocols rest on, as their READMEs say: what is taken away here by itself
 * makes the property fail, or does not. The mutations do the same for what user space promises.
 */
import { expect, test } from 'vitest';
import { check, mutations } from '../engine/index.ts';
import { guestMemfdCallback } from '../model/guest_memfd_callback/protocol.ts';
import { guestMemfdConversion } from '../model/guest_memfd_conversion/protocol.ts';

/** Properties that do not hold at these bounds, with a fairness taken away. */
function broken(
  model: typeof guestMemfdConversion | typeof guestMemfdCallback,
  list: ReturnType<typeof mutations>,
  bounds: Readonly<Record<string, number>>,
) {
  const [mutation = ''] = Object.keys(list.list);
  const { properties } = check(model, { mutations: list, mutation, bounds, stopAt: 'never' });
  return properties.filter(({ verdict }) => verdict === 'violated').map(({ name }) => name);
}

type Lock =
  | 'gmem_fault'
  | 'gmem_fault_lock_folio'
  | 'gmem_get_pfn'
  | 'gmem_lock_folio'
  | 'direct_map';
const locks: [Lock, Record<string, number>][] = [
  ['gmem_fault', { hosts: 1, guests: 0, munmap: 0 }],
  ['gmem_fault_lock_folio', { hosts: 2, mms: 2, guests: 0 }],
  ['gmem_get_pfn', { hosts: 0 }],
  ['gmem_lock_folio', { hosts: 2, folios: 1 }],
  ['direct_map', { hosts: 0 }],
];

test.each(locks)('a call starves where %s is not served in turn', (action, bounds) => {
  const list = mutations(guestMemfdConversion, {
    'not in turn': { breaks: 'callsReturn', fair: { [action]: null } },
  });
  expect(broken(guestMemfdConversion, list, bounds)).toEqual(['callsReturn']);
});

test('without a scheduler nothing has to happen', () => {
  const list = mutations(guestMemfdCallback, {
    'no scheduler': { breaks: 'callsReturn', fair: { task: null } },
  });
  const bounds = { hosts: 1, guests: 0, munmap: 0 };
  expect(broken(guestMemfdCallback, list, bounds)).toContain('callsReturn');
});

test('a conversion that drains the batches does not rely on anybody else to do so', () => {
  const list = mutations(guestMemfdConversion, {
    'nobody else drains': { breaks: 'retryingSucceeds', fair: { lru_add_drain: null } },
  });
  const bounds = { hosts: 1, guests: 0, munmap: 0, lru: 1, retry: 1 };
  expect(broken(guestMemfdConversion, list, bounds)).toEqual([]);
});

test('one walker that comes by for ever does not keep an index pending', () => {
  const list = mutations(guestMemfdCallback, {
    'no rest': { breaks: 'conversionEnds', fair: { scan_rests: null } },
  });
  expect(broken(guestMemfdCallback, list, { hosts: 1, guests: 0, scanners: 1 })).toEqual([]);
});
