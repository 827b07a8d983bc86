import { readdirSync, readFileSync } from 'node:fs';
import { manifestIn, PACKAGE } from './manifest.ts';

/** The licences of packages that are put into files of this one, as they ask for. */
export const licencesOf = (names: readonly string[]): string =>
  names
    .map((name) => {
      const { version, license } = manifestIn(`node_modules/${name}`);
      return `${name} ${version}, ${license}\n\n${textOf(name, license)}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);

function textOf(name: string, license: string): string {
  const folder = `node_modules/${name}`;
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file !== undefined) return readFileSync(`${folder}/${file}`, 'utf8').trim();
  // One that comes without its text is known by the name of its licence.
  if (license !== PACKAGE.license) throw new Error(`${name} comes without the text of ${license}`);
  return `The text is in the file LICENSE of this package.`;
}
