/** Builds every kind of document into dist/: who installs the package builds nothing. */

import { writeWhole } from '../traces/write.ts';
import { buildViewer, KINDS } from '../viewer/build.ts';
import { builtFile } from './built-viewer.ts';

for (const kind of KINDS) {
  const built = await buildViewer(kind);
  writeWhole(builtFile(kind), JSON.stringify(built));
  const size = (built.script.length + built.style.length) / 1024;
  process.stdout.write(`${kind}: ${size.toFixed(0)} kB\n`);
}
