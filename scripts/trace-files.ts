import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { InputError } from '../engine/errors.ts';
import type { TraceFile } from '../traces/trace-file.ts';
import { loadTargets, type Target } from './load.ts';
import { packageFile } from './package.ts';

/** The files that a user named: folders stand for every .json file below them. */
export function traceFiles(named: readonly string[]): string[] {
  const places = named.length > 0 ? named : [relative(process.cwd(), packageFile('traces'))];
  return places.flatMap((place) => {
    const files = below(place);
    if (files.length > 0) return files;
    throw new InputError(`there are no trace files in ${place}`, {
      cause: 'a folder without a .json file',
      fix: 'lastref check <protocol> --trace FILE writes one',
    });
  });
}

function below(place: string): string[] {
  if (!existsSync(place)) {
    throw new InputError(`there is no file or folder ${place}`, {
      fix: 'give a trace file, or a folder of them',
    });
  }
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(place, name));
}

/** The model of a trace: the one that is asked for, the file that it names, or a shipped one. */
export async function targetOf(
  { protocol, file }: Pick<TraceFile, 'protocol' | 'file'>,
  path: string,
  asked: string | undefined,
): Promise<Target> {
  const source = asked ?? file ?? protocol;
  const targets = await loadTargets(source);
  const found = targets.find(({ name }) => name === protocol);
  if (found) return found;
  throw new InputError(`${path}: ${source} has no model '${protocol}'`, {
    cause: 'a model that was renamed, or another file',
    fix: 'name the file that holds the model: --model ./file.ts',
    available: targets.map(({ name }) => name),
  });
}
