/**
 * The documents are executed: code blocks whose first line names a file become that file, are
 * type-checked and run; each `console` block is run and its output compared. UPDATE_DOCS=1 writes
 * the output that was found into the document, for review in the diff.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../engine/explore/check.ts';
import type { AnyModel } from '../engine/language/model.ts';

const root = join(import.meta.dirname, '..');
const guide = join(import.meta.dirname, 'writing-a-protocol.md');
const text = readFileSync(guide, 'utf8');

const blocks = (language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, body = '']) => body,
  );
const files = blocks('ts').map((body) => {
  const [first = '', ...rest] = body.split('\n');
  return { name: first.replace('// ', ''), body: rest.join('\n') };
});

// Inside the repository, so that 'lastref' is this package; with a dot, so that nothing else
// takes it for a part of the project.
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(import.meta.dirname, '.guide-'));
  for (const { name, body } of files) writeFileSync(join(folder, name), body);
});
afterAll(() => rmSync(folder, { recursive: true }));

function node(...args: string[]): string {
  const run = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', GITHUB_ACTIONS: '' },
  });
  return run.stdout + run.stderr;
}
const { UPDATE_DOCS } = process.env;
const SOURCES = ['--conditions=lastref-source', '--import', 'tsx'];

/** Left out of the comparison: times, and what a hunt counted on its way. */
const steady = (output: string): string =>
  output
    .replaceAll(/\d+\.\d+ ?(s\b|seconds)/g, '0.0 $1')
    .replaceAll(/^\d+ runs, .*$/gm, 'runs')
    .replaceAll(/--path [\d:]+/g, '--path')
    .replaceAll(/ +$/gm, '')
    .trim();

test('the code of the guide passes the compiler with the strictest options', () => {
  const options = {
    extends: join(root, 'tsconfig.json'),
    include: [],
    files: files.map((f) => f.name),
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
  expect(node(join(root, 'node_modules/typescript/bin/tsc'), '-p', folder)).toBe('');
});

test('the program of the guide prints what the guide says', () => {
  const said = blocks('text').at(0)?.trim();
  expect(node(...SOURCES, join(folder, 'verdict.ts')).trim()).toBe(said);
});

describe('the numbers of the guide are those of the engine', () => {
  const rows = [...text.matchAll(/^\| (\d+) +\| (\d+) +\| (\d+) +\| (\d+) +\|$/gm)];
  test.each(rows.map((row) => row.slice(1).map(Number)))(
    '%i borrowers: %i states, %i steps, depth %i',
    async (borrowers = 0, states = 0, steps = 0, depth = 0) => {
      const { lending }: { lending: AnyModel } = await import(join(folder, 'lending.ts'));
      const verdict = check(lending, { bounds: { borrowers } });
      expect(verdict).toMatchObject({ complete: true, states, steps, depth });
    },
  );
});

test('every mutation of the guide breaks what it names', async () => {
  const { lending, lendingMutations } = await import(join(folder, 'lending.ts'));
  const names = Object.keys(lendingMutations.list);
  expect(names.length).toBeGreaterThan(3);
  for (const mutation of names) {
    const { breaks } = lendingMutations.list[mutation];
    const verdict = check(lending, { mutations: lendingMutations, mutation, stopAt: breaks });
    expect(verdict.properties.find(({ name }) => name === breaks)?.verdict).toBe('violated');
  }
});

test('the tests of the guide pass', () => {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const config = join(root, 'vitest.config.ts');
  const output = node(
    vitest,
    'run',
    '--config',
    config,
    '--root',
    folder,
    '--typecheck.enabled=false',
  );
  expect(output).toMatch(/Tests +\d+ passed \(\d+\)/);
});

test('the commands of the guide print what the guide says', () => {
  let updated = text;
  for (const block of blocks('console')) {
    const [command = '', ...said] = block.split('\n');
    const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, quoted, word]) => quoted ?? word ?? '',
    );
    const output = node(...SOURCES, join(root, 'scripts/lastref.ts'), ...args.slice(3));
    updated = updated.replace(block, () => `${command}\n${output.trim()}\n`);
    if (!UPDATE_DOCS) expect(steady(output)).toBe(steady(said.join('\n')));
  }
  if (UPDATE_DOCS) writeFileSync(guide, updated);
});
