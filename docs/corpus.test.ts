/** docs/corpus.md is what the models, their recorded traces and the last measurement say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { corpusText } from '../scripts/corpus/corpus.ts';
import { readMeasured } from '../scripts/corpus/data.ts';

const MISSED = 'hunts that found it, of 20: at least 18';

test('the corpus page is up to date: npm run corpus', async () => {
  const page = readFileSync(join(import.meta.dirname, 'corpus.md'), 'utf8');
  expect(page).toBe(await corpusText());
});

test('the hunt finds what one run can show', () => {
  const missed = readMeasured().filter(({ hunts }) => hunts && hunts.found * 20 < 18 * hunts.of);
  expect(
    missed.map(({ mutation }) => mutation),
    MISSED,
  ).toEqual([]);
});
