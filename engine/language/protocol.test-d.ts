/** What authors need not write: every type that the language infers. */
import type { Draft } from 'immer';
import { describe, expectTypeOf, test } from 'vitest';
import {
  type Carrier,
  carrier,
  clerk,
  type Item,
  item,
  onCarrier,
  type Store,
  store,
  vocabulary,
} from '../fixtures/store.ts';
import { contract } from './contract.ts';
import { flag, oneOf, range, table, union } from './domain.ts';
import { mutations } from './mutation.ts';

const { model, each } = vocabulary;
const init = () => store.types?.state as Store;

describe('domains', () => {
  test('a domain is of the literal types of its values', () => {
    expectTypeOf([...oneOf('a', 'b')]).toEqualTypeOf<('a' | 'b')[]>();
    expectTypeOf([...oneOf(1, 2)]).toEqualTypeOf<(1 | 2)[]>();
    expectTypeOf([...union(oneOf('a'), oneOf('a'))]).toEqualTypeOf<'a'[]>();
  });

  test('a table has the ids of its domain and the literal type of its value', () => {
    expectTypeOf(table(carrier, 'idle')).toEqualTypeOf<Record<Carrier, 'idle'>>();
    expectTypeOf(table(clerk, (id) => id)).toEqualTypeOf<Record<'clerk0', 'clerk0'>>();
  });
});

describe('a model', () => {
  test('init is handed each bound as what it is: a domain, a number, a switch', () => {
    model({
      name: 'bounds',
      bounds: { items: item.count(1), room: range(1, { min: 0, max: 9 }), opens: flag(false) },
      init: ({ items, room, opens }) => {
        expectTypeOf([...items]).toEqualTypeOf<Item[]>();
        expectTypeOf(room).toEqualTypeOf<number>();
        expectTypeOf(opens).toEqualTypeOf<boolean>();
        return init();
      },
      actions: {},
    });
  });

  test('an action without a thread reads the state and its own parameters', () => {
    model({
      name: 'plain',
      bounds: {},
      init,
      actions: {
        tick: {
          params: { item, twice: oneOf(true, false) },
          when: (s, p) => {
            expectTypeOf(s).toEqualTypeOf<Store>();
            expectTypeOf(p.item).toEqualTypeOf<Item>();
            return p.twice;
          },
          then: (s, p) => {
            expectTypeOf(s).toEqualTypeOf<Draft<Store>>();
            expectTypeOf(p.twice).toEqualTypeOf<boolean>();
          },
        },
      },
    });
  });

  test('its properties are known by name, the contract and the built-in ones included', () => {
    type Names = NonNullable<typeof store.types>['q'];
    expectTypeOf<Names>().toEqualTypeOf<
      | 'atOneSpot'
      | 'neverJumps'
      | 'canLeave'
      | 'getsIn'
      | 'roomIsNatural'
      | 'onlyPutFills'
      | 'counts'
      | 'shuts'
    >();
    mutations(store, { builtIn: { breaks: 'deadlock' }, spin: { breaks: 'sleepInAtomic' } });
  });

  test('its actions are known with their parameters', () => {
    type Actions = NonNullable<typeof store.types>['actions'];
    expectTypeOf<keyof Actions>().toEqualTypeOf<
      'pick' | 'put' | 'count' | 'takeOut' | 'leave' | 'shut'
    >();
    expectTypeOf<Actions['pick']['item']>().toEqualTypeOf<Item>();
    expectTypeOf<Actions['pick']['carrier']>().toEqualTypeOf<Carrier>();
  });

  test('a step property knows which parameters go with which action', () => {
    model({
      name: 'steps',
      bounds: {},
      init,
      actions: {
        pick: onCarrier('idle', { params: { item }, then: () => 'lift' }),
        shut: { then: () => {} },
      },
      step: {
        ordered: (before, step, after) => {
          expectTypeOf(before).toEqualTypeOf<Store>();
          expectTypeOf(after).toEqualTypeOf<Store>();
          expectTypeOf(step.action).toEqualTypeOf<'pick' | 'shut'>();
          if (step.action !== 'pick') return true;
          expectTypeOf(step.params.item).toEqualTypeOf<Item>();
          return true;
        },
      },
    });
  });
});

describe('what is said of each id', () => {
  test('is handed the state and one id of each domain', () => {
    each({ item, carrier }, (s, p) => {
      expectTypeOf(s).toEqualTypeOf<Store>();
      expectTypeOf(p).toEqualTypeOf<{ readonly item: Item; readonly carrier: Carrier }>();
      return true;
    });
  });

  test('a contract judges its view, and names its properties', () => {
    const owed = contract<{ readonly on: boolean }>()({
      always: {
        on: (view) => {
          expectTypeOf(view).toEqualTypeOf<{ readonly on: boolean }>();
          return view.on;
        },
      },
      step: {
        stays: (before, after) => {
          expectTypeOf(after).toEqualTypeOf<{ readonly on: boolean }>();
          return before.on === after.on;
        },
      },
    });
    expectTypeOf(owed.names).toEqualTypeOf<readonly ('on' | 'stays')[]>();
  });
});

describe('a response', () => {
  test('is said of the state, or of each id', () => {
    const said = model({
      name: 'responses',
      bounds: {},
      init,
      actions: { shut: { fair: 'weak', then: () => {} } },
      leadsTo: {
        once: {
          from: (s) => {
            expectTypeOf(s).toEqualTypeOf<Store>();
            return s.room > 0;
          },
          to: (s) => s.mode === 'shut',
        },
        ofEach: each(
          { item, carrier },
          {
            from: (s, p) => {
              expectTypeOf(s).toEqualTypeOf<Store>();
              expectTypeOf(p).toEqualTypeOf<{ readonly item: Item; readonly carrier: Carrier }>();
              return s.carrier[p.carrier].load === p.item;
            },
            to: (s, { item }) => s.inside[item],
          },
        ),
      },
    });
    type Names = NonNullable<typeof said.types>['q'];
    expectTypeOf<Names>().toEqualTypeOf<'once' | 'ofEach'>();
    mutations(said, { slow: { breaks: 'once', fair: { shut: null, carrier: 'strong' } } });
  });

  test('in a contract is said of the view, and named', () => {
    const owed = contract<{ readonly on: boolean }>()({
      leadsTo: {
        goesOn: {
          from: (view) => {
            expectTypeOf(view).toEqualTypeOf<{ readonly on: boolean }>();
            return !view.on;
          },
          to: (view) => view.on,
        },
      },
    });
    expectTypeOf(owed.names).toEqualTypeOf<readonly 'goesOn'[]>();
  });
});
