/** Recipes, guards and properties that are no functions of the state: the audit names them. */
import { describe, expect, test } from 'vitest';
import { InputError } from '../errors.ts';
import { protocol } from '../language/protocol.ts';
import { check } from './check.ts';

interface Numbers {
  readonly n: number;
  readonly m: number;
  readonly list: readonly number[];
}
const { model } = protocol<Numbers>();

interface Parts {
  readonly then?: (s: { n: number; m: number; list: number[] }) => void;
  readonly when?: (s: Numbers) => boolean;
  readonly always?: (s: Numbers) => boolean;
  readonly step?: (before: Numbers, _: unknown, after: Numbers) => boolean;
}

/** Counts to some hundred states; one part of it is given. */
const withPart = ({ then = () => {}, when = () => true, always, step }: Parts) =>
  model({
    name: 'impure',
    bounds: {},
    init: () => ({ n: 0, m: 0, list: [] }),
    actions: {
      count: { when: (s) => s.n < 12, then: (s) => void s.n++ },
      other: { when: (s) => s.m < 9, then: (s) => void s.m++ },
      culprit: { when, then },
    },
    always: { ...(always && { culprit: always }) },
    step: { ...(step && { culprit: step }) },
  });

const errorOf = (parts: Parts): unknown => {
  try {
    return check(withPart(parts), { stopAt: 'never' });
  } catch (error) {
    return error;
  }
};

let calls = 0;
const often = (period: number) => calls++ % period === 0;
const captured = { limit: 3 };

const culprits: Readonly<Record<string, Parts>> = {
  'a recipe that reads the clock': {
    then: (s) => {
      s.list = [performance.now()];
    },
  },
  'a recipe that draws random numbers': {
    then: (s) => {
      s.list = [Math.floor(Math.random() * 1e9)];
    },
  },
  'a recipe that counts its calls': {
    then: (s) => {
      s.list = [calls++ % 50];
    },
  },
  'a recipe that now and then does something else': {
    then: (s) => {
      s.list = often(11) ? [1] : [];
    },
  },
  'a recipe that reads an object which it changes': {
    then: (s) => {
      s.list = [captured.limit];
      captured.limit = (captured.limit + 1) % 5;
    },
  },
  'a guard that now and then says something else': { when: () => often(7) },
  'a guard that draws random numbers': { when: () => Math.random() < 0.5 },
  'a property that now and then says something else': { always: () => !often(7) },
  'a step property that now and then says something else': { step: () => !often(7) },
};

describe('the audit names', () => {
  test.each(Object.entries(culprits))('%s', (_, parts) => {
    const error = errorOf(parts);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain('culprit');
    expect(String(error)).toContain('is impure');
  });
});

describe('without an audit, a draft used in unusual ways is learned as it is:', () => {
  type Draft = { n: number; m: number; list: number[] };
  const recipes: Readonly<Record<string, (s: Draft) => void>> = {
    'a spread copy': (s) => {
      const copy = { ...s };
      s.list = copy.m > 4 ? [copy.n] : [];
    },
    'the text of the whole state': (s) => {
      const text = JSON.stringify(s);
      s.list = [text.length, text.includes('"m":7') ? 1 : 0];
    },
    'its keys and values': (s) => {
      s.list = Object.keys(s).length === 3 && 'm' in s ? [Number(Object.values(s)[1])] : [];
    },
    'destructuring with defaults': ({ n = 5, ...rest }) => {
      rest.list.splice(0, 9, n, rest.m);
    },
    'a sort in place': (s) => {
      s.list.push(s.m, s.n);
      s.list.sort((a, b) => a - b).splice(2);
    },
    'a list that is two fields at once, then changed': (s) => {
      const { list } = s;
      s.list = [s.m];
      list.push(99);
    },
    'a write that is taken back': (s) => {
      const { n } = s;
      s.n = 11;
      s.list = s.n > 10 ? [n % 3] : [];
      s.n = n;
    },
    'a getter on an object of its own': (s) => {
      const own = {
        get twice() {
          return 2 * s.m;
        },
      };
      s.list = [own.twice];
    },
    'assignment of all at once': (s) => void Object.assign(s, { m: (s.m + 1) % 4, list: [s.m] }),
    'an identity that is asked for': (s) => {
      const { list } = s;
      s.list = s.list === list ? [s.m] : [];
    },
  };
  test.each(Object.entries(recipes))('%s', (_, then) => {
    const say = (engine: 'reference' | 'explore') => {
      const { states, steps, depth, actions } = check(withPart({ then }), { engine, audit: 0 });
      return { states, steps, depth, actions };
    };
    expect(say('explore')).toEqual(say('reference'));
    expect(() => check(withPart({ then }), { audit: 1 })).not.toThrow();
  });
});
