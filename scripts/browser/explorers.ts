/** What tests of the explorer share: explorers in one browser, and what a reader waits for. */
import type { Browser, Page as Tab } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type Explorer, startExplorer } from '../fixtures/start-explorer.ts';
import { type Opened, open, openBrowser } from './chromium.ts';

/** Explorers for the tests of a file, one at a time; each is ended with its test. */
export function explorers() {
  let browser: Browser;
  let current: Explorer | null = null;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  const end = async () => {
    await current?.end();
    current = null;
  };
  afterEach(end);
  afterAll(() => browser?.close());
  const start = async (...args: string[]): Promise<string> => {
    current = await startExplorer(...args);
    return current.url;
  };
  const openAt = (url: string): Promise<Opened> => open(browser, url);
  const explore = async (...args: string[]): Promise<Opened> => {
    const opened = await openAt(await start(...args));
    await opened.tab.locator('.next').waitFor();
    return opened;
  };
  return { start, openAt, explore, end };
}

export const at = (tab: Tab, title: string) =>
  tab.locator('.step-title h2', { hasText: title }).waitFor({ timeout: 20_000 });
export const said = (tab: Tab, text: RegExp) =>
  tab.locator('.said', { hasText: text }).waitFor({ timeout: 60_000 });
