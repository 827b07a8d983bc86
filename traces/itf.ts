import { InputError } from '../engine/errors.ts';
import type { Scalar } from '../engine/language/domain.ts';
import type { Run } from '../engine/trace.ts';
import type { TraceFile } from './trace-file.ts';

const FORMAT = 'https://apalache-mc.org/docs/adr/015adr-trace.html';
/** The two variables in which Quint, with `--mbt`, says how a state was reached. */
export const ACTION = 'mbt::actionTaken';
export const PICKS = 'mbt::nondetPicks';
/** Names that a state in ITF keeps for itself. */
const RESERVED = ['#meta', ACTION, PICKS];
const NONE = { tag: 'None', value: { '#tup': [] } };

/**
 * A trace in the Informal Trace Format (Apalache ADR-015), as Apalache and Quint write it: a state
 * each, with the action that led there and its parameters in the two variables that tools for
 * Quint look for. What else a trace file says is in `#meta`, which other tools pass over.
 */
export function toItf(file: TraceFile, { states, steps }: Run): object {
  const vars = Object.keys(states[0] ?? {});
  checkNames(vars);
  const picks = [...new Set(file.steps.flatMap(({ params }) => Object.keys(params)))];
  const mutation = file.mutation === null ? '' : ` + "${file.mutation}"`;
  const { steps: _, loop, ...lastref } = file;
  return {
    '#meta': {
      format: 'ITF',
      'format-description': FORMAT,
      description: `${file.protocol}${mutation} violates ${file.property.name}`,
      source: file.source?.cite ?? file.protocol,
      status: 'violation',
      lastref,
    },
    vars: [...vars, ACTION, PICKS],
    states: states.map((state, index) => {
      const step = index === 0 ? null : steps[index - 1];
      return {
        '#meta': { index },
        ...Object.fromEntries(vars.map((name) => [name, encode(state[name])])),
        [ACTION]: step?.action ?? 'init',
        [PICKS]: record(picks.map((name) => [name, pick(own(step?.params, name))])),
      };
    }),
    ...(loop !== undefined && { loop }),
  };
}

function checkNames(vars: readonly string[]): void {
  const taken = vars.find((name) => RESERVED.includes(name));
  if (taken === undefined) return;
  throw new InputError(`the state has a field '${taken}', which ITF keeps for itself`, {
    fix: 'rename the field',
  });
}

const own = (params: TraceFile['steps'][number]['params'] | undefined, name: string) =>
  params && Object.hasOwn(params, name) ? params[name] : undefined;

const pick = (scalar: Scalar | undefined): unknown =>
  scalar === undefined ? NONE : { tag: 'Some', value: encode(scalar) };

/**
 * A value as ITF allows it: integers of any size in a wrapper, null as the variant `None`, and
 * numbers that are no integers, which ITF does not have, as what it cannot say.
 */
export function encode(data: unknown): unknown {
  if (typeof data === 'string' || typeof data === 'boolean') return data;
  if (data === null) return NONE;
  if (typeof data === 'number') {
    return Number.isInteger(data)
      ? { '#bigint': BigInt(data).toString() }
      : { '#unserializable': String(data) };
  }
  if (Array.isArray(data)) return data.map(encode);
  if (typeof data !== 'object') return { '#unserializable': String(data) };
  return record(Object.entries(data).map(([key, part]) => [key, encode(part)]));
}

/**
 * A record where every key is the name of a field, else a map. `tag` is none: readers take a record
 * that has it for a variant.
 */
const record = (entries: readonly (readonly [string, unknown])[]): object =>
  entries.every(([key]) => /^[A-Za-z_]\w*$/.test(key) && key !== 'tag' && key !== '__proto__')
    ? Object.fromEntries(entries)
    : { '#map': entries };
