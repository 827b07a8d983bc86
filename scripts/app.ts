import {
  ArgumentParseError,
  ArgumentScannerError,
  buildApplication,
  buildRouteMap,
  EnumValidationError,
  FlagNotFoundError,
  formatMessageForArgumentScannerError,
  run,
  text_en,
} from '@stricli/core';
import { InputError, unknownName } from '../engine/errors.ts';
import { type Context, EXIT } from './io.ts';
import { VERSION } from './package.ts';

/** Loaded one by one: a run needs one of them. */
const commands = {
  list: async () => (await import('./commands/list.ts')).listCommand,
  check: async () => (await import('./commands/check.ts')).checkCommand,
  hunt: async () => (await import('./commands/hunt.ts')).huntCommand,
  mutate: async () => (await import('./commands/mutate.ts')).mutateCommand,
  replay: async () => (await import('./commands/replay.ts')).replayCommand,
  show: async () => (await import('./commands/show.ts')).showCommand,
  explore: async () => (await import('./commands/explore.ts')).exploreCommand,
  why: async () => (await import('./commands/why.ts')).whyCommand,
};
type Name = keyof typeof commands;
const ALL = Object.keys(commands) as Name[];
const NAMES: readonly string[] = ALL;
const isName = (text: string | undefined): text is Name => NAMES.includes(text ?? '');
/** That needs no command, but there has to be one. */
const isVersion = (text: string | undefined): boolean => text === '--version' || text === '-v';

async function routesFor(asked: string | undefined) {
  const loaded = isName(asked) ? [asked] : isVersion(asked) ? (['check'] as const) : ALL;
  const entries = await Promise.all(
    loaded.map(async (name) => [name, await commands[name]()] as const),
  );
  return Object.fromEntries(entries);
}

const text = {
  ...text_en,
  noCommandRegisteredForInput: ({ input }: { readonly input: string }) =>
    said(unknownName('command', input, NAMES)),
  exceptionWhileParsingArguments: (error: unknown) => said(parsing(error)),
  exceptionWhileRunningCommand: (error: unknown) => said(error),
  exceptionWhileLoadingCommandFunction: (error: unknown) => said(error),
  exceptionWhileLoadingCommandContext: (error: unknown) => said(error),
  commandErrorResult: (error: unknown) => said(error),
};

async function appFor(asked: string | undefined) {
  const root = buildRouteMap({
    routes: await routesFor(asked),
    docs: {
      brief: 'model checker for memory-sharing protocols',
      fullDescription: [
        'Searches every interleaving of a protocol for one that breaks what it promises.',
        '',
        'Exit codes: 0 every property holds, all was searched · 1 a property is violated ·',
        '2 bad input · 3 a budget ended the search · 4 it holds, but shows nothing ·',
        '130 interrupted',
      ].join('\n'),
    },
  });
  return buildApplication(root, {
    name: 'lastref',
    versionInfo: { currentVersion: VERSION },
    scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
    documentation: { caseStyle: 'convert-camel-to-kebab', disableAnsiColor: true },
    determineExitCode: () => EXIT.input,
    localization: { text },
  });
}

/** Runs one command line; the exit code is left in the context's process. */
export async function lastref(args: readonly string[], context: Context): Promise<number> {
  await run(await appFor(args[0]), args, context);
  const code = Number(context.process.exitCode ?? EXIT.ok);
  // Codes below zero are the library's own, for a command line that it could not read.
  const own = code < 0 ? EXIT.input : code;
  context.process.exitCode = own;
  return own;
}

/** Bad input in its four parts; anything else is our own mistake, with where it was made. */
const said = (error: unknown): string => {
  if (error instanceof InputError) return `lastref: ${error.text}`;
  return `lastref: internal error: ${error instanceof Error ? error.stack : String(error)}`;
};

/** What is wrong with a command line. */
function parsing(error: unknown): unknown {
  if (error instanceof ArgumentParseError) return error.exception;
  if (error instanceof FlagNotFoundError) {
    return new InputError(`unknown option '--${error.input.replace(/^-+/, '')}'`, {
      fix:
        error.corrections.length > 0
          ? `did you mean ${error.corrections.map((name) => `'--${name}'`).join(' or ')}?`
          : 'lastref <command> --help lists the options',
    });
  }
  if (error instanceof EnumValidationError) {
    return unknownName(`value of --${error.externalFlagName}`, error.input, error.values);
  }
  if (!(error instanceof ArgumentScannerError)) return error;
  return new InputError(formatMessageForArgumentScannerError(error, {}), {
    fix: 'lastref <command> --help lists arguments and options',
  });
}
