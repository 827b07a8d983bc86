import { readFileSync } from 'node:fs';

type Versions = Readonly<Record<string, string>>;

/** What a package says of itself. */
export interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly dependencies?: Versions;
  readonly peerDependencies?: Versions;
  readonly devDependencies?: Versions;
}

export const manifestIn = (folder: string): Manifest =>
  // A file that npm reads as well.
  JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));

/** What this package says of itself. */
export const PACKAGE: Manifest = manifestIn('.');
