/**
 * The page on CI is executed: its model is run by its command, and what that printed and wrote is
 * compared with what the page shows. UPDATE_DOCS=1 writes it into the page, for review in the diff.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { schemaErrors } from '../scripts/fixtures/sarif-schema.ts';

const root = join(import.meta.dirname, '..');
const path = join(import.meta.dirname, 'ci.md');
let page = readFileSync(path, 'utf8');
const { UPDATE_DOCS } = process.env;

// Inside the repository, so that 'lastref' is this package, and a repository of its own.
let folder = '';
let printed = '';
beforeAll(() => {
  folder = mkdtempSync(join(import.meta.dirname, '.ci-'));
  mkdirSync(join(folder, '.git'));
  const [first = '', ...code] = block('ts').split('\n');
  writeFileSync(join(folder, first.replace('// ', '')), code.join('\n'));
  const [command = ''] = block('console').split('\n');
  const sources = [
    '--conditions=lastref-source',
    '--import',
    'tsx',
    join(root, 'scripts/lastref.ts'),
  ];
  const run = spawnSync(process.execPath, [...sources, ...command.split(' ').slice(3)], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      NO_COLOR: '1',
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    },
  });
  printed = `${command}\n${run.stdout}${run.stderr}`;
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  if (UPDATE_DOCS) writeFileSync(path, page);
});

const fence = (language: string) => (language === 'markdown' ? '````' : '```');
const pattern = (language: string) =>
  new RegExp(`^${fence(language)}${language}\\n([\\s\\S]*?)^${fence(language)}$`, 'm');
const block = (language: string): string => pattern(language).exec(page)?.[1] ?? '';

/** Times are left out of the comparison, and how this copy of the program is called. */
const steady = (text: string): string =>
  text
    .replaceAll(/\d+\.\d+ s\b/g, '0.00 s')
    .replaceAll(/time="[\d.]+"/g, 'time="0"')
    // The formatter of this repository lines up the columns of tables.
    .replaceAll(/^\|.*\|$/gm, (row) => row.replaceAll(/ +/g, ' ').replaceAll(/-+/g, '-'))
    .replaceAll(/ +$/gm, '')
    .trim();

/** Holds a block of the page to what was found. */
function shows(language: string, found: string): void {
  const text = `${found.trim()}\n`.replaceAll('npm run -s lastref --', 'npx lastref');
  if (UPDATE_DOCS) {
    const whole = `${fence(language)}${language}\n${text}${fence(language)}`;
    page = page.replace(pattern(language), () => whole);
  } else expect(steady(block(language))).toBe(steady(text));
}

/** JSON with what fits on one line on one line. */
function compact(value: unknown, indent = ''): string {
  const flat = JSON.stringify(value, null, 1).replaceAll(/\n */g, ' ');
  if (typeof value !== 'object' || value === null || indent.length + flat.length < 96) return flat;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((part) => `${inner}${compact(part, inner)}`)
    : Object.entries(value).map(
        ([key, part]) => `${inner}${JSON.stringify(key)}: ${compact(part, inner)}`,
      );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

test('the workflow is the one of the repository', () => {
  shows('yaml', readFileSync(join(root, '.github/workflows/lastref.yml'), 'utf8'));
});

test('the command prints what the page says', () => shows('console', printed));

test('the JUnit file is what the page says', () => {
  shows('xml', readFileSync(join(folder, 'lastref.xml'), 'utf8'));
});

test('the result in the SARIF file is what the page says, and the file is valid', () => {
  const log: Log = JSON.parse(readFileSync(join(folder, 'lastref.sarif'), 'utf8'));
  expect(schemaErrors(log)).toEqual([]);
  shows('json', compact(log.runs[0]?.results?.[0]));
});

test('the job summary is what the page says', () => {
  shows('markdown', readFileSync(join(folder, 'summary.md'), 'utf8'));
});

test('every file that it links to is there', () => {
  const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(1);
  for (const link of links)
    expect(() => readFileSync(join(root, 'docs', link))).not.toThrow(/ENOENT/);
});
