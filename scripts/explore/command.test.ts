import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Explorer, startExplorer } from '../fixtures/start-explorer.ts';
import { packageFile } from '../package.ts';

const COUNTER = './scripts/fixtures/bad/counter.ts';
const start = { mutation: null, steps: [], loop: null };

describe('the command', () => {
  // Inside the repository, so that 'lastref' is this package, and hidden from other tests.
  const folder = mkdtempSync(packageFile('docs/.model-'));
  const file = join(folder, 'light.ts');
  const model = (most: number) => `import { protocol } from 'lastref';
const { model } = protocol<{ readonly n: number }>();
export const light = model({
  name: 'light',
  bounds: {},
  init: () => ({ n: 0 }),
  actions: {
    up: {
      when: (s) => s.n < ${most},
      then: (s) => {
        s.n += 1;
      },
    },
  },
});
`;
  let explorer: Explorer;
  beforeAll(async () => {
    writeFileSync(file, model(3));
    explorer = await startExplorer(file);
  });
  afterAll(async () => {
    expect(await explorer?.end()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  async function ask(asked: object) {
    const url = new URL(explorer.url);
    const token = url.searchParams.get('token');
    const response = await fetch(`${url.origin}/ask`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(asked),
    });
    const answer: { readonly version?: number; readonly error?: string } = JSON.parse(
      await response.text(),
    );
    return answer;
  }

  test('serves its document, and loads the model anew when it changes', async () => {
    const html = await (await fetch(explorer.url)).text();
    expect(html).toContain("connect-src 'self'");
    const opened = await ask({ ask: 'open' });
    expect(opened).toMatchObject({ protocol: 'light', steps: [], mutations: [] });
    const up = { action: 'up', params: {} };
    const walked = { ask: 'walk', ...start, steps: [up, up, up], at: 3 };
    expect(await ask(walked)).toMatchObject({ stopped: null, next: [] });
    const changed = ask({ ask: 'changed', since: opened.version });
    writeFileSync(file, model(2));
    expect(await changed).toEqual({ version: (opened.version ?? 0) + 1 });
    expect(await ask(walked)).toMatchObject({
      at: 2,
      stopped: {
        step: 3,
        text: 'step 3, up(), is refused: its guard read n = 2, written by step 2, up()',
      },
    });
    expect((await ask({ ...walked, mutation: 'none such' })).error).toMatch(/unknown mutation/);
  });

  test.each([
    [['no_such_protocol'], /unknown protocol/],
    [[COUNTER, '--bounds', 'limit=99'], /out of range/],
    [['traces/nothing.json'], /no such file/],
    [[COUNTER, '--port', '70000'], /ports end at 65535/],
  ])('%j is refused before anything is served', async (args, says) => {
    await expect(startExplorer(...args)).rejects.toThrow(says);
  });
});

test('a search that nobody waits for ends, and the next question is answered', async () => {
  const explorer = await startExplorer('guest_memfd_conversion', '--bounds', 'hosts=2');
  const { origin, searchParams } = new URL(explorer.url);
  const headers = { authorization: `Bearer ${searchParams.get('token')}` };
  const ask = async (body: object, signal: AbortSignal | null = null) => {
    const init = { method: 'POST', headers, body: JSON.stringify(body), signal };
    return await (await fetch(`${origin}/ask`, init)).text();
  };
  const goal = { kind: 'when', text: 'page.page0.attr == nothing' };
  const search = ask({ ask: 'find', ...start, goal }, AbortSignal.timeout(700));
  await expect(search).rejects.toThrow();
  const began = performance.now();
  expect(await ask({ ask: 'walk', ...start, at: 0 })).toContain('guest_memfd_conversion');
  // The search itself would take half a minute.
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(await explorer.end()).toBe(0);
});

test('a step that does not end is ended, said, and the next question is answered', async () => {
  const explorer = await startExplorer(COUNTER, '--step-timeout', '1');
  const { origin, searchParams } = new URL(explorer.url);
  const ask = async (mutation: string | null) => {
    const response = await fetch(`${origin}/ask`, {
      method: 'POST',
      headers: { authorization: `Bearer ${searchParams.get('token')}` },
      body: JSON.stringify({ ask: 'walk', ...start, mutation, at: 0 }),
    });
    return await response.text();
  };
  expect(await ask('an action never ends')).toMatch(/add\(\) did not end within 1 s/);
  expect(await ask(null)).toContain('"protocol":"counter"');
  expect(await explorer.end()).toBe(0);
});
