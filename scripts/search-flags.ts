import { parseBounds, parseBytes, seconds } from './flags.ts';

/** The options that `check` and `hunt` share; the same names everywhere. */
export const searchFlags = {
  bounds: {
    kind: 'parsed',
    parse: parseBounds,
    default: '',
    brief: 'sizes, as hosts=2,pages=1',
    placeholder: 'a=1,b=2',
  },
  property: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'look at this property only',
    placeholder: 'name',
  },
  maxMemory: {
    kind: 'parsed',
    parse: parseBytes,
    optional: true,
    brief: 'end the search when it uses so much memory: 4GiB',
    placeholder: 'size',
  },
  trace: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'write the counterexample to this file',
    placeholder: 'file',
  },
} as const;

/** The options of every command that has something to say to a CI system. */
export const ciFlags = {
  junit: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'write the results to this file as JUnit XML',
    placeholder: 'file',
  },
  sarif: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'write what does not hold to this file as SARIF 2.1.0',
    placeholder: 'file',
  },
  github: {
    kind: 'boolean',
    optional: true,
    brief: 'annotate, and add to the job summary; by default where GITHUB_ACTIONS=true',
  },
} as const;

/** The options of every command that runs a model. */
export const runFlags = {
  stepTimeout: {
    kind: 'parsed',
    parse: seconds('--step-timeout'),
    default: '10',
    brief: 'seconds that one guard, recipe or property may take',
    placeholder: 's',
  },
  json: { kind: 'boolean', default: false, brief: 'print one JSON object' },
} as const;
