import { describe, expect, test } from 'vitest';
import { contract } from '../language/contract.ts';
import { MODEL } from '../language/model.ts';
import { instantiate } from './instantiate.ts';

const whole = {
  name: 'm',
  bounds: {},
  init: () => ({ n: 0 }),
  actions: { act: { then: () => {} } },
};
/** A model as somebody writes it who uses no type checker. */
const instantiating = (change: object) => () => {
  const definition = { ...whole, ...change };
  return instantiate({ [MODEL]: true, name: 'm', bounds: definition.bounds, definition });
};
const view = { each: {}, of: () => ({}) };

describe('a definition', () => {
  test('that is whole is accepted', () => expect(instantiating({})).not.toThrow());

  test.each([
    ['without a name', { name: '' }, 'model m: name:'],
    ['without init', { init: undefined }, 'model m: init: expected a function'],
    ['whose init is no function', { init: {} }, 'model m: init: expected a function'],
    ['whose action has no then', { actions: { act: {} } }, 'actions.act.then: expected a function'],
    ['with a misspelt key in an action', { actions: { act: { then: 1 } } }, 'actions.act.then'],
    [
      'with a parameter of no domain',
      { actions: { act: { params: { a: 1 }, then: () => {} } } },
      'actions.act.params.a',
    ],
    [
      'with an empty domain',
      { actions: { act: { params: { a: { values: [] } }, then: () => {} } } },
      'actions.act.params.a.values',
    ],
    ['with a response that has no to', { leadsTo: { a: { from: () => true } } }, 'leadsTo.a'],
    ['with a response that is a function', { leadsTo: { a: () => true } }, 'leadsTo.a'],
    [
      'with fairness of no known kind',
      { actions: { act: { then: () => {}, fair: 'very' } } },
      'actions.act.fair',
    ],
    ['with a property that is no function', { always: { a: 3 } }, 'always.a'],
    ['with an unknown kind of property', { allways: {} }, 'Unrecognized key: "allways"'],
    ['with a bound that is no bound', { bounds: { n: 3 } }, 'bounds.n'],
    ['with a view and no contract', { view }, 'ensures and view go together'],
    [
      'with a contract and no view',
      { ensures: contract<object>()({}) },
      'ensures and view go together',
    ],
  ])('%s is refused, naming the place', (_, change, message) => {
    expect(instantiating(change)).toThrow(message);
  });

  test.each([
    ['that throws', () => JSON.parse('{'), 'init of m threw'],
    ['that returns nothing', () => undefined, 'init of m: the state is undefined'],
    ['that returns a Map', () => ({ a: new Map() }), 'init of m: a is a Map'],
  ])('with an init %s is refused', (_, init, message) => {
    expect(instantiating({ init })).toThrow(message);
  });
});
