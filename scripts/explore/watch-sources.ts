import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

/** Most folders that are watched: a system has so many watches for all its programs. */
const MOST = 500;
/** A file is written in several goes. */
const SETTLE = 150;
const SOURCE = /\.[cm]?[jt]sx?$/;

/**
 * Tells of changes to source files in a folder and below, but not of those that are installed or
 * hidden. Folders are watched one by one: a recursive watch would take one for each file of
 * `node_modules`. Gives what ends it.
 */
export function watchSources(folder: string, changed: () => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  let settling: NodeJS.Timeout | undefined;
  const forget = (path: string) => {
    watchers.get(path)?.close();
    watchers.delete(path);
  };
  const add = (path: string) => {
    if (watchers.has(path) || watchers.size >= MOST) return;
    try {
      const watcher = watch(path, (_, name) => {
        // A folder may be new, and what is in it with it.
        for (const inner of foldersIn(path)) below(inner);
        if (name !== null && !SOURCE.test(name)) return;
        clearTimeout(settling);
        settling = setTimeout(changed, SETTLE);
      });
      watchers.set(path, watcher);
      // It is gone, or there are no more watches: what is there is shown all the same.
      watcher.on('error', () => forget(path));
    } catch {
      forget(path);
    }
  };
  const below = (path: string) => {
    if (watchers.has(path)) return;
    add(path);
    for (const inner of foldersIn(path)) below(inner);
  };
  below(folder);
  return () => {
    clearTimeout(settling);
    for (const path of [...watchers.keys()]) forget(path);
  };
}

function foldersIn(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((each) => each.isDirectory() && each.name !== 'node_modules')
      .filter(({ name }) => !name.startsWith('.'))
      .map(({ name }) => join(path, name));
  } catch {
    return [];
  }
}
