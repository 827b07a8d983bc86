/** A report as a reader opens it: from a file, without a network, by keys. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runLastref } from '../fixtures/run-lastref.ts';
import { type Look, open, openBrowser, seriousFindings } from './chromium.ts';

const RACE = 'traces/guest_memfd_conversion/gup-fast-does-not-read-the-pte-again.json';
const LASSO =
  'traces/guest_memfd_callback/two-walkers-take-turns-for-ever-and-no-put-is-the-last-one.json';
const folder = mkdtempSync(join(tmpdir(), 'lastref-'));
const file = (name: string) => join(folder, name);
const address = (name: string, hash = '') => `${pathToFileURL(file(name)).href}${hash}`;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
  const made = [
    ['race.html', RACE],
    ['lasso.html', LASSO],
    ['many.html', 'traces/guest_memfd_accessible', 'traces/direct_map'],
  ];
  for (const [name = '', ...traces] of made) {
    const { code, stderr } = await runLastref([
      ...['show', ...traces, '--as', 'html', '--out', file(name)],
    ]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  }
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

test('opens from a file, asks for nothing else, and is small', async () => {
  const { tab, complaints, requests } = await open(browser, address('race.html'));
  await expect(tab.locator('h1').innerText()).resolves.toContain('GUP-fast');
  await expect(tab.title()).resolves.toContain('GUP-fast');
  expect(requests).toEqual([address('race.html')]);
  expect(complaints).toEqual([]);
  expect(statSync(file('race.html')).size).toBeLessThan(100_000);
  await tab.close();
});

test('is stepped through by keys, and says what is broken and by whom', async () => {
  const { tab, complaints } = await open(browser, address('race.html'));
  const title = () => tab.locator('.step-title h2').innerText();
  expect(await title()).toBe('Initial state');
  for (let i = 0; i < 18; i++) await tab.keyboard.press('ArrowRight');
  expect(await title()).toBe('Step 18: host0 gup_fast_recheck');
  expect(await tab.locator('#broken-conjunct').count()).toBe(0);
  await tab.keyboard.press('ArrowLeft');
  expect(await title()).toBe('Step 17: host0 gup_fast_grab');
  for (let i = 0; i < 9; i++) await tab.keyboard.press('ArrowRight');
  expect(await title()).toBe('Step 22: vmm0 cvt_store');
  const conjunct = await tab.locator('.card.broken #broken-conjunct').innerText();
  expect(conjunct).toContain('isolation / noHostPin is broken here');
  expect(conjunct).toContain('sharing = private and hostPins = [host0]');
  expect(await tab.locator('.card.broken h3').innerText()).toBe('page0');
  const why = await tab.getByRole('region', { name: 'Why' }).innerText();
  expect(why).toContain('step 18, host0 gup_fast_recheck');
  expect(new URL(tab.url()).hash).toBe('#s=22');
  expect(complaints).toEqual([]);
  await tab.close();
});

test('Home, End, v, d and / do what the legend says; the address names the step', async () => {
  const { tab } = await open(browser, address('race.html', '#s=9'));
  const count = () => tab.locator('.bar .count').innerText();
  expect(await count()).toBe('9 / 22');
  await tab.keyboard.press('Home');
  expect(await count()).toBe('0 / 22');
  await tab.keyboard.press('v');
  expect(await count()).toBe('22 / 22');
  await tab.keyboard.press('ArrowLeft');
  await tab.keyboard.press('End');
  expect(await count()).toBe('22 / 22');
  const rows = () => tab.locator('.state tr').count();
  const few = await rows();
  await tab.keyboard.press('d');
  expect(await rows()).toBeGreaterThan(few * 5);
  await tab.keyboard.press('/');
  await tab.keyboard.type('gup_fast');
  expect(await tab.getByRole('option').count()).toBe(3);
  // A letter that is typed is no command.
  await tab.keyboard.type(' v');
  await tab.keyboard.press('Escape');
  await tab.keyboard.press('Home');
  await tab.goto(address('race.html', '#s=99'));
  expect(await count()).toBe('0 / 22');
  await tab.close();
});

test('what a guard refuses is there with the read that refused, and since when', async () => {
  const { tab } = await open(browser, address('race.html', '#s=0'));
  const refused = tab.locator('.refused', { hasText: 'gup_fast(' });
  expect(await refused.textContent()).toMatch(
    /gup_fast\(page0, FOLL_GET\) refused: it read mm\.mm0\.pte\.page0 = null, as in the initial/,
  );
  await tab.keyboard.press('v');
  expect(await refused.textContent()).toMatch(
    /task\.host0\.pinned = folio0, since step 18, host0 gup_fast_recheck/,
  );
  await tab.close();
});

test('a loop is drawn, and the step after its last one is its first', async () => {
  const { tab } = await open(browser, address('lasso.html', '#s=27'));
  expect(await tab.locator('.step.loop').count()).toBe(4);
  expect(await tab.locator('button.forever').innerText()).toMatch(/back to state 23/);
  await tab.keyboard.press('ArrowRight');
  expect(await tab.locator('.bar .count').innerText()).toBe('24 / 27');
  await tab.close();
});

test('several traces: a table, which opens each at its violation, and coverage', async () => {
  const { tab, complaints } = await open(browser, address('many.html'));
  const rows = () => tab.locator('.runs tbody tr').count();
  expect(await rows()).toBe(15);
  await tab.keyboard.press('/');
  await tab.keyboard.type('references are not compared');
  expect(await rows()).toBe(1);
  await tab.getByRole('button', { name: /9 steps/ }).click();
  expect(await tab.locator('.bar .count').innerText()).toBe('9 / 9');
  expect(new URL(tab.url()).hash).toMatch(/^#t=\d+&s=9$/);
  await tab.goBack();
  expect(await tab.locator('.coverage').count()).toBe(2);
  expect(complaints).toEqual([]);
  await tab.close();
});

test('a check of one fault opens at its trace, with the run behind it', async () => {
  const fault = ['--mutation', 'the folio is not zeroed before the guest gets it'];
  await runLastref(['check', 'direct_map', ...fault, '--html', file('check.html')]);
  const { tab } = await open(browser, address('check.html'));
  expect(await tab.locator('.bar .count').innerText()).toBe('0 / 5');
  await tab.getByRole('button', { name: 'All runs' }).click();
  expect(await tab.locator('.runs tbody tr').count()).toBe(1);
  expect(await tab.locator('.coverage').count()).toBe(1);
  await tab.goBack();
  expect(await tab.locator('.bar .count').innerText()).toBe('0 / 5');
  await tab.close();
});

describe('axe finds nothing serious', () => {
  const looks: [string, Look, string][] = [
    ['light', {}, address('race.html', '#s=22')],
    ['dark', { scheme: 'dark' }, address('race.html', '#s=22')],
    ['narrow', { width: 390, height: 844 }, address('race.html', '#s=18')],
    ['a lasso', {}, address('lasso.html', '#s=25')],
    ['many', {}, address('many.html')],
    ['many, dark', { scheme: 'dark' }, address('many.html')],
  ];
  test.each(looks)('%s', async (_, look, url) => {
    const { tab } = await open(browser, url, look);
    await tab.evaluate('document.querySelectorAll("details").forEach((e) => { e.open = true; })');
    expect(await seriousFindings(tab)).toEqual([]);
    const { width = 1440 } = look;
    expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await tab.close();
  });
});
