import { parseArgs } from 'node:util';
import { InputError, messageOf, unknownName } from '../engine/errors.ts';
import { seconds, wholeNumber } from '../scripts/flags.ts';
import { ENGINES } from './checkers/lastref.ts';
import type { Row, Wanted } from './rows.ts';

/** What a command line of the comparison asks for. */
export interface Asked extends Wanted {
  readonly runs: number;
  /** Names of rows; null for all of them. */
  readonly only: readonly string[] | null;
  /** A file for everything that was measured. */
  readonly json: string | null;
}

const OPTIONS = {
  runs: { type: 'string', default: '5' },
  only: { type: 'string' },
  json: { type: 'string' },
  engine: { type: 'string', default: 'explore' },
  'max-seconds': { type: 'string', default: '60' },
  small: { type: 'boolean', default: false },
} as const;

export function parseAsked(args: readonly string[]): Asked {
  const values = valuesOf(args);
  const engine = ENGINES.find((name) => name === values.engine);
  if (!engine) throw unknownName('engine', values.engine, ENGINES);
  return {
    engine,
    small: values.small,
    maxSeconds: seconds('--max-seconds')(values['max-seconds']),
    runs: wholeNumber('--runs', 1)(values.runs),
    only: values.only?.split(',').map((name) => name.trim()) ?? null,
    json: values.json ?? null,
  };
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new InputError(messageOf(error), {
      cause: 'a misspelt option, or one without its value',
      fix: 'npm run bench -- --runs 5 --only plain,symmetry --json FILE',
      available: Object.keys(OPTIONS).map((name) => `--${name}`),
    });
  }
}

/** The rows of some names, in the order of the rows. */
export function pick(rows: readonly Row[], only: Asked['only']): Row[] {
  const names = rows.map(({ name }) => name);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownName('row', unknown, names);
  return rows.filter(({ name }) => only === null || only.includes(name));
}
