import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counter } from '../engine/fixtures/counter.ts';
import { failure, read } from '../engine/fixtures/read-itf.ts';

const deep = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
const one = (x: unknown) => ({ vars: ['x'], states: [{ x }] });

test.each<[what: string, file: unknown, says: RegExp]>([
  ['no variables', { states: [{}] }, /vars: expected a list of names/],
  ['no states', { vars: [], states: [] }, /states: expected a list of at least one/],
  ['a variable left out', { vars: ['n'], states: [{}] }, /states\[0\]: there is no value of 'n'/],
  ['a loop to nowhere', { vars: [], states: [{}], loop: 3 }, /loop: expected the index of a state/],
  ['null', one(null), /states\[0\]\.x: null is no value of ITF/],
  ['a fraction', one(0.5), /0\.5 is no value of ITF/],
  ['an unknown wrapper', one({ '#seq': [] }), /'#seq' is none of #bigint/],
  ['a wrapper with more', one({ '#set': [], a: 1 }), /'#set' is none of .*, each alone/],
  ['a number that is none', one({ '#bigint': '0x1' }), /#bigint: expected up to 400 digits/],
  ['a number without end', one({ '#bigint': '9'.repeat(401) }), /expected up to 400 digits/],
  ['a map of no pairs', one({ '#map': [['a']] }), /#map: expected a list of pairs/],
  ['a value without end', one(deep(500)), /nested more than 80 deep/],
  ['none of the variables', one(1), /none of its variables is a field of the state of counter/],
  ['a head of no trace', { ...one(1), '#meta': { lastref: [] } }, /#meta\.lastref/],
])('%s is refused', (_, file, says) => {
  expect(failure(() => read(file, counter)).message).toMatch(says);
});

test('whatever a file holds, there is one clear error or a trace', () => {
  const states = fc.array(
    fc.oneof(fc.jsonValue(), fc.record({ n: fc.jsonValue(), '#meta': fc.jsonValue() })),
    { maxLength: 4 },
  );
  const names = fc.array(fc.constantFrom('n', 'top', '__proto__', 'mbt::actionTaken'));
  const meta = fc.record({ lastref: fc.jsonValue() }, { requiredKeys: [] });
  const file = fc.record({ vars: names, states, loop: fc.nat(3), '#meta': meta });
  fc.assert(
    fc.property(file, (data) => {
      failure(() => read(data, counter));
    }),
  );
});

test('keys of a prototype are keys', () => {
  const text = '{"vars":["n"],"states":[{"n":{"__proto__":{"n":0}}}]}';
  expect(failure(() => read(JSON.parse(text), counter)).message).toContain('n is 0, in the file');
});
