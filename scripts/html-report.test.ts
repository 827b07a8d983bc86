import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { MAX_STEPS } from '../traces/trace-file.ts';
import { viewerData } from '../traces/viewer/data.ts';
import { Look } from '../viewer/look.ts';
import { momentsOf } from '../viewer/moments.ts';
import { runLastref } from './fixtures/run-lastref.ts';

const folder = mkdtempSync(join(tmpdir(), 'lastref-'));
afterAll(() => rmSync(folder, { recursive: true }));

const COUNTER = './scripts/fixtures/bad/counter.ts';
const trace = {
  format: 'lastref-trace',
  version: 1,
  protocol: 'counter',
  file: COUNTER,
  digest: '0123456789abcdef',
  bounds: { limit: 3 },
  mutation: null,
  steps: [{ action: 'add', params: {} }],
  property: { name: 'bounded', kind: 'always', conjunct: null, params: {}, step: 1 },
  found: { engine: 'reference', version: '0.1.0' },
  source: null,
};
const HARM = '</script><script>alert(1)</script>';

function dataOf(path: string) {
  const html = readFileSync(path, 'utf8');
  const [, json = ''] = /id="data">(.*?)<\/script>/.exec(html) ?? [];
  return { html, data: viewerData.parse(JSON.parse(json)) };
}

test('check --html: the runs, their counterexamples, and how often each action ran', async () => {
  const path = join(folder, 'check.html');
  const args = ['check', 'direct_map', '--mutation', 'all', '--html', path];
  expect((await runLastref(args)).code).toBe(0);
  const { html, data } = dataOf(path);
  expect(data.runs).toHaveLength(8);
  expect(data.walks).toHaveLength(7);
  const [first, second] = data.runs;
  expect(first).toMatchObject({ mutation: null, found: 'holds', ok: true, walk: null });
  expect(second).toMatchObject({ ok: true, walk: 0 });
  expect(data.walks[0]?.mutation).toBe(second?.mutation);
  expect(data.walks[0]?.finding?.headline.join()).toContain('(shortest)');
  expect(data.coverage.every(({ fired }) => fired > 0)).toBe(true);
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/(?:src|href)=/);
  expect(html.length - JSON.stringify(data).length).toBeLessThan(100_000);
});

const RACE = 'traces/guest_memfd_conversion/gup-fast-does-not-read-the-pte-again.json';

test('a race in short: where both sides begin, the fault, and the violation', async () => {
  const path = join(folder, 'race.html');
  expect((await runLastref(['show', RACE, '--as', 'html', '--out', path])).code).toBe(0);
  const { data } = dataOf(path);
  const [walk] = data.walks;
  if (!walk) throw new Error('no walk');
  expect(momentsOf(walk)).toEqual([
    { step: 6, why: ['host0 begins here'] },
    { step: 7, why: ['vmm0 begins here'] },
    { step: 18, why: ['the fault shows here', expect.stringMatching(/^puts .*pin/)] },
    { step: 22, why: ['page.page0.attr = private', 'isolation is broken'] },
  ]);
  // A guard is counted in each state in which it refuses, the initial one among them.
  const refusing = walk.steps.map((_, i) => i).concat(walk.steps.length);
  const look = new Look(walk);
  const count = refusing.flatMap((i) =>
    look.refused(i).filter(({ step }) => step.startsWith('guest_touch(')),
  ).length;
  expect(count).toBeGreaterThan(10);
  expect(data.coverage.find(({ action }) => action === 'guest_touch')?.refused).toBe(count);
});

test('show takes several traces as html, and one as anything else', async () => {
  const traces = ['traces/direct_map', 'traces/secretmem'];
  const several = await runLastref(['show', ...traces, '--as', 'text']);
  expect(several.code).toBe(2);
  expect(several.stderr).toMatch(/takes one trace[\s\S]*--as html shows several/);
});

const harmful: [string, string | object, RegExp][] = [
  ['script in a name', { ...trace, protocol: HARM }, /<\/script>/],
  ['script in an action', { ...trace, steps: [{ action: HARM, params: {} }] }, /unknown action/],
  [
    'keys of prototypes',
    JSON.stringify({ ...trace, steps: [] }).replace('"bounds":{', '"bounds":{"__proto__":1,'),
    /./,
  ],
  [
    'keys of prototypes in a step',
    { ...trace, steps: [{ action: 'add', params: { constructor: 1, toString: HARM } }] },
    /unknown step/,
  ],
  [
    'too many steps',
    { ...trace, steps: Array.from({ length: MAX_STEPS + 1 }, () => trace.steps[0]) },
    /steps: Too big/,
  ],
  ['deep nesting', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, /lastref: .*harm\.json/],
  ['huge numbers', { ...trace, property: { ...trace.property, step: 1e300 } }, /property\.step/],
  ['an endless number', JSON.stringify(trace).replace('"limit":3', '"limit":1e999'), /limit/],
  ['text that is no JSON', HARM, /not JSON/],
];

test.each(harmful)('%s: refused with one error, and nothing is written', async (_, file, says) => {
  const [from, to] = [join(folder, 'harm.json'), join(folder, 'harm.html')];
  writeFileSync(from, typeof file === 'string' ? file : JSON.stringify(file));
  const { code, stderr, stdout } = await runLastref(['show', from, '--as', 'html', '--out', to]);
  expect(code).toBe(2);
  expect(stderr.match(/^lastref: /gm)).toHaveLength(1);
  expect(stderr).toMatch(says);
  expect(stderr).not.toContain('internal error');
  expect(stdout).toBe('');
  expect(existsSync(to)).toBe(false);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
