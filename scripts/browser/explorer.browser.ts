/** The explorer as an author uses it: in a browser, with the model on the server. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page as Tab } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { runLastref } from '../fixtures/run-lastref.ts';
import { seriousFindings } from './chromium.ts';
import { at, explorers, said } from './explorers.ts';

const FAULT = 'the fault does not take the invalidate lock';
const TRACE = 'traces/guest_memfd_conversion/the-fault-does-not-take-the-invalidate-lock.json';
const folder = mkdtempSync(join(tmpdir(), 'lastref-'));
afterAll(() => rmSync(folder, { recursive: true }));
const { start, openAt, explore, end } = explorers();
const choose = async (tab: Tab, thread: string, step: string) =>
  await tab.locator('.choice').filter({ hasText: thread }).filter({ hasText: step }).click();

interface Recorded {
  readonly steps: readonly { readonly action: string; readonly params: Record<string, string> }[];
}

test('a counterexample is walked by clicking; without the fault a step is refused', async () => {
  const { steps }: Recorded = JSON.parse(readFileSync(TRACE, 'utf8'));
  const { tab, complaints, requests } = await explore(
    'guest_memfd_conversion',
    '--mutation',
    FAULT,
  );
  for (const [i, { action, params }] of steps.entries()) {
    const { task = '', ...rest } = params;
    await choose(tab, task, [action, Object.values(rest).join(', ')].filter(Boolean).join('('));
    await at(tab, `Step ${i + 1}:`);
  }
  await tab.locator('.card.broken #broken-conjunct').waitFor();
  const saving = tab.waitForEvent('download');
  await tab.getByRole('button', { name: 'Save trace' }).click();
  const file = join(folder, 'walked.json');
  await (await saving).saveAs(file);
  const { code, stdout } = await runLastref(['replay', file]);
  expect(stdout).toContain('yes violates');
  expect(code).toBe(0);

  await tab.getByLabel('Fault', { exact: true }).selectOption('');
  await tab.locator('.stopped').waitFor();
  expect(await tab.locator('.stopped').textContent()).toMatch(/step 5, .* is refused: /);
  await said(tab, /runs up to step 4/);
  await tab.getByLabel('Fault', { exact: true }).selectOption(FAULT);
  await said(tab, /same 12 steps run.*is broken/);
  expect(complaints).toEqual([]);
  const origins = new Set(requests.map((url) => new URL(url).origin));
  expect(origins.size).toBe(1);
  await tab.close();
});

test('undo, branches, the shortest way, the next change, and a report of it all', async () => {
  const { tab } = await explore(TRACE);
  await at(tab, 'Step 12:');
  await tab.getByRole('button', { name: 'Undo' }).click();
  await at(tab, 'Step 11:');
  await tab.keyboard.press('Home');
  await at(tab, 'Initial state');
  await tab.locator('.choice').last().click();
  await at(tab, 'Step 1:');
  const branches = tab.getByRole('region', { name: 'Branches' });
  expect(await branches.getByRole('button').count()).toBe(3);
  await tab.getByLabel('Shortest way').selectOption('isolation');
  await tab.getByRole('button', { name: 'Find' }).click();
  await said(tab, /steps away, \d+ states seen/);
  await tab.locator('.card.broken').waitFor();

  await tab.keyboard.press('Home');
  await at(tab, 'Initial state');
  await tab.getByLabel('Shortest way').selectOption('');
  await tab.getByLabel('Predicate').fill('page.page0.attr == private');
  await tab.getByLabel('Predicate').press('Enter');
  await tab.locator('.card', { hasText: /attribute\s*private/ }).waitFor();
  await tab.getByLabel('Predicate').fill('page.page0 ==');
  await tab.getByLabel('Predicate').press('Enter');
  await said(tab, /cannot read the predicate at/);

  await tab.getByLabel('Predicate').blur();
  await tab.keyboard.press('Home');
  await at(tab, 'Initial state');
  await tab.getByRole('button', { name: 'on to next Δ of page.page0.folio' }).click();
  await tab.locator('.step-title', { hasText: 'page.page0.folio null→folio0' }).waitFor();

  const saving = tab.waitForEvent('download');
  await tab.getByRole('button', { name: 'Save report' }).click();
  const file = join(folder, 'walk.html');
  await (await saving).saveAs(file);
  expect(readFileSync(file, 'utf8')).toContain('A walk that breaks nothing');
  await tab.close();
});

test('the state graph: a click goes there, SVG and DOT; a large one is refused', async () => {
  const { tab } = await explore('guest_memfd_accessible', '--bounds', 'converters=1');
  await tab.getByRole('button', { name: 'State graph' }).click();
  await tab.locator('.graph').waitFor();
  expect(await tab.locator('.state-node').count()).toBe(150);
  expect(await seriousFindings(tab)).toEqual([]);
  await tab.emulateMedia({ colorScheme: 'dark' });
  expect(await seriousFindings(tab)).toEqual([]);
  const saving = tab.waitForEvent('download');
  await tab.getByRole('button', { name: 'DOT' }).click();
  const dot = join(folder, 'graph.dot');
  await (await saving).saveAs(dot);
  expect(readFileSync(dot, 'utf8').match(/ -> /g)).toHaveLength(450);
  await tab.locator('.state-node').nth(9).click();
  await at(tab, 'Step ');
  await tab.close();
  await end();
  const large = await explore('guest_memfd_accessible');
  await large.tab.getByRole('button', { name: 'State graph' }).click();
  await large.tab.getByText('too many to look at').waitFor();
  await large.tab.close();
});

test('axe finds nothing serious, light and dark, and the keyboard reaches every step', async () => {
  const { tab } = await explore(TRACE);
  await tab.evaluate('document.querySelectorAll("details").forEach((e) => { e.open = true; })');
  expect(await seriousFindings(tab)).toEqual([]);
  await tab.emulateMedia({ colorScheme: 'dark' });
  expect(await seriousFindings(tab)).toEqual([]);
  await tab.setViewportSize({ width: 390, height: 844 });
  expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(390);
  expect(await seriousFindings(tab)).toEqual([]);
  await tab.locator('.choice').first().focus();
  await tab.keyboard.press('Enter');
  await at(tab, 'Step 13:');
  await tab.close();
});

test('without the token there is nothing to see', async () => {
  const url = await start('direct_map');
  const { tab } = await openAt(url.replace(/token=.*/, 'token=wrong'));
  expect(await tab.locator('body').textContent()).toBe('the token is missing');
  await tab.close();
});
