/** The examples of traces.md are what `show` writes, cut at `…`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runLastref } from '../scripts/fixtures/run-lastref.ts';
import { FORMS } from '../scripts/run/job.ts';

const text = readFileSync(join(import.meta.dirname, 'traces.md'), 'utf8');
const folder = 'traces/guest_memfd_conversion';
const examples = [
  ...text.matchAll(/^<!-- (\w+)(?: ([\w-]+))? -->\n\n```\w+\n([\s\S]*?)\n```$/gm),
].map(([, form = '', name = 'shared-pages-are-made-private-too', body = '']) => ({
  form,
  path: `${folder}/${name}.json`,
  body,
}));

test('there is an example of each form, of traces that are recorded', () => {
  expect(new Set(examples.map(({ form }) => form))).toEqual(new Set(FORMS));
  const files = readdirSync(join(import.meta.dirname, '..', folder));
  for (const { path } of examples) expect(files).toContain(path.slice(folder.length + 1));
});

test.each(examples)('$form of $path', async ({ form, path, body }) => {
  const { code, stdout } = await runLastref(['show', path, '--as', form]);
  expect(code).toBe(0);
  const parts = body.split(/\n?^…$\n?/m);
  let at = 0;
  for (const part of parts) {
    const found = stdout.indexOf(part, at);
    expect(found, `after ${stdout.slice(0, at).slice(-200)}\nexpected\n${part}`).not.toBe(-1);
    at = found + part.length;
  }
});
