import { flawOf } from '../explore/lasso.ts';
import type { Step, System } from '../system/system.ts';
import { run } from '../trace.ts';
import { forEver } from './for-ever.ts';
import { type Finding, type How, headline } from './headline.ts';
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
  const [first = '', ...more] = headline(system, finding, done, how);
  const tone = finding.kind === 'reachable' ? 'good' : 'bad';
  const steps = done.steps.length > 0 ? ['', ...lanes(system, done, loop)] : [];
  return [
    ...fold(title(system)).map((line) => paint('strong', line)),
    ...fold(first).map((line) => paint(tone, line)),
    ...more,
    ...steps,
    ...(finding.kind === 'leadsTo' ? forEver(system, done, loop) : []),
    '',
    `replay: ${replay}`,
  ].join('\n');
}

/** Widest line of what stands above the steps. */
const WIDTH = 96;

/** A sentence in lines of a width, the later ones indented. */
function fold(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(/(?<! ) /)) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines;
}

/** `model + "mutation"`, with the bounds where the model has any. */
export function title({ model, mutation, bounds }: System): string {
  const name = mutation === null ? model : `${model} + "${mutation}"`;
  const numbers = Object.entries(bounds).map(([bound, n]) => `${bound}=${n}`);
  return numbers.length > 0 ? `${name}  (${numbers.join(', ')})` : name;
}
