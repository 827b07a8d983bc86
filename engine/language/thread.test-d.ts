/** What authors of threads need not write: every type that the language infers. */
import type { Draft } from 'immer';
import { describe, expectTypeOf, test } from 'vitest';
import {
  type Carrier,
  type Carrying,
  carrier,
  type Item,
  item,
  onCarrier,
  onClerk,
  type Store,
  store,
  vocabulary,
} from '../fixtures/store.ts';
import { oneOf } from './domain.ts';
import { mutations } from './mutation.ts';
import { protocol } from './protocol.ts';

const { thread } = vocabulary;

describe('a thread', () => {
  test('with a record: me is readonly in when and a draft in then', () => {
    onCarrier('idle', {
      when: (s, { carrier, me }) => {
        expectTypeOf(s).toEqualTypeOf<Store>();
        expectTypeOf(carrier).toEqualTypeOf<Carrier>();
        expectTypeOf(me).toEqualTypeOf<Carrying>();
        return true;
      },
      then: (s, { carrier, me }) => {
        expectTypeOf(s).toEqualTypeOf<Draft<Store>>();
        expectTypeOf(carrier).toEqualTypeOf<Carrier>();
        expectTypeOf(me).toEqualTypeOf<Draft<Carrying>>();
        return 'lift';
      },
    });
  });

  test('with a label alone has no record of its own', () => {
    onClerk('rest', {
      then: (_, p) => {
        expectTypeOf(p.clerk).toEqualTypeOf<'clerk0'>();
        expectTypeOf(p).not.toHaveProperty('me');
        return 'count';
      },
    });
  });

  test('takes further parameters beside its id', () => {
    onCarrier('idle', {
      params: { item },
      when: (_, p) => p.item === 'item0',
      then: (_, p) => {
        expectTypeOf(p.item).toEqualTypeOf<Item>();
        expectTypeOf(p.carrier).toEqualTypeOf<Carrier>();
        return 'lift';
      },
    });
  });

  test('atomic is handed the record, rests are labels', () => {
    thread('carrier', carrier, {
      atomic: (me) => {
        expectTypeOf(me).toEqualTypeOf<Carrying>();
        return me.at === 'lift';
      },
      rests: ['drop'],
    });
  });

  test('some ids of a table are a domain too, and labels can be narrowed', () => {
    const onFirst = thread('carrier', oneOf('carrier0'));
    onFirst('idle', {
      then: (_, p) => {
        expectTypeOf(p.carrier).toEqualTypeOf<'carrier0'>();
        return 'idle';
      },
    });
    expectTypeOf(onCarrier.labels<'idle' | 'lift'>()).parameter(0).toEqualTypeOf<'idle' | 'lift'>();
  });

  test('a state with two thread tables keeps their ids apart', () => {
    interface Two {
      readonly a: Readonly<Record<'a0', 'x'>>;
      readonly b: Readonly<Record<'b0', 'y' | 'z'>>;
    }
    const two = protocol<Two>();
    expectTypeOf(two.thread('a', oneOf('a0')))
      .parameter(0)
      .toEqualTypeOf<'x'>();
    expectTypeOf(two.thread('b', oneOf('b0')))
      .parameter(0)
      .toEqualTypeOf<'y' | 'z'>();
  });

  test('a step that a mutation adds knows its own record and parameters', () => {
    mutations(store, {
      m: {
        breaks: 'deadlock',
        add: {
          more: onCarrier('lift', {
            params: { item },
            then: (_, { me, item }) => {
              expectTypeOf(item).toEqualTypeOf<Item>();
              expectTypeOf(me).toEqualTypeOf<Draft<Carrying>>();
              return 'idle';
            },
          }),
          plain: {
            params: { item },
            when: (_, { item }) => item !== 'item1',
            then: (s, { item }) => {
              expectTypeOf(item).toEqualTypeOf<Item>();
              expectTypeOf(s).toEqualTypeOf<Draft<Store>>();
            },
          },
          again: onCarrier('lift', {
            then: (_, { me }) => {
              expectTypeOf(me).toEqualTypeOf<Draft<Carrying>>();
              return 'idle';
            },
          }),
        },
      },
    });
  });
});
