import type { Fair } from '../language/action.ts';
import type { Fairness, Step, Thread } from './system.ts';

/**
 * What is declared of a run's steps: a constraint for each thread of a fair table, over the steps
 * that start inside a routine; one for each thread and fair action, whatever the action's other
 * parameters are; and one for each step of a fair action of no thread.
 */
export function fairnessOf(steps: readonly Step[], threads: readonly Thread[]): Fairness[] {
  const ofThreads = threads.flatMap((thread) => {
    const inside = steps.filter(
      ({ body: { point }, thread: id }) =>
        point?.field === thread.field && id === thread.id && !thread.homes.has(point.label),
    );
    return (['weak', 'strong'] as const).flatMap((kind) =>
      constraint(
        thread.id,
        kind,
        inside.filter(({ body }) => body.point?.fair === kind),
      ),
    );
  });
  return [...ofThreads, ...ofActions(steps)];
}

function ofActions(steps: readonly Step[]): Fairness[] {
  const groups = new Map<string, { readonly fair: Fair; readonly own: Step[] }>();
  for (const step of steps) {
    const { fair } = step.body;
    if (!fair) continue;
    const name = step.thread === null ? step.name : `${step.action}(${step.thread})`;
    const group = groups.get(name) ?? { fair, own: [] };
    group.own.push(step);
    groups.set(name, group);
  }
  return [...groups].flatMap(([name, { fair, own }]) => constraint(name, fair, own));
}

/** Steps that do not exist in this run constrain nothing. */
const constraint = (name: string, kind: Fair, steps: readonly Step[]): Fairness[] =>
  steps.length > 0 ? [{ name, kind, steps: steps.map(({ index }) => index) }] : [];
