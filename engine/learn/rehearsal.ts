import type { State, Step, System } from '../system/system.ts';
import { Recording } from './recording.ts';
import type { Structure } from './structure.ts';
import type { Read } from './tries.ts';

/** What one run of a step over a recording showed. */
export interface Rehearsal {
  readonly enabled: boolean;
  readonly reads: readonly Read[];
  /** Fields whose new value does not follow from what was read unless it is written down. */
  readonly written: ReadonlySet<number>;
  /** Whether the stand-in ended up as the real successor, given as codes, did. */
  endsAs(after: readonly number[]): boolean;
}

/**
 * Runs a step over a recording of a state.
 * @param given the field of the thread's label, which the step need not read to know
 * @returns null where the recording misled the step, so that it threw
 */
export function rehearse(
  system: System,
  structure: Structure,
  step: Step,
  codes: ArrayLike<number>,
  given: number | null,
): Rehearsal | null {
  const reads: Read[] = [];
  const recording = new Recording(structure, codes, (field, code) => {
    if (field !== given) reads.push({ field, code });
  });
  const { written } = recording;
  try {
    const enabled = system.rehearse(step, recording.root);
    // Before the real run: values that the dictionaries do not have yet come with it.
    const values = new Map([...written].map((field) => [field, plain(recording.value(field))]));
    const endsAs = (after: readonly number[]) =>
      after.every((code, field) =>
        written.has(field)
          ? structure.dictionaries[field]?.find(values.get(field)) === code
          : codes[field] === code,
      );
    return { enabled, reads, written, endsAs };
  } catch {
    // The real run that follows says what is wrong, if anything is.
    return null;
  }
}

/** What a value is made of, stand-ins in lists included: one that was replaced cannot be read. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

/** The rehearsal of a step that is taken to read every field. */
export function readingAll(
  system: System,
  structure: Structure,
  step: Step,
  codes: ArrayLike<number>,
  given: number | null,
): Rehearsal {
  const fields = [...structure.paths.keys()].filter((field) => field !== given);
  return {
    enabled: system.enabled(step, structure.decode(codes)),
    reads: fields.map((field) => ({ field, code: codes[field] ?? 0 })),
    written: new Set(),
    endsAs: () => true,
  };
}

/**
 * What a judge reads of a state and answers; fields are numbered from `offset` on. A field that is
 * not known has the code -1; see `ifKnown`.
 */
export function recorded(
  structure: Structure,
  codes: ArrayLike<number>,
  reads: Read[],
  offset = 0,
): State {
  const note = (field: number, code: number) => {
    reads.push({ field: field + offset, code });
    if (code < 0) throw new Error('a field that is not known was read');
  };
  // The recording stands in for the state that it records.
  return new Recording(structure, codes, note).root as State;
}

/**
 * What a judge says of a recorded state; null where it read a field that is not known there,
 * whatever it made of the error: it may catch errors itself.
 */
export function ifKnown(reads: readonly Read[], judge: () => boolean): boolean | null {
  const isKnown = () => reads.every(({ code }) => code >= 0);
  try {
    const answer = judge();
    return isKnown() ? answer : null;
  } catch (error) {
    if (isKnown()) throw error;
    return null;
  }
}
