import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of a program that can be called by its name alone; null where there is none. */
export function onPath(name: string, { PATH = '' } = process.env): string | null {
  const paths = PATH.split(delimiter).map((folder) => join(folder, name));
  return paths.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** A checker, and the programs that it is built with and run by. */
export interface Needs {
  readonly checker: string;
  readonly needs: readonly string[];
}

/** Checkers that cannot be run here, and the programs that they lack. */
export function lacking(
  checkers: readonly Needs[],
  has: (program: string) => boolean = (program) => onPath(program) !== null,
): Needs[] {
  const all = new Map(checkers.map(({ checker, needs }) => [checker, needs]));
  return [...all]
    .map(([checker, needs]) => ({ checker, needs: needs.filter((each) => !has(each)) }))
    .filter(({ needs }) => needs.length > 0);
}

/** What is left out and how to get it; a program goes by the name of its Debian package. */
export function lackingText(lacks: readonly Needs[]): string {
  const lines = lacks.map(
    ({ checker, needs }) => `${checker} is left out: no ${needs.join(', no ')} on the PATH`,
  );
  const packages = [...new Set(lacks.flatMap(({ needs }) => needs))];
  return [...lines, `  what to do:  apt-get install ${packages.join(' ')}`].join('\n');
}
