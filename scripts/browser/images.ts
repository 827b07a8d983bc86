/** Draws the pictures of the documents: `npm run images`. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runLastref } from '../fixtures/run-lastref.ts';
import { startExplorer } from '../fixtures/start-explorer.ts';
import { packageFile } from '../package.ts';
import { type Look, type Opened, open, openBrowser } from './chromium.ts';

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
/** The explorer, when something in it has been done. */
async function explorer(name: string, args: string[], act: (tab: Opened['tab']) => Promise<void>) {
  const started = await startExplorer(...args);
  const { tab } = await open(browser, started.url, { width: 1280, height: 860 });
  await tab.locator('.next').waitFor();
  await act(tab);
  await tab.waitForTimeout(300);
  await tab.screenshot({ path: join(IMAGES, `${name}.png`) });
  await tab.close();
  await started.end();
}
await explorer('explorer', [RACE], async (tab) => {
  await tab.locator('#step-16').click();
  await tab.locator('.step-title', { hasText: 'Step 16' }).waitFor();
  await tab.locator('.choice', { hasText: 'cvt_put_folio' }).click();
  await tab.locator('.step-title', { hasText: 'Step 17: vmm0' }).waitFor();
});
await explorer('state-graph', ['direct_map', '--bounds', 'folios=1'], async (tab) => {
  await tab.getByRole('button', { name: 'State graph' }).click();
  await tab.locator('.graph').waitFor();
});
await browser.close();
rmSync(folder, { recursive: true });
