import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError, messageOf } from '../engine/errors.ts';
import type { TraceFile } from './trace-file.ts';

/** Writes a file whole or not at all: first beside its place, then moved there. */
export function writeWhole(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    if (existsSync(draft)) rmSync(draft);
    throw new InputError(`cannot write ${path}: ${messageOf(error)}`, {
      cause: 'a folder that is missing or may not be written to',
      fix: 'give a path in a folder that you may write to',
    });
  }
}

/** Refuses a place that cannot be written to: before a long search, not after it. */
export function checkWritable(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) {
    throw new InputError(`cannot write ${path}: it is a folder`, {
      fix: 'give the path of a file',
    });
  }
  const probe = `${path}.probe`;
  writeWhole(probe, '');
  rmSync(probe);
}

/** A trace file as text: one step a line, so that a change of a step is one line of a diff. */
export function traceText({ steps, ...rest }: TraceFile): string {
  const lines = steps.map((step) => `    ${JSON.stringify(step)}`);
  const list = lines.length > 0 ? `[\n${lines.join(',\n')}\n  ]` : '[]';
  return `${JSON.stringify({ ...rest, steps: [] }, null, 2).replace(
    /\n {2}"steps": \[\]/,
    () => `\n  "steps": ${list}`,
  )}\n`;
}

/** The file name of a trace: a mutation's name in lower case, with hyphens for the rest. */
export const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
