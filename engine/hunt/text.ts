import type { Trace, TraceStep } from '../trace.ts';

/** A trace in a test's failure message: one step a line. */
export function traceText({ model, bounds, mutation, steps }: Trace): string {
  const at = Object.entries(bounds).map(([name, n]) => `${name}=${n}`);
  const what = [model, at.join(','), mutation && `mutation '${mutation}'`].filter(Boolean);
  const lines = steps.map((step, i) => `  ${i + 1}. ${stepText(step)}`);
  return [`${what.join(' ')}: ${count(steps.length, 'step')}`, ...lines].join('\n');
}

/** A step as a call. */
export const stepText = ({ action, params }: TraceStep): string =>
  `${action}(${Object.values(params).join(', ')})`;

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
