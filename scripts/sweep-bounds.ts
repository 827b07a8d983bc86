import { InputError } from '../engine/errors.ts';
import type { Bounds } from '../engine/system/system.ts';
import { parseBounds } from './flags.ts';

/** How many runs a range may ask for. */
const MOST = 100;

/** `pages=2..4,hosts=2` as bounds for each run, the last range the fastest to change. */
export function parseSweep(text: string): readonly Bounds[] {
  const parts = text === '' ? [] : text.split(',').map(choices);
  const runs = parts.reduce<readonly string[][]>(
    (all, part) => all.flatMap((run) => part.map((each) => [...run, each])),
    [[]],
  );
  if (runs.length > MOST) {
    throw new InputError(`--bounds ${text} asks for ${runs.length} runs`, {
      fix: `ranges for at most ${MOST} runs together`,
    });
  }
  return runs.map((run) => parseBounds(run.join(',')));
}

/** `pages=2..4` as `pages=2`, `pages=3` and `pages=4`; anything else as it is. */
function choices(part: string): string[] {
  const [, name = '', from = '', to = ''] =
    /^\s*([\w-]+)\s*=\s*(\d+)\.\.(\d+)\s*$/.exec(part) ?? [];
  if (name === '') return [part];
  const [first, last] = [Number(from), Number(to)];
  if (last < first) {
    throw new InputError(`--bounds ${part.trim()} is an empty range`, {
      fix: `write the smaller number first: ${name}=${last}..${first}`,
    });
  }
  // Made one by one only as far as they are let through.
  const count = Math.min(last - first + 1, MOST + 1);
  return Array.from({ length: count }, (_, i) => `${name}=${first + i}`);
}
