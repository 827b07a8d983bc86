import type { Step } from '../system/system.ts';

/** What shrinking makes smaller, the most important first: no step may grow an earlier number. */
type Size = readonly [length: number, ids: number, switches: number];

/**
 * Whether a list of steps is smaller than another: fewer steps; as many, with values nearer to the
 * first of their domains; the same, with fewer changes from one thread to another. Sizes are
 * natural numbers compared in turn, so shrinking comes to an end.
 */
export function isSmaller(a: readonly Step[], b: readonly Step[]): boolean {
  const [left, right] = [sizeOf(a), sizeOf(b)];
  const at = left.findIndex((part, i) => part !== right[i]);
  return at >= 0 && (left[at] ?? 0) < (right[at] ?? 0);
}

const sizeOf = (steps: readonly Step[]): Size => [
  steps.length,
  steps.reduce((sum, step) => sum + rank(step), 0),
  steps.filter((step, i) => i > 0 && threadKey(step) !== threadKey(steps[i - 1])).length,
];

/** How far the values of a step are from the first values of their domains. */
function rank({ body, params }: Step): number {
  return Object.entries(body.params ?? {}).reduce(
    (sum, [name, domain]) => sum + domain.values.indexOf(params[name] ?? null),
    0,
  );
}

/** The thread of a step, for comparison; steps of no thread are told apart by their action. */
export const threadKey = (step: Step | undefined): string =>
  step?.thread ? `${step.body.point?.field}:${step.thread}` : `${step?.action}`;
