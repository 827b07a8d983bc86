/** The examples of traces.md are what `show` writes, cut at `…`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { show } from '../scripts/run/show.ts';
import { FORMS } from '../scripts/run/show-job.ts';
import { targetOf } from '../scripts/trace-files.ts';
import { readTrace } from '../traces/parse.ts';

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
  // A report is no text to read: viewer.md shows it.
  const forms = FORMS.filter((form) => form !== 'html');
  expect(new Set(examples.map(({ form }) => form))).toEqual(new Set(forms));
  const files = readdirSync(join(import.meta.dirname, '..', folder));
  for (const { path } of examples) expect(files).toContain(path.slice(folder.length + 1));
});

test.each(examples)('$form of $path', async ({ form, path, body }) => {
  const trace = readTrace(path);
  const target = await targetOf(trace, path, undefined);
  const as = FORMS.find((each) => each === form) ?? 'text';
  const rest = { kind: 'show', folder: '.', colour: false, maxMemory: 0 } as const;
  const replay = `npm run -s lastref -- replay ${path}`;
  const written = show(
    { ...rest, source: trace.protocol, model: trace.protocol, trace, as, replay },
    target,
  );
  const parts = body.split(/\n?^…$\n?/m);
  let at = 0;
  for (const part of parts) {
    const found = written.indexOf(part, at);
    expect(found, `after ${written.slice(0, at).slice(-200)}\nexpected\n${part}`).not.toBe(-1);
    at = found + part.length;
  }
});
