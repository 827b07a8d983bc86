import type { Runtime, Session } from 'node:inspector';
import { SourceMap } from 'node:module';

/** Where an author wrote something: the URL of the source file, line and column from 1. */
export interface Place {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

interface Script {
  readonly url: string;
  readonly map: string;
}

/** Under this name the functions are handed over: an inspector sees what is global. */
const SHELF = '__lastrefPlaces';
const known = new WeakMap<object, Place | null>();

/**
 * Where functions were written, asked of the JavaScript engine through its inspector and led back
 * through the source map of the script. So no model pays for it, and it is paid for only where it
 * is asked: about 0.1 s for a model, once. Null for what has no script, such as a bound function.
 */
export function placesOf(functions: readonly object[]): ReadonlyMap<object, Place | null> {
  const asked = functions.filter((fn) => !known.has(fn));
  if (asked.length > 0) {
    for (const [i, place] of ask(asked).entries()) known.set(asked[i] ?? {}, place);
  }
  return new Map(functions.map((fn) => [fn, known.get(fn) ?? null]));
}

function ask(functions: readonly object[]): (Place | null)[] {
  // Loaded here: that takes longer than many a search, and few runs ask.
  const inspector = process.getBuiltinModule('node:inspector');
  const session = new inspector.Session();
  try {
    session.connect();
  } catch {
    // A process that may not be inspected tells no places; everything else it does tell.
    return functions.map(() => null);
  }
  try {
    const scripts = scriptsOf(session);
    const maps = new Map<string, SourceMap | null>();
    Reflect.set(globalThis, SHELF, functions);
    return functions.map((_, i) => {
      const at = locationOf(session, i);
      const script = at && scripts.get(at.scriptId);
      return at && script ? placeIn(at.scriptId, script, at, maps) : null;
    });
  } finally {
    Reflect.deleteProperty(globalThis, SHELF);
    session.disconnect();
  }
}

/** Every script of this thread: they are told before the call is over. */
function scriptsOf(session: Session): ReadonlyMap<string, Script> {
  const scripts = new Map<string, Script>();
  session.on('Debugger.scriptParsed', ({ params: { scriptId, url, sourceMapURL = '' } }) => {
    scripts.set(scriptId, { url, map: sourceMapURL });
  });
  session.post('Debugger.enable');
  return scripts;
}

interface Location {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

function locationOf(session: Session, index: number): Location | null {
  let found: Runtime.InternalPropertyDescriptor[] = [];
  const expression = `globalThis.${SHELF}[${index}]`;
  // Answers come before `post` returns: the session is of this very thread.
  session.post('Runtime.evaluate', { expression }, (_, evaluated) => {
    const { objectId } = evaluated?.result ?? {};
    if (objectId === undefined) return;
    session.post('Runtime.getProperties', { objectId, ownProperties: true }, (_, properties) => {
      found = properties?.internalProperties ?? [];
    });
    session.post('Runtime.releaseObject', { objectId });
  });
  const value = found.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value;
  return isLocation(value) ? value : null;
}

const isLocation = (value: unknown): value is Location =>
  typeof value === 'object' && value !== null && 'scriptId' in value && 'lineNumber' in value;

function placeIn(
  id: string,
  script: Script,
  { lineNumber, columnNumber }: Location,
  maps: Map<string, SourceMap | null>,
): Place | null {
  if (script.url === '') return null;
  if (!maps.has(id)) maps.set(id, mapOf(script));
  const map = maps.get(id);
  const plain = { url: urlOf(script.url), line: lineNumber + 1, column: columnNumber + 1 };
  const entry = map?.findEntry(lineNumber, columnNumber);
  if (!entry || !('originalSource' in entry)) return plain;
  // What a loader calls the source is a name beside the script, a path or a URL.
  const url = new URL(entry.originalSource, plain.url).href;
  return { url, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

/** The source map that a loader left in the script itself. */
function mapOf({ map }: Script): SourceMap | null {
  const data = /^data:application\/json[^,]*;base64,(.*)$/s.exec(map)?.[1];
  if (data === undefined) return null;
  return new SourceMap(JSON.parse(Buffer.from(data, 'base64').toString('utf8')));
}

/** A script of CommonJS is named by its path. */
const urlOf = (name: string): string =>
  /^[a-z][a-z\d+.-]+:/i.test(name) ? name : new URL(name, 'file:///').href;
