import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError, messageOf } from './errors.ts';
import { type AnyModel, isModel } from './language/model.ts';
import { isMutations, type Mutations } from './language/mutation.ts';

/** The models and sets of mutations that a module exports, under the names it exports them by. */
export interface ModelModule {
  readonly models: readonly { readonly name: string; readonly model: AnyModel }[];
  readonly mutations: readonly { readonly name: string; readonly mutations: Mutations }[];
  /** Every export, for an error that says what there was. */
  readonly names: readonly string[];
}

/** Imports a module and picks out its models; says which line threw if it cannot be imported. */
export async function loadModule(url: string, shown: string): Promise<ModelModule> {
  let exports: Readonly<Record<string, unknown>>;
  try {
    // What a module exports is not known before it is imported.
    exports = flat((await import(url)) as Readonly<Record<string, unknown>>);
  } catch (error) {
    throw importError(error, url, shown);
  }
  const entries = Object.entries(exports);
  return {
    models: entries.flatMap(([name, model]) => (isModel(model) ? [{ name, model }] : [])),
    mutations: entries.flatMap(([name, mutations]) =>
      isMutations(mutations) ? [{ name, mutations }] : [],
    ),
    names: entries.map(([name]) => name),
  };
}

/** A CommonJS module, as TypeScript in a package without a type is, comes with all in `default`. */
function flat(exports: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { default: whole, ...named } = exports;
  if (typeof whole !== 'object' || whole === null || isModel(whole)) return exports;
  return { ...whole, ...named };
}

function importError(error: unknown, url: string, shown: string): InputError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = withoutPaths(messageOf(error));
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    return new InputError(`${shown} cannot be imported: ${message}`, {
      cause: 'a misspelt import, or a package that is not installed',
      fix: 'npm install the package, or write relative imports with their extension',
    });
  }
  const syntax = /^Transform failed with .*\n.*?:(\d+:\d+): ERROR: (.*)/.exec(message);
  if (syntax) {
    return new InputError(`${shown}:${syntax[1]} is not TypeScript: ${syntax[2]}`, {
      cause: 'a syntax error, or a file that is no model file',
      fix: 'tsc names the same line',
    });
  }
  const line = throwingLine(error, url);
  return new InputError(`${line === null ? shown : `${shown}:${line}`} throws: ${message}`, {
    cause: 'code of the module itself, outside of actions, that fails when it is imported',
    fix: 'make the module importable: node names the same line',
  });
}

/** Line and column of the module that an error came through, from its stack. */
function throwingLine(error: unknown, url: string): string | null {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const place of [url, fileURLToPath(url)]) {
    const at = stack.indexOf(`${place}:`);
    const match = at < 0 ? null : /^:(\d+(?::\d+)?)/.exec(stack.slice(at + place.length));
    if (match?.[1]) return match[1];
  }
  return null;
}

/** A message with files named as the user sees them, from the current folder. */
const withoutPaths = (message: string): string =>
  message
    .replaceAll(/file:\/\/[^\s'"]+/g, (url) => fileURLToPath(url))
    .replaceAll(/\/[^\s'":]+/g, (path) => {
      const near = relative(process.cwd(), path);
      return near !== '' && near.length < path.length ? near : path;
    })
    .trim();
