import { FIELD_ORDERS, type FieldOrder } from '../../engine/prove/orders.ts';
import type { Bounds } from '../../engine/system/system.ts';
import { oneOfWords, seconds, wholeNumber } from '../flags.ts';
import { CHECK_ENGINES, type CheckEngine } from '../run/job.ts';
import { ciFlags, runFlags, searchFlags } from '../search-flags.ts';
import { parseSweep } from '../sweep-bounds.ts';

/** The options of `check`. */
export interface CheckFlags {
  readonly mutation?: string;
  /** One run for each; more than one where a bound was given as a range. */
  readonly bounds: readonly Bounds[];
  readonly property?: string;
  readonly engine: CheckEngine;
  readonly fieldOrder: FieldOrder;
  readonly workers?: number;
  readonly audit?: number;
  readonly symmetry: boolean;
  readonly hashCompaction: boolean;
  readonly checkpoint?: string;
  readonly checkpointInterval: number;
  readonly resume?: string;
  readonly maxStates?: number;
  readonly maxSeconds?: number;
  readonly maxMemory?: number;
  readonly stepTimeout: number;
  readonly trace?: string;
  readonly html?: string;
  readonly junit?: string;
  readonly sarif?: string;
  readonly github?: boolean;
  readonly update: boolean;
  readonly json: boolean;
}

/** How a command line says them. */
export const checkFlags = {
  mutation: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: "a mutation by name, 'all' or 'none'",
    placeholder: 'name',
  },
  ...searchFlags,
  bounds: {
    kind: 'parsed',
    parse: parseSweep,
    default: '',
    brief: 'sizes, as hosts=2,pages=1; pages=2..8 for one after the other',
    placeholder: 'a=1,b=2..4',
  },
  engine: {
    kind: 'parsed',
    parse: oneOfWords('engine', CHECK_ENGINES),
    default: 'auto',
    brief: 'explore (state by state), prove (all at once), reference (slow, simple), or auto',
    placeholder: 'name',
  },
  fieldOrder: {
    kind: 'parsed',
    parse: oneOfWords('field order', FIELD_ORDERS),
    default: 'auto',
    brief: 'for prove: force, reversed, grouped or declared',
    placeholder: 'name',
  },
  workers: {
    kind: 'parsed',
    parse: wholeNumber('--workers', 1),
    optional: true,
    brief: 'threads that search; by default one for each processor',
    placeholder: 'n',
  },
  symmetry: {
    kind: 'boolean',
    default: true,
    brief: 'search states once that differ in interchangeable ids only',
  },
  audit: {
    kind: 'parsed',
    parse: wholeNumber('--audit', 1),
    optional: true,
    brief: 'take the steps of one state in so many again by their recipes: 10000',
    placeholder: 'n',
  },
  hashCompaction: {
    kind: 'boolean',
    default: false,
    brief: 'keep 63 bits of hash of each state: less memory, and not exact',
  },
  checkpoint: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'save the search to this file from time to time, and when it is interrupted',
    placeholder: 'file',
  },
  checkpointInterval: {
    kind: 'parsed',
    parse: seconds('--checkpoint-interval'),
    default: '60',
    brief: 'seconds between two checkpoints',
    placeholder: 's',
  },
  resume: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'go on from a checkpoint, and go on saving it',
    placeholder: 'file',
  },
  maxStates: {
    kind: 'parsed',
    parse: wholeNumber('--max-states', 1),
    optional: true,
    brief: 'end the search after so many states',
    placeholder: 'n',
  },
  maxSeconds: {
    kind: 'parsed',
    parse: seconds('--max-seconds'),
    optional: true,
    brief: 'end the search after so long',
    placeholder: 's',
  },
  html: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'write a report of the runs and their counterexamples to this file',
    placeholder: 'file',
  },
  ...ciFlags,
  update: { kind: 'boolean', default: false, brief: 'record what is found as expected' },
  ...runFlags,
} as const;
