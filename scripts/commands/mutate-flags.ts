import { KINDS, type Kind } from '../../engine/mutate/mutant.ts';
import type { Bounds } from '../../engine/system/system.ts';
import { oneOfWords, parseBounds, parseBytes, seconds, wholeNumber } from '../flags.ts';
import { ciFlags, runFlags } from '../search-flags.ts';

/** The options of `mutate`. */
export interface MutateFlags {
  readonly bounds?: readonly Bounds[];
  readonly only?: readonly Kind[];
  readonly property?: string;
  readonly equivalent?: string;
  readonly maxStates?: number;
  readonly maxSeconds: number;
  readonly maxMemory?: number;
  readonly workers?: number;
  readonly stepTimeout: number;
  readonly all: boolean;
  readonly junit?: string;
  readonly sarif?: string;
  readonly github?: boolean;
  readonly json: boolean;
}

/** How a command line says them. */
export const mutateFlags = {
  bounds: {
    kind: 'parsed',
    parse: parseBounds,
    optional: true,
    variadic: true,
    brief: 'sizes, as hosts=2,pages=1; said again: where to try what survives',
    placeholder: 'a=1,b=2',
  },
  only: {
    kind: 'parsed',
    parse: oneOfWords('kind of mutant', KINDS),
    optional: true,
    variadic: true,
    brief: `mutants of this kind only: ${KINDS.join(', ')}`,
    placeholder: 'kind',
  },
  property: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'let this property alone kill: which mutants does it notice?',
    placeholder: 'name',
  },
  equivalent: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'a list of mutants that need not be killed, with reasons',
    placeholder: 'file',
  },
  maxStates: {
    kind: 'parsed',
    parse: wholeNumber('--max-states', 1),
    optional: true,
    brief: 'give a mutant up after so many states; by default ten times those of the model',
    placeholder: 'n',
  },
  maxSeconds: {
    kind: 'parsed',
    parse: seconds('--max-seconds'),
    default: '60',
    brief: 'give a mutant up after so long',
    placeholder: 's',
  },
  maxMemory: {
    kind: 'parsed',
    parse: parseBytes,
    optional: true,
    brief: 'give a mutant up when all use so much memory: 4GiB',
    placeholder: 'size',
  },
  workers: {
    kind: 'parsed',
    parse: wholeNumber('--workers', 1),
    optional: true,
    brief: 'mutants that are tried at a time; by default one for each processor',
    placeholder: 'n',
  },
  all: {
    kind: 'boolean',
    default: false,
    brief: 'list every mutant, and not only those that survive',
  },
  ...ciFlags,
  ...runFlags,
} as const;
