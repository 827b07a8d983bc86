import type { Step } from '../engine/system/system.ts';
import type { Run } from '../engine/trace.ts';
import type { TraceFile } from './trace-file.ts';

/**
 * A trace as `tlc2.TLC -dumpTrace json` writes one: every state with its number from 1 up, and
 * every step between two of them, with its parameters as TLC has them since 2024.
 */
export function toTlc({ protocol, loop }: TraceFile, { states, steps }: Run): object {
  // A lasso goes back to a state that is there already: TLC numbers it once.
  const isRound = loop !== undefined && loop < steps.length;
  const number = (index: number) => (isRound && index === steps.length ? loop : index) + 1;
  const numbered = (index: number) => [number(index), value(states[number(index) - 1])];
  return {
    counterexample: {
      action: steps.map((step, i) => [numbered(i), action(step, protocol), numbered(i + 1)]),
      state: states.slice(0, isRound ? -1 : undefined).map((_, index) => numbered(index)),
    },
    vars: Object.keys(states[0] ?? {}).sort(),
  };
}

/** The place in a module is one that does not exist: a step is not written in TLA+. */
const action = ({ action: name, params }: Step, protocol: string) => ({
  name,
  location: { beginLine: 0, beginColumn: 0, endLine: 0, endColumn: 0, module: protocol },
  context: value(params),
  parameters: Object.keys(params),
});

/** A value as TLC has it: of null the text of a model value `null`, and integers only. */
function value(data: unknown): unknown {
  if (data === null) return 'null';
  if (typeof data === 'number') return Number.isInteger(data) ? data : String(data);
  if (Array.isArray(data)) return data.map(value);
  if (typeof data !== 'object') return data;
  return Object.fromEntries(Object.entries(data).map(([key, part]) => [key, value(part)]));
}
