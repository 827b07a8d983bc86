import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Spot } from '../report-of-runs.ts';
import type { Place } from './places.ts';

/** The folder that paths are told from: the repository's, or the current one outside of any. */
export function repositoryRoot(from: string = process.cwd()): string {
  const start = realpathSync(from);
  let folder = start;
  while (!existsSync(join(folder, '.git'))) {
    const above = dirname(folder);
    if (above === folder) return start;
    folder = above;
  }
  return folder;
}

/** A path as it is seen from the root, with slashes; null for one that lies elsewhere. */
export function fromRoot(path: string, root: string): string | null {
  const near = relative(root, resolve(path));
  if (near === '' || near === '..' || near.startsWith(`..${sep}`) || isAbsolute(near)) return null;
  return near.split(sep).join('/');
}

/** A place as a spot of the repository; null for one outside of it. */
export function spotOf(place: Place | null, root: string): Spot | null {
  if (!place?.url.startsWith('file:')) return null;
  const file = fromRoot(fileURLToPath(place.url), root);
  return file === null ? null : { file, line: place.line, column: place.column };
}

/** The beginning of a file that a user named. */
export function fileSpot(path: string | null, root: string): Spot | null {
  const file = path !== null && existsSync(path) ? fromRoot(realpathSync(path), root) : null;
  return file === null ? null : { file, line: 1, column: 1 };
}
