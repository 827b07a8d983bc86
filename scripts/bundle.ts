/**
 * Puts what the compiler wrote to dist/ together into few files: a program that loads a hundred
 * small modules starts twice as slowly. Entry points stay where they are; what they share comes
 * into chunks. Three packages that every run needs are put in too, with their licences; the others
 * are left alone, and so are the declarations.
 */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { importsOf, keepTogether, together } from './bundle/groups.ts';
import { licencesOf } from './bundle/licences.ts';
import { PACKAGE } from './bundle/manifest.ts';

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

/** Small packages that are needed from the start: each costs as much to find as to load. */
const PUT_IN = ['@stricli/core', 'fastest-levenshtein', 'immer'];

/**
 * What is loaded together, in this order: what starts the thread of a run, what that thread and
 * every model need, what reads the command line of a check. Each becomes one file.
 */
const TOGETHER = [
  ['scripts/lastref.js'],
  [
    'engine/index.js',
    'engine/explore/packed/thread.js',
    'scripts/run/worker.js',
    'scripts/run/check.js',
  ],
  ['scripts/app.js', 'scripts/commands/check.js'],
];

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));

const compiled = filesIn(DIST).filter((path) => path.endsWith('.js'));
const entryPoints = compiled
  .filter((path) => ENTRIES.some((entry) => entry.test(path)))
  .map((path) => join(DIST, path));
const { dependencies, peerDependencies, devDependencies } = PACKAGE;
const options: BuildOptions = {
  entryPoints,
  outbase: DIST,
  outdir: BUNDLED,
  bundle: true,
  splitting: true,
  // Tools, too: what only a checkout can do asks for them when it does it.
  external: Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies }).filter(
    (name) => !PUT_IN.includes(name),
  ),
  mainFields: ['module', 'main'],
  platform: 'node',
  target: 'node20',
  format: 'esm',
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
};
const imports = await importsOf(options);
const groups = together(
  imports,
  TOGETHER.map((roots) => roots.map((path) => join(DIST, path))),
  entryPoints,
);
await build({ ...options, plugins: [keepTogether(imports, groups)] });

for (const path of compiled) rmSync(join(DIST, path));
for (const path of filesIn(BUNDLED)) {
  const target = join(DIST, path);
  mkdirSync(dirname(target), { recursive: true });
  renameSync(join(BUNDLED, path), target);
}
rmSync(BUNDLED, { recursive: true });
writeFileSync(join(DIST, 'LICENCES.txt'), licencesOf(PUT_IN));
