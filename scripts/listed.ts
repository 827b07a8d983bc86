import { existsSync } from 'node:fs';
import * as z from 'zod';
import { InputError, messageOf } from '../engine/errors.ts';
import type { Bounds } from '../engine/system/system.ts';
import { readText } from '../traces/parse.ts';
import { packageFile } from './package.ts';

const group = z.strictObject({
  reason: z.string().min(1).describe('why no property can kill them'),
  mutants: z.array(z.string().min(1)).min(1).describe('by name, as mutate prints them'),
});

/** A list of mutants that need not be killed, by reason. */
export const listFile = z
  .strictObject({
    bounds: z
      .array(z.record(z.string(), z.int()))
      .optional()
      .describe('where to try the mutants if nothing is said, one after the other'),
    equivalent: z
      .array(group)
      .optional()
      .describe('they do what the model does, or promise no less'),
    endless: z.array(group).optional().describe('they have states without end, and break nothing'),
  })
  .meta({ id: 'lastref-mutants', title: 'Mutants that need not be killed' });

/** How a mutant is listed. */
export interface Entry {
  readonly as: 'equivalent' | 'endless';
  readonly reason: string;
}

export interface Listed {
  /** The path of the file, as it is told; null without one. */
  readonly path: string | null;
  readonly bounds: readonly Bounds[];
  readonly entries: ReadonlyMap<string, Entry>;
}

/** The list of a shipped protocol, in its folder; an empty one where it has none. */
export function readShippedList(protocol: string): Listed {
  const path = `model/${protocol}/equivalent.json`;
  return existsSync(packageFile(path))
    ? readList(packageFile(path), path)
    : { path: null, bounds: [], entries: new Map() };
}

/** @param shown the path as the user knows it */
export function readList(path: string, shown = path): Listed {
  if (!existsSync(path)) throw new InputError(`there is no file ${shown}`);
  const result = listFile.safeParse(parsed(path, shown));
  if (!result.success) {
    throw new InputError(`${shown}: ${z.prettifyError(result.error)}`, {
      fix: '{ "equivalent": [{ "reason": "…", "mutants": ["drop: take to inside"] }] }',
    });
  }
  const { bounds = [], equivalent = [], endless = [] } = result.data;
  const entries = new Map<string, Entry>();
  for (const [as, groups] of Object.entries({ equivalent, endless })) {
    for (const { reason, mutants } of groups) {
      for (const id of mutants) {
        if (entries.has(id)) throw new InputError(`${shown}: '${id}' is listed twice`);
        entries.set(id, { as: as === 'endless' ? as : 'equivalent', reason });
      }
    }
  }
  return { path: shown, bounds, entries };
}

function parsed(path: string, shown: string): unknown {
  try {
    return JSON.parse(readText(path));
  } catch (error) {
    throw new InputError(`${shown} is no JSON: ${messageOf(error)}`);
  }
}
