/** The explorer as an author uses it: in a browser, with the model on the server. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page as Tab } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runLastref } from '../fixtures/run-lastref.ts';
import { type Explorer, startExplorer } from '../fixtures/start-explorer.ts';
import { packageFile } from '../package.ts';
import { open, openBrowser, seriousFindings } from './chromium.ts';

const FAULT = 'the fault does not take the invalidate lock';
const TRACE = 'traces/guest_memfd_conversion/the-fault-does-not-take-the-invalidate-lock.json';
const folder = mkdtempSync(join(tmpdir(), 'lastref-'));
let browser: Browser;
let explorer: Explorer | null = null;
beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(async () => {
  await explorer?.end();
  explorer = null;
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

async function explore(...args: string[]) {
  explorer = await startExplorer(...args);
  const opened = await open(browser, explorer.url);
  await opened.tab.locator('.next').waitFor();
  return opened;
}

const at = (tab: Tab, title: string) =>
  tab.locator('.step-title h2', { hasText: title }).waitFor({ timeout: 20_000 });
const said = (tab: Tab, text: RegExp) =>
  tab.locator('.said', { hasText: text }).waitFor({ timeout: 60_000 });
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
  await explorer?.end();
  const large = await explore('guest_memfd_accessible');
  await large.tab.getByRole('button', { name: 'State graph' }).click();
  await large.tab.getByText('too many to look at').waitFor();
  await large.tab.close();
});

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

test('a search is stopped by its button, or by the next step; an explorer that ended says so', async () => {
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
  await explorer?.end();
  await said(tab, /has ended\. Start it again/);
  await tab.close();
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
  explorer = await startExplorer('direct_map');
  const { tab } = await open(browser, explorer.url.replace(/token=.*/, 'token=wrong'));
  expect(await tab.locator('body').textContent()).toBe('the token is missing');
  await tab.close();
});
