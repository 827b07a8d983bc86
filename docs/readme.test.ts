/**
 * The README is executed: its model is type-checked by being imported and breaks what it says, and
 * its counterexample is what the command line prints. UPDATE_DOCS=1 writes the latter again.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { check } from '../engine/explore/check.ts';
import { violation } from '../engine/explore/verdict.ts';

const root = join(import.meta.dirname, '..');
const path = join(root, 'README.md');
const readme = readFileSync(path, 'utf8');
const race = 'traces/guest_memfd_conversion/gup-fast-does-not-read-the-pte-again.json';

const { UPDATE_DOCS } = process.env;
const SOURCES = ['--conditions=lastref-source', '--import', 'tsx'];

/** What the command line prints on its standard output. */
function lastref(...args: string[]): string {
  const run = spawnSync(process.execPath, [...SOURCES, 'scripts/lastref.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', GITHUB_ACTIONS: '' },
  });
  return run.stdout.trimEnd();
}

test('the counterexample is the one that is recorded', () => {
  const block = /(<!-- counterexample -->\n)[\s\S]*?(\n<!-- \/counterexample -->)/;
  const text = `\n\`\`\`text\n${lastref('show', race)}\n\`\`\`\n`;
  const updated = readme.replace(block, (_, start, end) => start + text + end);
  if (UPDATE_DOCS) writeFileSync(path, updated);
  else expect(readme).toBe(updated);
});

test('the model loses an update', async () => {
  const [, code = ''] = /^```ts\n([\s\S]*?)^```$/m.exec(readme) ?? [];
  // Inside the repository, so that 'lastref' is this package.
  const folder = mkdtempSync(join(root, 'docs', '.readme-'));
  try {
    const file = join(folder, 'counter.ts');
    writeFileSync(file, code);
    const { counter } = await import(file);
    expect(violation(check(counter))?.property).toBe('noLostUpdate');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every file that it links to is there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(4);
  for (const link of links) expect(() => readFileSync(join(root, link))).not.toThrow(/ENOENT/);
});
