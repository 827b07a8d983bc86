import type { Fairness, System } from '../system/system.ts';
import type { Run } from '../trace.ts';

/** How a run that never ends goes on after its last step, and what makes that fair. */
export function forEver(system: System, { steps }: Run, loop: number): string[] {
  const { fairness } = system;
  const under = fairness.length > 0 ? `, under ${fairnessText(fairness)}` : '';
  if (loop < steps.length) return [`back to state ${loop}${under}`];
  if (fairness.length > 0) {
    return [`and stays there for ever: no fair step can run${under}`];
  }
  return [
    'and stays there for ever: the model declares no fairness, so every run may simply stop',
    `say what must go on: ${example(system)}`,
  ];
}

/** Most names of one kind that are listed. */
const NAMES = 8;

/** Fairness constraints by kind: `weak fairness of worker0, worker1`. */
export function fairnessText(fairness: readonly Pick<Fairness, 'name' | 'kind'>[]): string {
  const kinds = (['weak', 'strong'] as const).flatMap((kind) => {
    const names = fairness.filter((each) => each.kind === kind).map(({ name }) => name);
    if (names.length === 0) return [];
    const more = names.length > NAMES ? ` and ${names.length - NAMES} more` : '';
    return [`${kind} fairness of ${names.slice(0, NAMES).join(', ')}${more}`];
  });
  return kinds.length > 0 ? kinds.join(' and ') : 'no fairness';
}

/** Fairness as it could be declared in this very model. */
function example({ threads, steps }: System): string {
  const [thread] = threads;
  if (thread) return `thread('${thread.field}', …, { fair: 'weak' }), or fair: 'weak' in a step`;
  return `fair: 'weak' in an action${steps[0] ? `, say ${steps[0].action}` : ''}`;
}
