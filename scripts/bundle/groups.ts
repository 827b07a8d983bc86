import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

/** For each file, as a path from the current folder, those that it imports when it is loaded. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** What a bundle is made of. */
export async function importsOf(options: BuildOptions): Promise<Imports> {
  const { metafile } = await build({ ...options, write: false, metafile: true });
  return new Map(
    Object.entries(metafile.inputs).map(([path, { imports }]) => [
      path,
      imports
        .filter(({ kind, external }) => kind === 'import-statement' && !external)
        .map((each) => each.path),
    ]),
  );
}

/**
 * Files to keep together: for each list of roots what they import, themselves included, and no
 * earlier group has. So a group imports from itself and from earlier ones only, and there is no
 * wrong order to load them in.
 * @param apart entry points, which are files of their own anyway
 */
export function together(
  imports: Imports,
  roots: readonly (readonly string[])[],
  apart: readonly string[],
): readonly ReadonlySet<string>[] {
  const taken = new Set(apart);
  return roots.map((list) => {
    const group = new Set<string>();
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      for (const each of imports.get(path) ?? []) visit(each);
      if (!taken.has(path)) group.add(path);
    };
    for (const path of list) visit(path);
    for (const path of group) taken.add(path);
    return group;
  });
}

/**
 * Files that all the same entry points need come into one chunk. So whatever needs one file of a
 * group is made to need the group.
 */
export const keepTogether = (imports: Imports, groups: readonly ReadonlySet<string>[]): Plugin => ({
  name: 'keep-together',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^group:\d+$/ }, ({ path }) => ({ path, namespace: 'group' }));
    onLoad({ filter: /.*/, namespace: 'group' }, ({ path }) => ({
      contents: importing(filesOf(groups[Number(path.slice('group:'.length))] ?? new Set())),
      resolveDir: process.cwd(),
    }));
    onLoad({ filter: /\.m?js$/, namespace: 'file' }, ({ path }) => {
      const file = [...imports.keys()].find((each) => absolute(each) === path);
      const own = imports.get(file ?? '') ?? [];
      const needed = [...groups.keys()].filter((i) => {
        const group = groups[i];
        return group && !group.has(file ?? '') && own.some((each) => group.has(each));
      });
      const all = importing(needed.map((i) => `group:${i}`));
      return { contents: `${readFileSync(path, 'utf8')}\n${all}` };
    });
  },
});

/** Without those of packages: what is imported of them is imported by the others. */
const filesOf = (group: ReadonlySet<string>): string[] =>
  [...group].filter((path) => !path.includes('node_modules/')).map(absolute);

const absolute = (path: string): string => resolve(path);

const importing = (paths: readonly string[]): string =>
  paths.map((path) => `import ${JSON.stringify(path)};\n`).join('');
