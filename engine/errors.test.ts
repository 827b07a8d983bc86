import { expect, test } from 'vitest';
import { InputError, messageOf, unknownName } from './errors.ts';

test('an error is told in up to four parts, one a line', () => {
  const parts = { cause: 'a slip', fix: 'look again', available: ['a', 'b'] };
  expect(new InputError('it is wrong', parts).text.split('\n')).toEqual([
    'it is wrong',
    '  usual cause: a slip',
    '  what to do:  look again',
    '  available:   a, b',
  ]);
  expect(new InputError('it is wrong').text).toBe('it is wrong');
});

test('a near name is proposed, a far one is not', () => {
  const near = unknownName('bound', 'workrs', ['depth', 'workers'], ' of m');
  expect(near).toMatchObject({
    message: "unknown bound 'workrs' of m",
    fix: "did you mean 'workers'?",
  });
  expect(unknownName('bound', 'zzzzzz', ['depth']).fix).toBe(null);
  expect(unknownName('bound', 'x', []).text).toBe("unknown bound 'x'");
});

test('anything thrown has a text', () => {
  expect([messageOf(new Error('a')), messageOf('b'), messageOf(null)]).toEqual(['a', 'b', 'null']);
  expect(messageOf(new InputError('c', { fix: 'd' }))).toContain('what to do:  d');
});
