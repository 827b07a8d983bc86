import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { folded } from './render.ts';

test('a sentence is broken between words, into lines of a hundred characters at most', () => {
  const word = fc.stringMatching(/^[a-z_(),]{1,30}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), (words) => {
      const lines = folded(words.join(' '));
      expect(lines.map((line) => line.trim()).join(' ')).toBe(words.join(' '));
      for (const [i, line] of lines.entries()) {
        expect(line.length).toBeLessThanOrEqual(100);
        expect(line.startsWith('  ')).toBe(i > 0);
      }
    }),
  );
});
