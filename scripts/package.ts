import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the package, seen from its sources as from dist/. */
const root = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
})();

/** The path of a file of this package. */
export const packageFile = (path: string): string => join(root, path);

/** The version in package.json. */
export const VERSION: string = String(
  // Our own file, which npm reads as well.
  (JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: unknown }).version,
);
