/**
 * What authors cannot write: each mistake is refused at compile time, at its own line.
 * rejections.test.ts proves that every one of these lines is an error of its own.
 */
import type { Draft } from 'immer';
import { test } from 'vitest';
import {
  carrier,
  clerk,
  item,
  onCarrier,
  onClerk,
  oneSpot,
  type Store,
  store,
  vocabulary,
} from '../fixtures/store.ts';
import { contract } from './contract.ts';
import { oneOf, range } from './domain.ts';
import { mutations } from './mutation.ts';
import { protocol } from './protocol.ts';

const { model, thread, each } = vocabulary;
const init = () => store.types?.state as Store;
const base = { name: 'rejected', bounds: {}, init } as const;

test('threads', () => {
  // @ts-expect-error - a field that is not a thread table
  thread('mode', carrier);
  // @ts-expect-error - a field that the state does not have
  thread('carriers', carrier);
  // @ts-expect-error - the domain of another field
  thread('carrier', clerk);
  // @ts-expect-error - an id that is not in the table
  thread('carrier', oneOf('carrier0', 'carrier9'));
  // @ts-expect-error - a resting label that the table does not have
  thread('carrier', carrier, { rests: ['asleep'] });
  // @ts-expect-error - spin sections are read off the record, which has no such field
  thread('carrier', carrier, { atomic: (me) => me.spinning });
  // @ts-expect-error - fairness of no known kind
  thread('carrier', carrier, { fair: 'very' });
  // @ts-expect-error - labels narrowed to one that the table does not have
  onCarrier.labels<'idle' | 'sleep'>();
});

test('steps of a thread', () => {
  // @ts-expect-error - a misspelt label
  onCarrier('idel', { then: () => 'idle' });
  // @ts-expect-error - an unknown next label
  onCarrier('idle', { then: () => 'lifted' });
  // @ts-expect-error - the label of another table
  onCarrier('idle', { then: () => 'count' });
  // @ts-expect-error - a step that forgets its next label
  onCarrier('idle', { then: () => {} });
  // @ts-expect-error - a misspelt when
  onCarrier('idle', { wehn: () => true, then: () => 'idle' });
  // @ts-expect-error - an unknown parameter
  onCarrier('idle', { then: (_, { driver }) => (driver ? 'idle' : 'lift') });
  // @ts-expect-error - a thread without a record has no me
  onClerk('rest', { then: (_, { me }) => (me ? 'rest' : 'count') });
  onCarrier('idle', {
    when: (s) => {
      // @ts-expect-error - a guard that assigns to the state
      s.mode = 'open';
      return true;
    },
    then: () => 'idle',
  });
  onCarrier('idle', {
    when: (_, { me }) => {
      // @ts-expect-error - a guard that assigns to its own record
      me.load = null;
      return true;
    },
    then: () => 'idle',
  });
  // @ts-expect-error - a guard that does not decide
  onCarrier('idle', { when: (s) => s.room, then: () => 'idle' });
});

test('models', () => {
  const actions = { shut: { then: () => {} } };
  const shut = (then: (s: Draft<Store>) => void) => model({ ...base, actions: { shut: { then } } });
  shut((s) => {
    // @ts-expect-error - a misspelt field in a recipe
    s.moed = 'shut';
  });
  shut((s) => {
    // @ts-expect-error - a value that the field cannot have
    s.mode = 'closed';
  });
  // @ts-expect-error - a misspelt field in an invariant
  model({ ...base, actions: {}, always: { fits: (s) => s.roon >= 0 } });
  // @ts-expect-error - an invariant that does not decide
  model({ ...base, actions: {}, always: { fits: (s) => s.room } });
  // @ts-expect-error - an unknown action in a step property
  model({ ...base, actions, step: { never: (_, { action }) => action !== 'open' } });
  // @ts-expect-error - an unknown kind of property
  model({ ...base, actions: {}, allways: { fits: () => true } });
  // @ts-expect-error - an incomplete view
  model({ ...base, actions: {}, ensures: oneSpot, view: each({ item }, () => ({ inside: true })) });
  // @ts-expect-error - an initial state without one of its fields
  model({ ...base, init: () => ({ mode: 'open' as const, room: 1 }), actions: {} });
  const bounds = { room: range(1, { min: 0, max: 2 }) };
  // @ts-expect-error - a bound that does not exist
  model({ ...base, bounds, init: ({ rooms }) => rooms, actions: {} });
  // @ts-expect-error - an id that is said of each domain by its own name only
  each({ item }, (s, { carrier }) => s.carrier[carrier].load === null);
  // @ts-expect-error - a contract over a view that has no such field
  contract<{ readonly on: boolean }>()({ always: { on: (view) => view.off } });
  // @ts-expect-error - a state type that is not an object
  protocol<number>();
});

test('responses', () => {
  const to = () => true;
  // @ts-expect-error - a response that never says what for
  model({ ...base, actions: {}, leadsTo: { fills: { to } } });
  // @ts-expect-error - a misspelt field in what is called for
  model({ ...base, actions: {}, leadsTo: { fills: { from: (s) => s.roon > 0, to } } });
  // @ts-expect-error - a response that does not decide
  model({ ...base, actions: {}, leadsTo: { fills: { from: (s) => s.room, to } } });
  // @ts-expect-error - a predicate where a response is meant
  model({ ...base, actions: {}, leadsTo: { fills: each({ item }, () => true) } });
  // @ts-expect-error - a response where a predicate is meant
  model({ ...base, actions: {}, always: { fills: each({ item }, { from: to, to }) } });
  // @ts-expect-error - an id that a response is not said of
  each({ item }, { from: (s, { carrier }) => s.carrier[carrier].load === null, to });
  // @ts-expect-error - a contract over a view that has no such field
  contract<{ readonly on: boolean }>()({ leadsTo: { on: { from: (view) => view.off, to } } });
  // @ts-expect-error - fairness of an action that is no kind of fairness
  model({ ...base, actions: { shut: { fair: true, then: () => {} } } });
  // @ts-expect-error - fairness of a step that is no kind of fairness
  onClerk('rest', { fair: 'often', then: () => 'count' });
});

test('parameters', () => {
  // @ts-expect-error - a parameter that is not a domain
  onCarrier('idle', { params: { item: 'item0' }, then: () => 'idle' });
  // @ts-expect-error - a parameter value outside its domain
  onCarrier('idle', { params: { item }, when: (_, p) => p.item === 'item9', then: () => 'idle' });
  // @ts-expect-error - a domain of values that a trace cannot hold
  oneOf({ not: 'a scalar' });
});

test('mutations', () => {
  const swap = { first: 'pick', second: 'put', next: 'idle' } as const;
  // @ts-expect-error - an unknown property in breaks
  mutations(store, { m: { breaks: 'roomIsPositive' } });
  // @ts-expect-error - an unknown action in replace
  mutations(store, { m: { breaks: 'deadlock', replace: { shutt: { then: () => {} } } } });
  // @ts-expect-error - a misspelt field in a replaced recipe
  mutations(store, { m: { breaks: 'deadlock', replace: { shut: { then: (s) => void s.moed } } } });
  mutations(store, {
    m: {
      breaks: 'deadlock',
      replace: {
        // @ts-expect-error - a replacement that reads a parameter it does not declare
        pick: onCarrier('idle', { then: (_, { item }) => (item ? 'idle' : 'lift') }),
      },
    },
  });
  // @ts-expect-error - an unknown action in unguard
  mutations(store, { m: { breaks: 'deadlock', unguard: ['putt'] } });
  // @ts-expect-error - an unknown action in drop
  mutations(store, { m: { breaks: 'deadlock', drop: { putt: 'idle' } } });
  // @ts-expect-error - a drop to an unknown label
  mutations(store, { m: { breaks: 'deadlock', drop: { put: 'home' } } });
  // @ts-expect-error - a swap of an unknown action
  mutations(store, { m: { breaks: 'deadlock', swap: { ...swap, first: 'pik' } } });
  // @ts-expect-error - a swap that goes on to an unknown label
  mutations(store, { m: { breaks: 'deadlock', swap: { ...swap, next: 'home' } } });
  // @ts-expect-error - a swap that does not say where to go on
  mutations(store, { m: { breaks: 'deadlock', swap: { first: 'pick', second: 'put' } } });
  // @ts-expect-error - fairness of what is neither an action nor a table
  mutations(store, { m: { breaks: 'counts', fair: { clark: null } } });
  // @ts-expect-error - a misspelt bound
  mutations(store, { m: { breaks: 'deadlock', bounds: { carrier: 2 } } });
  // @ts-expect-error - a source that is neither documented nor derived
  mutations(store, { m: { breaks: 'deadlock', source: { status: 'GUESS', cite: 'mail' } } });
});
