import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const here = import.meta.dirname;
const root = join(here, '..', '..');
const DIRECTIVE = /^\s*\/\/ @ts-expect-error - .+$/;

// vitest runs the *.test-d.ts files through the compiler, and so does `tsc -p .`: both say that no
// directive is unused. What they cannot say is that each line is refused by itself, and not as a
// casualty of the line before. So: take the directives away, and count.
test('each rejection is an error of its own, at its own line', () => {
  const written = readFileSync(join(here, 'rejections.test-d.ts'), 'utf8').split('\n');
  const rejected = written.flatMap((line, i) => (DIRECTIVE.test(line) ? [i + 2] : []));
  const bare = written.map((line) => (DIRECTIVE.test(line) ? '//' : line)).join('\n');
  const errors = compile(
    bare.replaceAll(/'(\.\.?\/[^']+\.ts)'/g, (_, path) => `'${join(here, path)}'`),
  );
  expect([...new Set(errors)]).toEqual(rejected);
  expect(rejected.length).toBeGreaterThanOrEqual(16);
}, 120_000);

/** The lines that the project's own compiler and options refuse. */
function compile(source: string): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'rejections-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(join(folder, 'rejected.ts'), source);
    const options = { extends: join(root, 'tsconfig.json'), include: [], files: ['rejected.ts'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const run = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false']);
    const found = `${run.stdout}`.matchAll(/^(.+)\((\d+),\d+\): error/gm);
    return [...found].map(([, file, line]) => (file?.endsWith('rejected.ts') ? Number(line) : 0));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
