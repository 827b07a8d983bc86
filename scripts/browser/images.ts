/** Draws the pictures of the documents: `npm run images`. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runLastref } from '../fixtures/run-lastref.ts';
import { packageFile } from '../package.ts';
import { type Look, open, openBrowser } from './chromium.ts';

const IMAGES = packageFile('docs/images');
const RACE = 'traces/guest_memfd_conversion/gup-fast-does-not-read-the-pte-again.json';
const LASSO =
  'traces/guest_memfd_callback/two-walkers-take-turns-for-ever-and-no-put-is-the-last-one.json';

const SHOTS: readonly (readonly [name: string, trace: string, hash: string, look: Look])[] = [
  ['report', RACE, '#s=22', { width: 1280, height: 860 }],
  ['report-dark', RACE, '#s=18', { width: 1280, height: 860, scheme: 'dark' }],
  ['report-narrow', RACE, '#s=22', { width: 390, height: 844 }],
  ['report-lasso', LASSO, '#s=26', { width: 1280, height: 860 }],
];

const folder = mkdtempSync(join(tmpdir(), 'lastref-'));
mkdirSync(IMAGES, { recursive: true });
const browser = await openBrowser();
for (const [name, trace, hash, look] of SHOTS) {
  const file = join(folder, `${name}.html`);
  await runLastref(['show', trace, '--as', 'html', '--out', file]);
  const { tab } = await open(browser, pathToFileURL(file).href + hash, look);
  // On a phone the card is what matters, below the steps.
  if (look.width === 390) await tab.locator('.step-title').scrollIntoViewIfNeeded();
  if (look.width === 390) await tab.mouse.wheel(0, 560);
  await tab.waitForTimeout(200);
  await tab.screenshot({ path: join(IMAGES, `${name}.png`) });
  await tab.close();
}
await browser.close();
rmSync(folder, { recursive: true });
