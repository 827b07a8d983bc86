import { describe, expect, test } from 'vitest';
import { InputError } from '../errors.ts';
import { check } from '../explore/check.ts';
import { counter } from '../fixtures/counter.ts';
import { oneOf, table } from '../language/domain.ts';
import type { AnyAction } from '../language/model.ts';
import { mutations } from '../language/mutation.ts';
import { protocol } from '../language/protocol.ts';
import { run } from '../trace.ts';
import { instantiate } from './instantiate.ts';
import { mutate } from './mutate.ts';

interface Line {
  readonly log: readonly string[];
  readonly t: Readonly<Record<'t0', 'a' | 'b' | 'c' | 'end'>>;
  readonly extra: boolean;
}
const { model, thread } = protocol<Line>();
const t = oneOf('t0');
const onT = thread('t', t, { rests: ['end'] });

/** Runs through a, b and c, and writes down each; b may give up and end. */
const line = model({
  name: 'line',
  bounds: {},
  init: () => ({ log: [], t: table(t, 'a'), extra: false }),
  actions: {
    first: onT('a', {
      when: (s) => s.log.length === 0,
      then: (s) => {
        s.log.push('first');
        return 'b';
      },
    }),
    second: onT('b', {
      then: (s) => {
        s.log.push('second');
        return s.extra ? 'end' : 'c';
      },
    }),
    third: onT('c', {
      when: () => false,
      then: (s) => {
        s.log.push('third');
        return 'end';
      },
    }),
    plain: {
      when: (s) => !s.extra && s.log.length === 3,
      then: (s) => {
        s.extra = true;
      },
    },
  },
});

const list = mutations(line, {
  replaced: {
    breaks: 'deadlock',
    replace: {
      second: onT('b', {
        then: (s) => {
          s.log.push('other');
          return 'c';
        },
      }),
    },
  },
  unguarded: { breaks: 'deadlock', unguard: ['third'] },
  dropped: { breaks: 'deadlock', drop: { second: 'c' } },
  'dropped with its guard': { breaks: 'deadlock', drop: { third: 'end' } },
  'never fires': { breaks: 'deadlock', drop: { first: null } },
  'plain never fires': { breaks: 'deadlock', drop: { plain: null }, unguard: ['third'] },
  swapped: { breaks: 'deadlock', swap: { first: 'first', second: 'second', next: 'c' } },
  'replaced and swapped': {
    breaks: 'deadlock',
    replace: {
      first: onT('a', {
        then: (s) => {
          s.log.push('other');
          return 'b';
        },
      }),
    },
    swap: { first: 'first', second: 'second', next: 'c' },
  },
  'swapped with an exit': {
    breaks: 'deadlock',
    replace: { second: onT('b', { then: () => 'end' }) },
    swap: { first: 'first', second: 'second', next: 'c' },
  },
  added: {
    breaks: 'deadlock',
    add: {
      skip: onT('b', {
        then: (s) => {
          s.log.push('skip');
          return 'end';
        },
      }),
    },
  },
});

/** The logs of all ways to run to the end, and where the thread is there. */
function endings(mutation: string | null): string[] {
  const system = instantiate(line, { mutations: list, mutation });
  const ends = new Set<string>();
  const visit = (names: readonly { action: string; params: {} }[], depth: number): void => {
    const { states } = run(system, names);
    const state = states.at(-1) ?? system.initial;
    const steps = system.candidates(state).filter((step) => system.enabled(step, state));
    if (steps.length === 0 || depth > 6) {
      const { log, t } = state as unknown as Line;
      ends.add(`${log.join(' ')} @${t.t0}`);
    }
    for (const step of depth > 6 ? [] : steps) visit([...names, step], depth + 1);
  };
  visit([], 0);
  return [...ends].sort();
}

describe('a mutation', () => {
  test.each([
    ['left out', null, ['first second @c']],
    ['replaces', 'replaced', ['first other @c']],
    ['ignores a guard', 'unguarded', ['first second third @end']],
    ['drops a step: the thread goes straight on', 'dropped', ['first @c']],
    ['drops a step with its guard', 'dropped with its guard', ['first second @end']],
    ['drops a step that then never fires', 'never fires', [' @a']],
    ['drops a plain action', 'plain never fires', ['first second third @end']],
    ['swaps two steps, each keeping its effect and guard', 'swapped', ['second @b']],
    ['adds a step', 'added', ['first second @c', 'first skip @end']],
  ])('%s', (_, mutation, expected) => expect(endings(mutation)).toEqual(expected));

  test('that swaps keeps the exits that are not part of the order', () => {
    expect(endings('swapped with an exit')).toEqual([' @end']);
  });

  test('that replaces a step and swaps it swaps the replacement', () => {
    expect(endings('replaced and swapped')).toEqual(['second other @c']);
  });

  test('leaves the actions of the model as they were', () => {
    const before = endings(null);
    endings('replaced');
    expect(endings(null)).toEqual(before);
  });

  test('comes with its own bounds, which the asked ones override', () => {
    const list = mutations(counter, { m: { breaks: 'deadlock', bounds: { top: 2 } } });
    const at = (bounds = {}) =>
      instantiate(counter, { mutations: list, mutation: 'm', bounds }).bounds;
    expect([at(), at({ top: 1 })]).toEqual([{ top: 2 }, { top: 1 }]);
  });
});

describe('bad mutations, from authors without a type checker', () => {
  const { actions } = line.definition as { actions: { first: AnyAction; second: AnyAction } };
  test.each([
    ['an unknown action', { replace: { secnd: actions.second } }, "unknown action 'secnd'"],
    ['dropping an unknown action', { drop: { secnd: 'c' } }, "unknown action 'secnd'"],
    ['unguarding an unknown action', { unguard: ['secnd'] }, "unknown action 'secnd'"],
    ['a name that every object has', { unguard: ['toString'] }, "unknown action 'toString'"],
    ['swapping an unknown action', { swap: { first: 'x', second: 'first', next: 'c' } }, "'x'"],
    [
      'swapping plain actions',
      { swap: { first: 'plain', second: 'first', next: 'c' } },
      'needs thread',
    ],
    [
      'swapping a step with itself',
      { swap: { first: 'first', second: 'first', next: 'c' } },
      'both steps',
    ],
    [
      'adding an action that is there',
      { add: { first: actions.first } },
      'is in the model already',
    ],
    ['the fairness of what is not there', { fair: { tt: 'weak' } }, "action or thread table 'tt'"],
  ])('%s', (_, edit, message) => {
    const bad = () => mutate(actions, 'm', { breaks: 'deadlock', ...edit } as never);
    expect(bad).toThrow(InputError);
    expect(bad).toThrow(message);
  });

  test('an unknown mutation is named with the nearest one', () => {
    expect(() => check(line, { mutations: list, mutation: 'swaped' })).toThrow(
      expect.objectContaining({ fix: "did you mean 'swapped'?" }),
    );
    expect(() => check(line, { mutation: 'swapped' })).toThrow(/unknown mutation/);
  });
});
