/**
 * The page is executed: each `console` block is run and its output compared. UPDATE_DOCS=1 writes
 * the output that was found into the page, for review in the diff.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runLastref } from '../scripts/fixtures/run-lastref.ts';

const path = join(import.meta.dirname, 'why.md');
const page = readFileSync(path, 'utf8');
const blocks = [...page.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, body = '']) => body);

const { UPDATE_DOCS } = process.env;

test('the commands print what the page says', async () => {
  expect(blocks.length).toBeGreaterThan(1);
  let updated = page;
  for (const block of blocks) {
    const [command = ''] = block.split('\n');
    const { code, stdout } = await runLastref(command.split(' ').slice(3));
    expect(code).toBe(0);
    updated = updated.replace(block, () => `${command}\n${stdout.trim()}\n`);
  }
  if (UPDATE_DOCS) writeFileSync(path, updated);
  else expect(page).toBe(updated);
});

test('the refusal that it quotes is in the output below it', () => {
  const [, quoted = ''] = /^```text\n([\s\S]*?)\n```$/m.exec(page) ?? [];
  const words = quoted.replaceAll(/\s+/g, ' ');
  expect(words).toContain('is refused');
  expect(blocks.at(-1)?.replaceAll(/\s+/g, ' ')).toContain(words);
});

test('the fields that it names are those of --json', async () => {
  const [command = ''] = blocks.at(0)?.split('\n') ?? [];
  const { stdout } = await runLastref([...command.split(' ').slice(3), '--json']);
  const { version: _, cause, ...data } = JSON.parse(stdout);
  const named = [...page.matchAll(/^\| (`[^|]*`) +\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
  expect([...Object.keys(data), 'cause.kind'].sort()).toEqual(named.sort());
  expect(Object.keys(cause)).toEqual(['kind', 'view', 'reads']);
});
