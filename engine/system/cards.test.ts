import { expect, test } from 'vitest';
import { loadProtocol, protocolNames } from '../../model/index.ts';
import { counter } from '../fixtures/counter.ts';
import { spinlock } from '../fixtures/spinlock.ts';
import { oneOf } from '../language/domain.ts';
import { MODEL } from '../language/model.ts';
import { protocol } from '../language/protocol.ts';
import { cardsOf } from './cards.ts';
import { instantiate } from './instantiate.ts';

test('a model without cards shows what its contract sees, and without one nothing', () => {
  const { bounds, initial } = instantiate(spinlock);
  const cards = cardsOf(spinlock, bounds);
  expect(cards.length).toBeGreaterThan(1);
  for (const { params, of } of cards) {
    expect(Object.keys(params)).toHaveLength(1);
    expect(typeof of(initial)).toBe('object');
  }
  expect(cardsOf(counter, instantiate(counter).bounds)).toEqual([]);
});

const { model, each } = protocol<{ readonly n: number }>();
const item = oneOf('a', 'b', 'c');
const counted = model({
  name: 'counted',
  bounds: { items: item.count(2) },
  init: () => ({ n: 7 }),
  actions: { up: { then: () => {} } },
  card: each({ item }, (s, p) => ({ item: p.item, n: s.n })),
});

test('there is a card for each id that exists', () => {
  const cards = (bounds: Readonly<Record<string, number>>) =>
    cardsOf(counted, bounds).map(({ params, of }) => [params, of({ n: 7 })]);
  expect(cards({ items: 1 })).toEqual([[{ item: 'a' }, { item: 'a', n: 7 }]]);
  expect(cards({ items: 3 })).toHaveLength(3);
});

test('a card that is none is refused by its place', () => {
  const bad = {
    ...counted,
    [MODEL]: true as const,
    definition: { ...counted.definition, card: 1 },
  };
  expect(() => instantiate(bad)).toThrow(/card: expected an object/);
});

test.each(protocolNames())('%s shows each of its ids', async (name) => {
  const { model: shipped } = await loadProtocol(name);
  const { bounds, initial } = instantiate(shipped);
  const cards = cardsOf(shipped, bounds);
  expect(shipped.definition).toHaveProperty('card');
  expect(cards.length).toBeGreaterThan(0);
  for (const { of } of cards) expect(Object.keys(of(initial)).length).toBeGreaterThan(3);
});
