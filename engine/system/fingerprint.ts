import { textOf } from '../language/author.ts';

/**
 * A number in hexadecimal that two models share when all that they say is written alike: names,
 * values, and the text of every guard, recipe and property. (What a function takes from its
 * surroundings is not in its text.)
 */
export function fingerprintOf(...parts: readonly unknown[]): string {
  // Asked for where it is needed: it takes long to load, and few runs have a checkpoint.
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256');
  const seen = new Set<object>();
  const add = (value: unknown): void => {
    if (typeof value === 'function') {
      hash.update(`fn ${textOf(value)};`);
    } else if (typeof value === 'object' && value !== null) {
      if (seen.has(value)) return;
      seen.add(value);
      for (const [key, part] of Object.entries(value)) {
        hash.update(`${key}:`);
        add(part);
      }
    } else hash.update(`${typeof value} ${String(value)};`);
  };
  for (const part of parts) add(part);
  return hash.digest('hex').slice(0, 32);
}
