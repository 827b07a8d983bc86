/** The explorer while something changes beneath it: the model, a search, the server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFile } from '../package.ts';
import { at, explorers, said } from './explorers.ts';

const { explore, end } = explorers();

test('a model that changes is loaded anew, and the walk is kept as far as it runs', async () => {
  const own = mkdtempSync(packageFile('docs/.model-'));
  const file = join(own, 'light.ts');
  const write = (most: number, more = '') =>
    writeFileSync(file, MODEL.replace('MOST', String(most)) + more);
  write(5);
  try {
    const { tab } = await explore(file);
    for (const i of [1, 2, 3, 4]) {
      await tab.locator('.choice').click();
      await at(tab, `Step ${i}:`);
    }
    write(3);
    await said(tab, /runs up to step 3/);
    expect(await tab.locator('.stopped').textContent()).toMatch(/step 4.*its guard read n = 3/);
    write(9);
    await said(tab, /same 4 steps run/);
    write(9, 'this is no TypeScript');
    await said(tab, /light\.ts/);
    write(9, FAULTS);
    await tab.getByLabel('Fault', { exact: true }).selectOption('it never goes up');
    await tab.locator('.stopped').waitFor();
    await tab.close();
  } finally {
    rmSync(own, { recursive: true });
  }
});

const MODEL = `import { protocol } from 'lastref';
const { model } = protocol<{ readonly n: number }>();
export const light = model({
  name: 'light',
  bounds: {},
  init: () => ({ n: 0 }),
  actions: { up: { when: (s) => s.n < MOST, then: (s) => { s.n += 1; } } },
});
`;

const FAULTS = `
import { mutations } from 'lastref';
export const lightMutations = mutations(light, {
  'it never goes up': { breaks: 'deadlock', drop: { up: null } },
});
`;

test('a search is stopped by a button or the next step; an ended explorer says so', async () => {
  const { tab } = await explore('guest_memfd_conversion', '--bounds', 'hosts=2');
  const search = async () => {
    await tab.getByLabel('Predicate').fill('page.page0.attr == nothing');
    await tab.getByLabel('Predicate').press('Enter');
    await said(tab, /^Searching/);
  };
  await search();
  await tab.getByRole('button', { name: 'Stop searching' }).click();
  await said(tab, /^Search stopped/);
  await search();
  await tab.locator('.choice').first().click();
  await at(tab, 'Step 1:');
  await tab.locator('.choice').first().waitFor({ timeout: 10_000 });
  await tab.getByLabel('Predicate').fill('page.page0.att == private');
  await tab.getByLabel('Predicate').press('Enter');
  await said(tab, /no field page\.page0\.att\b/);
  await end();
  await said(tab, /has ended\. Start it again/);
  await tab.close();
});
