import { flawOf } from '../explore/lasso.ts';
import type { Step, System } from '../system/system.ts';
import { run } from '../trace.ts';
import type { Finding } from './claim-of.ts';
import { fold } from './fold.ts';
import { forEver } from './for-ever.ts';
import { type How, headline } from './headline.ts';
import { lanes } from './lanes.ts';
import { type Paint, plain } from './paint.ts';

/** What a counterexample is told from. */
export interface Story {
  readonly system: System;
  readonly finding: Finding & { readonly steps: readonly Pick<Step, 'action' | 'params'>[] };
  readonly how: How;
  /** The command that shows it again. */
  readonly replay: string;
  readonly paint?: Paint;
}

/**
 * A counterexample as text: what does not hold and why, then one column for each thread and what
 * each step changed. The states are recomputed here, through the model itself.
 */
export function tell({ system, finding, how, replay, paint = plain }: Story): string {
  const done = run(system, finding.steps);
  if (done.refused) {
    throw new Error(
      `the search gave a trace that does not run: step ${done.refused.at + 1}, ` +
        `${done.refused.step.action}, is refused (${done.refused.why})`,
    );
  }
  const loop = finding.loop ?? done.steps.length;
  // A recorded run may be one that the model no longer allows; one that was just found may not.
  const flaw = finding.kind === 'leadsTo' && how !== 'recorded' ? flawOf(system, done, loop) : null;
  if (flaw) throw new Error(`the search gave a run that never ends and cannot be one: ${flaw}`);
  const steps = done.steps.length > 0 ? ['', ...lanes(system, done, loop)] : [];
  return [
    ...heading(system, headline(system, finding, done, how), paint, finding.kind === 'reachable'),
    ...steps,
    ...(finding.kind === 'leadsTo' ? forEver(system, done, loop) : []),
    '',
    `replay: ${replay}`,
  ].join('\n');
}

/** The model and what is said of it: the first line folded and in colour, the rest as they are. */
export function heading(
  system: System,
  [first = '', ...more]: readonly string[],
  paint: Paint,
  isGood = false,
): string[] {
  return [
    ...fold(title(system)).map((line) => paint('strong', line)),
    ...fold(first).map((line) => paint(isGood ? 'good' : 'bad', line)),
    ...more,
  ];
}

/** `model + "mutation"`, with the bounds where the model has any. */
export function title({ model, mutation, bounds }: System): string {
  const name = mutation === null ? model : `${model} + "${mutation}"`;
  const numbers = Object.entries(bounds).map(([bound, n]) => `${bound}=${n}`);
  return numbers.length > 0 ? `${name}  (${numbers.join(', ')})` : name;
}
