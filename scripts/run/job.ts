import { ENGINES } from '../../engine/explore/engines.ts';
import type { Cut } from '../../engine/explore/verdict.ts';
import type { HuntResult } from '../../engine/hunt/hunt.ts';
import type { FieldOrder } from '../../engine/prove/orders.ts';
import type { Explanation } from '../../engine/report/explain.ts';
import type { Bounds, Fairness, System } from '../../engine/system/system.ts';
import type { ItfFile } from '../../traces/itf-file.ts';
import type { Proof } from '../../traces/replay.ts';
import type { TraceFile } from '../../traces/trace-file.ts';
import type { RunReport } from '../check-report.ts';
import type { Explored, ExploreJob } from './explore-job.ts';
import type { Mutated, MutateJob, Surveyed, SurveyJob } from './mutate-job.ts';
import type { ShowJob, Shown } from './show-job.ts';
import type { Sourced } from './sourced.ts';

/** What every job has. */
export interface Common {
  /** What the user named: a shipped protocol or a file. */
  readonly source: string;
  /** The model in it. */
  readonly model: string;
  readonly colour: boolean;
  /** Bytes of heap that the run may use. */
  readonly maxMemory: number;
  /** Whether a CI system is to be told: where things are written, and the trace step by step. */
  readonly ci?: boolean;
}

interface Searching extends Common {
  readonly mutation: string | null;
  readonly bounds: Bounds;
  /** The only property to look at. */
  readonly property: string | null;
  /** The command that shows a counterexample again. */
  readonly replay: string;
}

/** What `--engine` takes: `auto` tries `explore`, and goes over to `prove` where it has to. */
export const CHECK_ENGINES = ['auto', ...ENGINES, 'prove'] as const;
export type CheckEngine = (typeof CHECK_ENGINES)[number];

/** One exhaustive search, as plain data that a worker can be handed. */
export interface CheckJob extends Searching {
  readonly kind: 'check';
  readonly engine: CheckEngine;
  /** How `prove` orders the fields. */
  readonly fieldOrder: FieldOrder;
  readonly workers: number;
  /** Whether symmetry that is declared is used. */
  readonly symmetry: boolean;
  /** One state in so many is audited. */
  readonly audit: number | null;
  /** Whether only hashes of states are kept. */
  readonly compact: boolean;
  /** Where to save the search, and how often, in seconds. */
  readonly checkpoint: string | null;
  readonly checkpointInterval: number;
  /** A saved search to go on from. */
  readonly resume: string | null;
  readonly stopAt: string;
  readonly maxStates: number | null;
  readonly maxSeconds: number | null;
}

/** One random search. */
export interface HuntJob extends Searching {
  readonly kind: 'hunt';
  readonly seed: number | null;
  readonly path: string | null;
  readonly runs: number | null;
  readonly maxSteps: number | null;
}

/** The proofs about one recorded trace. */
export interface ReplayJob extends Common {
  readonly kind: 'replay';
  readonly trace: TraceFile;
  /** The trace file as the user named it. */
  readonly path: string;
}

/** A trace in a format of other tools, to be read as one of a model. */
export interface ImportJob extends Common {
  readonly kind: 'import';
  readonly itf: ItfFile;
  readonly bounds: Bounds;
  readonly mutation: string | null;
  /** The file as the user named it. */
  readonly path: string;
}

/** Why a recorded trace violates what it does, or no longer runs. */
export interface WhyJob extends Common {
  readonly kind: 'why';
  readonly trace: TraceFile;
}

/** What a thread is started with. */
export interface Beginning {
  /** The memory of its pulse. */
  readonly pulse: SharedArrayBuffer;
  /** What its first job will be about, where that is known already. */
  readonly source: string | null;
}

export type Job =
  | CheckJob
  | ExploreJob
  | HuntJob
  | ImportJob
  | ReplayJob
  | ShowJob
  | WhyJob
  | SurveyJob
  | MutateJob;

/** What a search gave: `expected` is for the command line to say, which knows what is recorded. */
export interface Checked {
  readonly kind: 'check';
  readonly report: Omit<RunReport, 'expected' | 'asExpected'>;
  readonly cut: Cut | null;
  /** A checkpoint that the search can go on from. */
  readonly saved: string | null;
  /** The counterexample, told. */
  readonly text: string | null;
  readonly sourced?: Sourced | null;
}

export interface Hunted {
  readonly kind: 'hunt';
  readonly result: Omit<HuntResult, 'found'>;
  readonly trace: TraceFile | null;
  readonly text: string | null;
  readonly sourced?: Sourced | null;
}

export interface Replayed {
  readonly kind: 'replay';
  readonly ok: boolean;
  readonly proofs: readonly Proof[];
  readonly sameShape: boolean;
  /** The trace told, where it still runs. */
  readonly text: string | null;
  readonly sourced?: Sourced | null;
}

export interface Explained {
  readonly kind: 'why';
  readonly explanation: Explanation;
  /** The explanation told. */
  readonly text: string;
}

export interface Imported {
  readonly kind: 'import';
  readonly trace: TraceFile;
}

export type Result =
  | Checked
  | Explored
  | Hunted
  | Imported
  | Replayed
  | Shown
  | Explained
  | Surveyed
  | Mutated;

/** What a system is, as far as a report needs it while the run is not over. */
export interface Outline {
  readonly bounds: Bounds;
  readonly steps: readonly string[];
  readonly properties: System['properties'];
  readonly fairness: readonly Pick<Fairness, 'name' | 'kind'>[];
}

/** What a worker says. */
export type Message =
  | { readonly type: 'ready'; readonly outline: Outline }
  | { readonly type: 'done'; readonly result: Result }
  | { readonly type: 'failed'; readonly text: string };
