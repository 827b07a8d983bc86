import { readFileSync, statSync } from 'node:fs';
import type * as z from 'zod';
import { InputError, messageOf } from '../engine/errors.ts';
import { type TraceFile, type TraceHead, traceFile, traceHead } from './trace-file.ts';

/** Largest trace file that is read: 100,000 long steps fit. */
export const MAX_BYTES = 64 * 1024 * 1024;

/** Reads a trace file, or says which field of it is wrong and what was expected there. */
export function readTrace(path: string): TraceFile {
  return parseTrace(readText(path), path);
}

/** The text of a file that a user named. */
export function readText(path: string): string {
  try {
    const { size } = statSync(path);
    if (size <= MAX_BYTES) return readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
  throw new InputError(`${path} is larger than ${MAX_BYTES / 1024 / 1024} MiB`, {
    cause: 'not a trace file, or one that was never shrunk',
  });
}

/** A trace file from its text; `where` names it in errors. */
export const parseTrace = (text: string, where: string): TraceFile =>
  checkTrace(parseJson(text, where), where);

/** The data in a file that should hold JSON. */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${where} is not JSON: ${messageOf(error)}`, {
      cause: 'a file that was cut short, or that is no trace file',
      fix: 'lastref check <protocol> --trace FILE writes a trace file',
    });
  }
}

/** Checks that data is a trace file, and that its numbers of steps fit. */
export function checkTrace(data: unknown, where: string): TraceFile {
  checkVersion(data, where);
  const result = traceFile.safeParse(data);
  if (!result.success) throw wrongField(result.error, where);
  const { steps, property, loop } = result.data;
  if (property.step > steps.length) {
    throw new InputError(
      `${where}: property.step is ${property.step}, but the trace has ${steps.length} steps`,
    );
  }
  if (loop !== undefined && loop > steps.length) {
    throw new InputError(`${where}: loop is ${loop}, but the trace has ${steps.length} steps`, {
      fix: 'give the number of steps before the state that the last step leads back to',
    });
  }
  if (property.kind === 'leadsTo' && loop === undefined) {
    throw new InputError(`${where}: a leadsTo property is broken by a loop, and there is none`, {
      cause: 'a file edited by hand',
      fix: 'give loop, the number of steps before the state that the last step leads back to',
    });
  }
  return result.data;
}

/** Checks what a trace file says besides its steps. */
export function checkHead(data: unknown, where: string): TraceHead {
  checkVersion(data, where);
  const result = traceHead.safeParse(data);
  if (!result.success) throw wrongField(result.error, where);
  return result.data;
}

function checkVersion(data: unknown, where: string): void {
  if (typeof data !== 'object' || data === null || !('format' in data)) return;
  if (data.format !== 'lastref-trace' || !('version' in data) || data.version === 1) return;
  throw new InputError(`${where}: version ${JSON.stringify(data.version)} cannot be read`, {
    cause: 'a file written by another version of lastref',
    fix: 'record the trace again: lastref check <protocol> --trace FILE',
    available: ['1'],
  });
}

function wrongField(error: z.ZodError, where: string): InputError {
  const lines = error.issues.slice(0, 3).map((issue) => {
    const path = issue.path
      .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
      .join('')
      .replace(/^\./, '');
    return `${path || 'the file'}: ${issue.message}`;
  });
  const more = error.issues.length > 3 ? `, and ${error.issues.length - 3} more` : '';
  return new InputError(`${where}: ${lines.join('; ')}${more}`, {
    cause: 'a file edited by hand, or one that is no trace file',
    fix: 'the fields are described in schemas/trace.schema.json',
  });
}

function unreadable(path: string, error: unknown): InputError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder',
    EACCES: 'permission denied',
  };
  return new InputError(`cannot read ${path}: ${reasons[code] ?? messageOf(error)}`, {
    fix: 'give the path of a file that exists and that you may read',
  });
}
