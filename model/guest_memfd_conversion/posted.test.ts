/** What the README says of posted forms under a condition. */
import { expect, test } from 'vitest';
import { check, mutations } from '../../engine/index.ts';
import { convertActions } from './convert.ts';
import { rollsBack } from './posted.ts';
import { folio_put, guestMemfdConversion } from './protocol.ts';

const { set_attributes } = convertActions(folio_put);

/** Properties that the loop of X17 breaks where every call starts at the given index. */
function broken(start: 'page0' | 'page1') {
  const list = mutations(guestMemfdConversion, {
    'it starts there': {
      breaks: 'callsReturn',
      replace: {
        ...rollsBack.replace,
        set_attributes: {
          ...set_attributes,
          when: (_, { first, last }) => first === start && first <= last,
        },
      },
      add: rollsBack.add,
    },
  });
  const { complete, properties } = check(guestMemfdConversion, {
    ...{ mutations: list, mutation: 'it starts there', stopAt: 'never' },
    bounds: { hosts: 1, munmap: 0, guests: 0, pages: 2, folios: 1 },
  });
  expect(complete).toBe(true);
  return properties.flatMap(({ name, verdict }) => (verdict === 'violated' ? [name] : []));
}

test('X17: the loop that counts down ends where the range does not start at 0', () => {
  expect(broken('page0')).toContain('callsReturn');
  expect(broken('page1')).not.toContain('callsReturn');
});
