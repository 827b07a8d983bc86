/**
 * Writes docs/corpus.md: every fault of the shipped protocols, how it was found, and its
 * interleaving in words. With --measure the searches and hunts are made again first.
 *
 *     npm run corpus
 *     npm run corpus -- --measure --seeds 20
 */
import { parseArgs } from 'node:util';
import { messageOf } from '../../engine/errors.ts';
import { writeWhole } from '../../traces/write.ts';
import { wholeNumber } from '../flags.ts';
import { EXIT } from '../io.ts';
import { packageFile } from '../package.ts';
import { corpusText } from './corpus.ts';
import { writeMeasured } from './data.ts';
import { entries } from './entries.ts';
import { measure } from './measure.ts';

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      measure: { type: 'boolean', default: false },
      seeds: { type: 'string', default: '20' },
    },
  });
  const start = performance.now();
  if (values.measure) {
    const seeds = wholeNumber('--seeds', 1)(values.seeds);
    const say = (done: number, of: number) => {
      const seconds = ((performance.now() - start) / 1000).toFixed(0);
      process.stderr.write(`\r${done} of ${of}, ${seconds} s `);
    };
    writeMeasured(await measure(await entries(), seeds, say));
    process.stderr.write('\n');
  }
  writeWhole(packageFile('docs/corpus.md'), await corpusText());
  console.log(`docs/corpus.md, ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = EXIT.input;
});
