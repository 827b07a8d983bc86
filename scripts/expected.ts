import { existsSync } from 'node:fs';
import * as z from 'zod';
import { InputError } from '../engine/errors.ts';
import type { Bounds } from '../engine/system/system.ts';
import { readText, readTrace } from '../traces/parse.ts';
import type { TraceFile } from '../traces/trace-file.ts';
import { slug, traceText, writeWhole } from '../traces/write.ts';
import { packageFile } from './package.ts';

const counts = z.strictObject({
  bounds: z.record(z.string(), z.int()),
  states: z.int(),
  steps: z.int(),
  depth: z.int(),
});

/** The size of a protocol at given bounds: a change in it belongs into the diff of a commit. */
export type Counts = z.infer<typeof counts>;

const expectedFile = (protocol: string) => packageFile(`model/${protocol}/expected.json`);

/** Where the counterexample of a mutation of a shipped protocol is recorded. */
export const recordedPath = (protocol: string, mutation: string): string =>
  `traces/${protocol}/${slug(mutation)}.json`;

/** The recorded sizes of a shipped protocol. */
export function readExpected(protocol: string): Counts[] {
  const path = expectedFile(protocol);
  if (!existsSync(path)) return [];
  const result = z.array(counts).safeParse(JSON.parse(readText(path)));
  if (result.success) return result.data;
  throw new InputError(`model/${protocol}/expected.json: ${z.prettifyError(result.error)}`, {
    fix: 'write it again: lastref check --update',
  });
}

/** Records the size of a protocol at some bounds, beside its sizes at others. */
export function writeExpected(protocol: string, found: Counts): void {
  const others = readExpected(protocol).filter(({ bounds }) => !sameBounds(bounds, found.bounds));
  const lines = [...others, found]
    .sort((a, b) => a.states - b.states)
    .map((each) => `  ${JSON.stringify(each)}`);
  writeWhole(expectedFile(protocol), `[\n${lines.join(',\n')}\n]\n`);
}

/** The recorded counterexample of a mutation, if there is one. */
export function readRecorded(protocol: string, mutation: string): TraceFile | null {
  const path = packageFile(recordedPath(protocol, mutation));
  return existsSync(path) ? readTrace(path) : null;
}

export const writeRecorded = (protocol: string, mutation: string, trace: TraceFile): void =>
  writeWhole(packageFile(recordedPath(protocol, mutation)), traceText(trace));

export const sameBounds = (a: Bounds, b: Bounds): boolean =>
  Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]);
