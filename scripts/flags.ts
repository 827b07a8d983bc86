import { InputError, unknownName } from '../engine/errors.ts';
import type { Bounds } from '../engine/system/system.ts';

/** `pages=2,hosts=2` as numbers by name. */
export function parseBounds(text: string): Bounds {
  if (text === '') return {};
  const bounds: Record<string, number> = {};
  for (const part of text.split(',')) {
    const match = /^\s*([\w-]+)\s*=\s*(-?\d+)\s*$/.exec(part);
    const [, name, number] = match ?? [];
    if (name === undefined || number === undefined) {
      throw new InputError(`--bounds ${text}: '${part}' is not a bound`, {
        cause: 'a name without a number',
        fix: 'write them as name=number, with commas between: --bounds hosts=2,pages=1',
      });
    }
    bounds[name] = Number(number);
  }
  return bounds;
}

/** A whole number from `min` up. */
export const wholeNumber =
  (option: string, min: number) =>
  (text: string): number => {
    const number = Number(text);
    if (/^-?\d+$/.test(text) && Number.isSafeInteger(number) && number >= min) return number;
    throw new InputError(`${option} ${text} is not a whole number from ${min} up`);
  };

/** A number of seconds. */
export const seconds =
  (option: string) =>
  (text: string): number => {
    const number = Number(text);
    if (text.trim() !== '' && Number.isFinite(number) && number > 0) return number;
    throw new InputError(`${option} ${text} is not a number of seconds`, {
      fix: `write a number above 0: ${option} 10`,
    });
  };

const UNITS: Readonly<Record<string, number>> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** `4GiB` in bytes. */
export function parseBytes(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([KMG]iB)$/.exec(text);
  const bytes = Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? Number.NaN);
  if (bytes >= 64 * 2 ** 20) return bytes;
  throw new InputError(`--max-memory ${text} is not an amount of memory from 64MiB up`, {
    fix: 'write a number and a unit: --max-memory 4GiB',
    available: Object.keys(UNITS),
  });
}

/** One of a few words. */
export const oneOfWords =
  <W extends string>(kind: string, words: readonly W[]) =>
  (text: string): W => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw unknownName(kind, text, words);
  };
