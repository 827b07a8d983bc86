/** A browser for tests: the one that CHROMIUM names, or the one of the system. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page as Tab } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? PLACES.find((place) => existsSync(place));
  if (!executablePath) {
    throw new Error('no Chromium is installed: apt-get install chromium, or CHROMIUM=/its/place');
  }
  // In a container everything runs as root, which Chromium's own sandbox refuses.
  return await chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

export interface Opened {
  readonly tab: Tab;
  /** What the browser complained of: policy, errors, network. */
  readonly complaints: readonly string[];
  /** Every address that was asked for. */
  readonly requests: readonly string[];
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
}

/** Opens an address in a tab of its own and notes all that it says and asks for. */
export async function open(browser: Browser, url: string, look: Look = {}): Promise<Opened> {
  const { width = 1440, height = 900, scheme = 'light' } = look;
  const tab = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  const complaints: string[] = [];
  const requests: string[] = [];
  tab.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  tab.on('pageerror', (error) => complaints.push(String(error)));
  tab.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  tab.on('request', (request) => requests.push(request.url()));
  await tab.goto(url);
  return { tab, complaints, requests };
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds serious or critical, each with its first place. */
export async function seriousFindings(tab: Tab): Promise<string[]> {
  const { readFileSync } = await import('node:fs');
  // Through the debugger, which a policy of the document does not stop.
  await tab.evaluate(readFileSync(axe, 'utf8'));
  const { violations } = await tab.evaluate<AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}
