import type { Command, Output } from '../spawn.ts';
import type { Needs } from '../tools.ts';

/** Bounds of gmem: P, H and R of its twins. */
export interface Size {
  readonly pages: number;
  readonly hosts: number;
  readonly pins: number;
}

/** What a program says it found, in the words of lastref. */
export interface Found {
  /** Distinct states, or orbits under symmetry. */
  readonly states: number;
  /** Steps out of them; the one that leads nowhere but into the initial state is not counted. */
  readonly transitions: number;
  /** Every reachable state was seen. */
  readonly complete: boolean;
  /** What the search itself says it kept; null where the program does not say. */
  readonly bytesPerState: number | null;
  /** Of the search alone, by the program's own clock; null where it does not say, or coarsely. */
  readonly searchSeconds: number | null;
}

/** Where a program is built. */
export interface Workshop {
  /** Empty, and its own; it is removed in the end. */
  readonly folder: string;
  /** Runs a command in that folder; throws with what it printed unless it exits with 0. */
  readonly make: (file: string, ...args: readonly string[]) => Promise<void>;
}

/** A checker with its settings: built once, run several times. */
export interface Program extends Needs {
  /** As the table names it: the checker and what sets it apart within a row. */
  readonly name: string;
  /** Makes all that is run, outside of the time that is measured. */
  readonly build: (at: Workshop) => Promise<void>;
  readonly command: (folder: string) => Command;
  /** Reads what a run printed; throws where that is no search of the whole, or found a fault. */
  readonly read: (output: Pick<Output, 'code' | 'stdout' | 'stderr'>) => Found;
}

/** The error for an output that is not what a search without a fault prints. */
export function unreadable(checker: string, output: Parameters<Program['read']>[0]): Error {
  const text = `${output.stdout}\n${output.stderr}`.trim().split('\n').slice(-12).join('\n');
  return new Error(`${checker} exited with ${output.code} and printed no counts:\n${text}`);
}
