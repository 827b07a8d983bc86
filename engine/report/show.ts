import { labelOf, type State, type Thread } from '../system/system.ts';

/** Longest text of one value in a report; a state is looked at in full in a trace viewer. */
const VALUE_WIDTH = 40;

/** A value of a state as text: strings bare, the rest as JSON, cut where it gets long. */
export function showValue(value: unknown, width: number = VALUE_WIDTH): string {
  return clip(textOf(value), width);
}

function textOf(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? String(value);
  return `{${Object.entries(value)
    .map(([key, part]) => `${key}: ${textOf(part)}`)
    .join(', ')}}`;
}

/** A text cut to a width, with a mark that it was. */
export const clip = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 1)}…`;

/** Ids as a list of values: `disk0, cpu1`. */
export const showIds = (params: Readonly<Record<string, unknown>>): string =>
  Object.values(params)
    .map((value) => showValue(value))
    .join(', ');

/** Where the label of a thread is kept in a state: `cpu.cpu0`, or `cpu.cpu0.at` in a record. */
export function labelPath(state: State, { field, id }: Pick<Thread, 'field' | 'id'>): string {
  const own = (state[field] as Record<string, unknown> | undefined)?.[id];
  return typeof own === 'string' ? `${field}.${id}` : `${field}.${id}.at`;
}

/** The threads that are inside a routine, with the label each stands at. */
export const threadsInside = (threads: readonly Thread[], state: State) =>
  threads.flatMap((thread) => {
    const label = labelOf(state, thread.field, thread.id) ?? '';
    return thread.homes.has(label) ? [] : [{ thread, label }];
  });
