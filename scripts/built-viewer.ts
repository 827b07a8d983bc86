import { readFileSync } from 'node:fs';
import { IS_SOURCE } from '../engine/where.ts';
import type { Built, Kind } from '../viewer/build.ts';
import { packageFile } from './package.ts';

/** Where the package has one kind of document, built. */
export const builtFile = (kind: Kind): string => packageFile(`dist/viewer/${kind}.json`);

/** What the viewer is made of. The package ships it; in the repository it is built each time. */
export async function builtViewer(kind: Kind): Promise<Built> {
  if (IS_SOURCE) {
    const { buildViewer } = await import('../viewer/build.ts');
    return await buildViewer(kind);
  }
  return JSON.parse(readFileSync(builtFile(kind), 'utf8'));
}
