import { InputError } from '../../engine/errors.ts';
import { checkWritable } from '../../traces/write.ts';
import type { CheckFlags } from './check-flags.ts';

/** Refuses options that do not go together. */
export function refuse(flags: CheckFlags, runs: number): void {
  for (const option of ['trace', 'checkpoint', 'resume'] as const) {
    if (flags[option] === undefined) continue;
    if (runs > 1) {
      throw new InputError(`--${option} ${flags[option]} takes one run, and there are ${runs}`, {
        fix: 'name one protocol and at most one --mutation',
      });
    }
    if (option !== 'trace' && flags.hashCompaction) {
      throw new InputError(`--${option} and --hash-compaction do not go together`, {
        cause: 'a checkpoint holds the states, and only their hashes are kept',
      });
    }
    if (option !== 'trace' && flags.engine === 'prove') {
      throw new InputError(`--${option} and --engine prove do not go together`, {
        cause: 'the symbolic engine has no list of states to save',
        fix: 'use the engine explore',
      });
    }
    if (option !== 'trace' && flags.engine === 'reference') {
      throw new InputError(`--${option} and --engine reference do not go together`, {
        cause: 'the reference engine keeps its states on the heap and cannot save them',
        fix: 'use the engine explore',
      });
    }
  }
  if (flags.hashCompaction && flags.engine === 'prove') {
    throw new InputError('--hash-compaction and --engine prove do not go together', {
      cause: 'the symbolic engine keeps no list of states to keep hashes of',
    });
  }
  if (flags.checkpoint !== undefined) checkWritable(flags.checkpoint);
}
