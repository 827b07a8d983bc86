/** Data that means harm, and data that is large: shown as text, or refused with one error. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { store } from '../../engine/fixtures/store.ts';
import { traces } from '../../engine/hunt/traces.ts';
import { instantiate } from '../../engine/system/instantiate.ts';
import { run } from '../../engine/trace.ts';
import { type ViewerData, viewerData, type Walk } from '../../traces/viewer/data.ts';
import { walkOf } from '../../traces/viewer/walk.ts';
import { type Built, buildViewer } from '../../viewer/build.ts';
import { documentOf } from '../../viewer/document.ts';
import { open, openBrowser } from './chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'lastref-'));
let browser: Browser;
let built: Built;
beforeAll(async () => {
  [browser, built] = [await openBrowser(), await buildViewer('report')];
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return pathToFileURL(path).href;
}

/** A document of walks. */
function made(name: string, walks: Walk[], title = 'A report'): string {
  const rest = { runs: [], coverage: [], covers: '', title };
  const data: ViewerData = { format: 'lastref-view', version: 1, lastref: '0', ...rest, walks };
  return write(name, documentOf(built, viewerData.parse(data), { title }));
}

/** A random walk over a model of our own. */
function walked(steps: number): Walk {
  const [trace] = fc.sample(traces(store, { maxSteps: steps }), { seed: 1, numRuns: 1 });
  const system = instantiate(store);
  const done = run(system, trace?.steps ?? []);
  const rest = {
    finding: null,
    how: 'recorded',
    loop: null,
    facts: null,
    mutations: null,
  } as const;
  return walkOf({ model: store, system, run: done, ...rest });
}

const HARM = `</script><script>alert(1)</script><img src=x onerror="alert(2)">\u2028'"&{{7*7}}`;

/** The same data with harm in every text that is no name of ours, and with keys that are traps. */
function harmed(walk: Walk): Walk {
  const deep = JSON.parse(`${'{"a":'.repeat(300)}1${'}'.repeat(300)}`);
  const traps = JSON.parse(`{"__proto__":{"polluted":1},"constructor":"x","toString":1e308}`);
  return {
    ...walk,
    protocol: HARM,
    title: HARM,
    mutation: HARM,
    source: { status: HARM, cite: HARM },
    fairness: HARM,
    initial: { ...walk.initial, ...traps, deep, [HARM]: HARM, wide: 'x'.repeat(100_000) },
    steps: walk.steps.map((step, i) => ({
      ...step,
      name: HARM,
      thread: i % 2 === 0 ? HARM : null,
      changes: [HARM, HARM],
      diff: [...step.diff, [['__proto__', 'polluted'], HARM], [[HARM], { [HARM]: -1e308 }]],
    })),
    cards: [
      {
        ids: { [HARM]: HARM },
        rows: [[0, { [HARM]: [HARM], __proto__: 1, on: { [HARM]: true } }]],
      },
    ],
    finding: {
      ...{ property: HARM, kind: 'always', conjunct: HARM, ids: { [HARM]: HARM } },
      ...{ step: walk.steps.length, headline: [HARM, HARM], owed: null },
      view: [{ path: HARM, value: HARM }],
      reads: [{ path: HARM, value: HARM, writer: { step: 1, name: HARM, thread: HARM } }],
      parting: null,
    },
  };
}

test('text in every place is text: nothing of it runs, nothing of it is an element', async () => {
  const { tab, complaints, requests } = await open(
    browser,
    made('harm.html', [harmed(walked(6))], HARM),
  );
  for (const key of ['v', 'd', 'ArrowLeft', 'Home', 'ArrowRight', 'End']) {
    await tab.keyboard.press(key);
  }
  await tab.evaluate('document.querySelectorAll("details").forEach((e) => { e.open = true; })');
  expect(await tab.locator('h1').textContent()).toContain('<script>alert(1)</script>');
  expect(await tab.locator('.card.broken').textContent()).toContain('<img src=x');
  expect(await tab.locator('img').count()).toBe(0);
  expect(await tab.locator('script').count()).toBe(2);
  expect(await tab.evaluate('({}).polluted')).toBeUndefined();
  expect(complaints).toEqual([]);
  expect(requests).toHaveLength(1);
  await tab.close();
});

test('a script that gets into the document all the same does not run', async () => {
  const text = documentOf(built, { format: 'lastref-view' }, { title: 'x' });
  const { tab, complaints } = await open(
    browser,
    write('put.html', text.replace('</body>', '<script>document.title = "run"</script></body>')),
  );
  expect(await tab.title()).not.toBe('run');
  expect(complaints.join()).toMatch(/Content Security Policy/);
  await tab.close();
});

test.each([
  [
    'cut short',
    (text: string) => text.replace(/(id="data">.{200})[\s\S]*?<\/script>/, '$1</script>'),
  ],
  ['of another kind', (text: string) => text.replace('lastref-view', 'something-else')],
  ['of another shape', (text: string) => text.replace('"threads":', '"others":')],
])('data that is %s is refused with one sentence', async (name, spoil) => {
  const path = made('good.html', [walked(3)]);
  const { readFileSync } = await import('node:fs');
  const text = spoil(readFileSync(new URL(path), 'utf8'));
  const { tab, complaints } = await open(browser, write(`${name}.html`, text));
  expect(await tab.getByRole('alert').textContent()).toMatch(/report/);
  expect(complaints).toEqual([]);
  await tab.close();
});

test('10,000 steps: few rows exist, and a key takes no longer than a moment', async () => {
  const walk = walked(10_000);
  expect(walk.steps).toHaveLength(10_000);
  const url = made('long.html', [walk]);
  const { tab, complaints } = await open(browser, url);
  const paint = await tab.evaluate<number>(
    `new Promise((done) => new PerformanceObserver((list) => done(list.getEntries()[0].startTime))
      .observe({ type: 'paint', buffered: true }))`,
  );
  const took = await tab.evaluate<{ keys: number; end: number }>(`(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const press = async (key) => {
      dispatchEvent(new KeyboardEvent('keydown', { key }));
      await frame();
    };
    let start = performance.now();
    await press('End');
    const end = performance.now() - start;
    start = performance.now();
    for (let i = 0; i < 60; i++) await press('ArrowLeft');
    return { end, keys: (performance.now() - start) / 60 };
  })()`);
  const { size } = statSync(new URL(url));
  console.log('10,000 steps, in ms:', { size, paint, ...took });
  expect(await tab.locator('.bar .count').textContent()).toBe('9940 / 10000');
  expect(await tab.getByRole('option').count()).toBeLessThan(100);
  await tab.locator('.steps').evaluate((element) => element.scrollTo(0, 150_000));
  expect(await tab.locator('#step-5002').textContent()).toContain('5002');
  // Generous: other programs may run on the same machine.
  expect(took.keys).toBeLessThan(250);
  expect(complaints).toEqual([]);
  await tab.close();
});
