import { grouped } from '../scripts/io.ts';
import type { Counts } from './rows.ts';
import type { Result } from './turns.ts';

/** What is wrong with the counts of a program: nothing where they are as expected in every run. */
export function complaints({ entry, runs, failure }: Result): string[] {
  const { program, expected, atLeast } = entry;
  const found = runs.map((run) => run.found);
  const wrong = [
    ...(failure === null ? [] : [failure]),
    ...(expected === null ? [] : differences(found, expected, atLeast === true)),
  ];
  return wrong.map((what) => `${program.name}: ${what}`);
}

function differences(found: readonly Counts[], expected: Counts, atLeast: boolean): string[] {
  return (['states', 'transitions'] as const).flatMap((what) => {
    const right = (n: number) => (atLeast ? n >= expected[what] : n === expected[what]);
    const wrong = new Set(found.map((each) => each[what]).filter((n) => !right(n)));
    const should = `${grouped(expected[what])}${atLeast ? ' or more' : ''}`;
    return [...wrong].map((n) => `${grouped(n)} ${what}, and there are ${should}`);
  });
}
