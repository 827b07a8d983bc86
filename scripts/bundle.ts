/**
 * Puts what the compiler wrote to dist/ together into few files: a program that loads a hundred
 * small modules starts twice as slowly. Entry points stay where they are; what they share comes
 * into chunks. Packages are left alone, and so are the declarations.
 */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

const DIST = 'dist';
const BUNDLED = 'dist.tmp';

/** What is imported by name, or started as a thread. */
const ENTRIES = [
  /^engine\/(index|fast-check|vitest)\.js$/,
  /^engine\/explore\/packed\/thread\.js$/,
  /^model\/.*\.js$/,
  /^scripts\/lastref\.js$/,
  /^scripts\/run\/worker\.js$/,
];

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));

const compiled = filesIn(DIST).filter((path) => path.endsWith('.js'));
await build({
  entryPoints: compiled
    .filter((path) => ENTRIES.some((entry) => entry.test(path)))
    .map((path) => join(DIST, path)),
  outbase: DIST,
  outdir: BUNDLED,
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
});
for (const path of compiled) rmSync(join(DIST, path));
for (const path of filesIn(BUNDLED)) {
  const target = join(DIST, path);
  mkdirSync(dirname(target), { recursive: true });
  renameSync(join(BUNDLED, path), target);
}
rmSync(BUNDLED, { recursive: true });
