import { describe, expect, test } from 'vitest';
import { InputError } from '../errors.ts';
import { check } from '../explore/check.ts';
import { RETURN } from '../language/action.ts';
import { oneOf, table } from '../language/domain.ts';
import { protocol } from '../language/protocol.ts';
import { run } from '../trace.ts';
import { instantiate } from './instantiate.ts';

interface Box {
  readonly n: number;
  readonly list: readonly number[];
  readonly at: Readonly<Record<'t0', 'here' | 'there'>>;
}
const { model, thread } = protocol<Box>();
const t = oneOf('t0');
const onT = thread('at', t);
const init = (): Box => ({ n: 0, list: [], at: table(t, 'here') });

/** Checks a model with this one action, written without a type checker. */
const checking = (action: object) => () =>
  check(model({ name: 'box', bounds: {}, init, actions: { act: action as never } }), {
    maxStates: 99,
  });

/** The message, and what the error says is the usual cause. */
const refused = (action: object): string => {
  try {
    checking(action)();
  } catch (error) {
    if (error instanceof InputError) return error.text;
  }
  return 'not refused';
};

const outside = { n: 0 };
let kept: { n: number } | null = null;

describe('a recipe', () => {
  test.each([
    ['that adds a key', (s: never) => Object.assign(s, { m: 1 }), 'act() adds the key m'],
    ['that deletes a key', (s: { n?: number }) => void delete s.n, 'act() removes the key n'],
    [
      'that returns an unknown label',
      () => 'nowhere',
      "unknown label 'nowhere' returned by act(t0)",
    ],
    ['that returns a misspelt label', () => 'hre', "did you mean 'here'?"],
    ['that forgets its label', () => {}, "unknown label 'undefined' returned by act(t0)"],
    ['that throws', () => JSON.parse('{'), 'act() threw: '],
    ['that reads an id that is not there', (s: Box) => s.at['t9' as 't0'].length, 'act() threw: '],
  ])('%s is refused', (_, then, message) => {
    const threaded = onT('here', { then: then as never });
    expect(
      refused(message.includes('label') || message.includes('mean') ? threaded : { then }),
    ).toContain(message);
  });

  test('that is random is named, with the field and both results', () => {
    const text = refused({
      then: (s: { n: number }) => {
        s.n = Math.random();
      },
    });
    expect(text).toMatch(/act\(\) is impure: .* gave two results \(n: 0\.\d+, then 0\.\d+\)/);
    expect(text).toContain('usual cause: the clock, random numbers');
  });

  test('that counts outside the state is named', () => {
    const then = (s: { n: number }) => {
      outside.n += 1;
      s.n = outside.n;
    };
    expect(refused({ then })).toMatch(/impure/);
  });

  test('that writes to an object of the state before is refused', () => {
    const { initial } = instantiate(model({ name: 'box', bounds: {}, init, actions: {} }));
    const then = () => void Object.assign(initial, { n: 1 });
    expect(refused({ then })).toMatch(/writes to a state that it may only read/);
  });

  test('that keeps its draft for later is refused', () => {
    const then = (s: { n: number }) => {
      if (kept) kept.n += 1;
      kept = s;
    };
    expect(refused({ then })).toMatch(/act\(\) uses a draft after its recipe ended/);
  });

  test('that changes nothing leads back to the state itself', () => {
    const verdict = checking({ then: () => {} })();
    expect(verdict).toMatchObject({ states: 1, steps: 1, depth: 0, complete: true });
  });

  test('that copies what is there reaches an equal state, not a new one', () => {
    const then = (s: { list: number[] }) => {
      s.list = [...s.list];
    };
    expect(checking({ then })()).toMatchObject({ states: 1, steps: 1 });
  });
});

describe('a guard', () => {
  test.each([
    ['writes a field', (s: Box) => Object.assign(s, { n: 1 })],
    ['writes into an array', (s: { list: number[] }) => s.list.push(1)],
    ['deletes a field', (s: { n?: number }) => delete s.n],
    ['sorts in place', (s: { list: number[] }) => s.list.sort().length === 1],
  ])('that %s is refused', (_, when) => {
    const full = { ...init(), list: [2, 1] };
    const bad = model({
      name: 'box',
      bounds: {},
      init: () => full,
      actions: { act: { when: when as never, then: () => {} } },
    });
    expect(() => check(bad)).toThrow(
      /the guard of act\(\) writes to a state that it may only read/,
    );
  });

  test('that throws is refused', () => {
    expect(refused({ when: () => JSON.parse('{'), then: () => {} })).toContain(
      'the guard of act() threw',
    );
  });

  test('that is impure is named by the step it lets through', () => {
    let asked = 0;
    const when = () => asked++ % 2 === 0;
    expect(refused({ when, then: (s: Box) => void Object.assign(s, { n: s.n + 1 }) })).toMatch(
      /impure/,
    );
  });

  test('that is neither true nor false does not let the step through', () => {
    expect(checking({ when: () => 1, then: () => {} })().actions).toEqual([
      { name: 'act', fired: 0, refused: 1 },
    ]);
  });
});

describe('a routine', () => {
  interface Calling {
    readonly calls: number;
    readonly t: Readonly<Record<'t0', { readonly at: Label; readonly ret: readonly Label[] }>>;
  }
  type Label = 'main' | 'sub' | 'after';
  const words = protocol<Calling>();
  const on = words.thread('t', t);
  const calling = (pushes: boolean) =>
    words.model({
      name: 'calling',
      bounds: {},
      init: () => ({ calls: 0, t: table(t, { at: 'main', ret: [] }) }),
      actions: {
        call: on('main', {
          then: (_, { me }) => {
            if (pushes) me.ret.push('after');
            return 'sub';
          },
        }),
        leave: on('sub', {
          then: (s) => {
            s.calls += 1;
            return RETURN;
          },
        }),
        after: on('after', { when: () => false, then: () => 'main' }),
      },
    });

  test('goes on where its caller said', () => {
    const system = instantiate(calling(true));
    const params = { t: 't0' };
    const { states } = run(system, [
      { action: 'call', params },
      { action: 'leave', params },
    ]);
    expect(states.at(-1)).toEqual({ calls: 1, t: { t0: { at: 'after', ret: [] } } });
  });

  test('that nobody called is refused', () => {
    expect(() => check(calling(false))).toThrow("unknown label 'undefined' returned by leave(t0)");
  });
});
