import type { Scalar } from '../engine/language/domain.ts';
import type { Run } from '../engine/trace.ts';
import type { TraceFile } from './trace-file.ts';

const FORMAT = 'https://apalache-mc.org/docs/adr/015adr-trace.html';
const ACTION = 'mbt::actionTaken';
const PICKS = 'mbt::nondetPicks';
const NONE = { tag: 'None', value: { '#tup': [] } };

/**
 * A trace in the Informal Trace Format, as Apalache and Quint write it: a state each, with the
 * action that led there and its parameters in the two variables that tools for Quint look for.
 */
export function toItf(file: TraceFile, { states, steps }: Run): object {
  const vars = Object.keys(states[0] ?? {});
  const picks = [...new Set(file.steps.flatMap(({ params }) => Object.keys(params)))];
  const mutation = file.mutation === null ? '' : ` + "${file.mutation}"`;
  return {
    '#meta': {
      format: 'ITF',
      'format-description': FORMAT,
      description: `${file.protocol}${mutation} violates ${file.property.name}`,
      source: file.source?.cite ?? file.protocol,
      status: 'violation',
    },
    vars: [...vars, ACTION, PICKS],
    states: states.map((state, index) => {
      const step = index === 0 ? null : steps[index - 1];
      return {
        '#meta': { index },
        ...Object.fromEntries(vars.map((name) => [name, value(state[name])])),
        [ACTION]: step?.action ?? 'init',
        [PICKS]: Object.fromEntries(picks.map((name) => [name, pick(step?.params[name])])),
      };
    }),
    ...(file.loop !== undefined && { loop: file.loop }),
  };
}

const pick = (scalar: Scalar | undefined): unknown =>
  scalar === undefined ? NONE : { tag: 'Some', value: value(scalar) };

/** A value as ITF allows it: integers of any size in a wrapper, null as the variant `None`. */
function value(data: unknown): unknown {
  if (typeof data === 'string' || typeof data === 'boolean') return data;
  if (data === null) return NONE;
  if (typeof data === 'number') {
    return Number.isInteger(data)
      ? { '#bigint': BigInt(data).toString() }
      : { '#unserializable': String(data) };
  }
  if (Array.isArray(data)) return data.map(value);
  if (typeof data !== 'object') return { '#unserializable': String(data) };
  const entries = Object.entries(data ?? {});
  // A record's field may not start with #, a map's key may.
  return entries.some(([key]) => key.startsWith('#'))
    ? { '#map': entries.map(([key, part]) => [key, value(part)]) }
    : Object.fromEntries(entries.map(([key, part]) => [key, value(part)]));
}
