import { InputError } from '../errors.ts';

const parts = {
  cause: 'the clock, random numbers, or a variable outside the state',
  fix: 'keep everything that is read in the state or in the parameters',
};

/** The error for a step or property that gave two answers to one question. */
export const impure = (name: string, what: string | null, first: unknown, second: unknown) =>
  new InputError(
    `${name} is impure: run twice from one state it gave two results` +
      (what === null ? '' : ` (${what}: ${JSON.stringify(first)}, then ${JSON.stringify(second)})`),
    parts,
  );

/** The error for a step or property that reads the same values and then goes another way. */
export const contradiction = (name: string, last: string | null) =>
  new InputError(
    `${name} is impure: it read the same values twice and then did something else` +
      (last === null ? '' : ` (the last field it read is ${last})`),
    parts,
  );
