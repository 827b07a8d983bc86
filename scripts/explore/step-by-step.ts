import { type Broken, brokenAlong, deadlocked } from '../../engine/explore/broken.ts';
import { changesOf, stepText } from '../../engine/report/lanes.ts';
import { whyStopped } from '../../engine/report/refused.ts';
import { instantiate } from '../../engine/system/instantiate.ts';
import type { Observer } from '../../engine/system/observed.ts';
import { holds, type State, type System } from '../../engine/system/system.ts';
import { type Run, run } from '../../engine/trace.ts';
import type { AskOf, Next, Walked } from '../../traces/viewer/ask.ts';
import { walkOf } from '../../traces/viewer/walk.ts';
import type { Target } from '../load.ts';

type Place = Pick<AskOf<'walk'>, 'mutation' | 'steps' | 'loop'>;

/** A walk of a target run again, as far as it goes. */
export interface Gone {
  readonly system: System;
  readonly run: Run;
  /** The state that its last step leads back to, if all of it runs and it closes. */
  readonly loop: number | null;
  /** What it breaks first. */
  readonly broken: Broken | null;
}

/** What is explored: a model at bounds, and who is told of every call into it. */
export interface Explored {
  readonly target: Target;
  readonly bounds: System['bounds'];
  readonly observer?: Observer;
  /** Whether nobody waits for the answer any more. */
  readonly isStopped?: () => boolean;
}

/** The system of what is explored, with a mutation or without. */
export const systemOf = (
  { target: { model, mutations }, bounds, observer }: Explored,
  mutation: string | null,
): System =>
  instantiate(model, { bounds, mutation, mutations, ...(observer !== undefined && { observer }) });

/** Runs the steps of a place. */
export function goTo(explored: Explored, { mutation, steps, loop: asked }: Place): Gone {
  const system = systemOf(explored, mutation);
  const done = run(system, steps);
  const loop = done.refused || asked === null || asked > done.steps.length ? null : asked;
  const [broken = null] = brokenAlong(system, done, loop);
  return { system, run: done, loop, broken };
}

/** What the explorer shows of a place. */
export function walk(explored: Explored, asked: AskOf<'walk'>): Walked {
  const { system, run: done, loop, broken } = goTo(explored, asked);
  const at = Math.min(asked.at, done.steps.length);
  const text = whyStopped(system, done);
  return {
    walk: walkOf({
      ...explored.target,
      system,
      run: done,
      finding: broken && { ...broken, loop },
      brokenAt: broken?.step ?? done.steps.length,
      how: 'recorded',
      loop,
      facts: null,
    }),
    at,
    next: nextOf(system, done.states[at] ?? system.initial),
    stopped: done.refused && { step: done.refused.at + 1, text: text ?? '' },
  };
}

/** Every step that can run in a state, with what it would change and break. */
function nextOf(system: System, state: State): Next[] {
  return system
    .candidates(state)
    .filter((step) => system.enabled(step, state))
    .map((step) => {
      const after = system.apply(step, state);
      const always = system.always.filter((claim) => !holds(claim, after) && holds(claim, state));
      const across = system.step.filter((claim) => !claim.holds(state, step, after));
      const stuck = deadlocked(system, after) ? ['deadlock'] : [];
      return {
        action: step.action,
        params: { ...step.params },
        name: stepText(step),
        thread: step.thread,
        changes: changesOf(system, state, step, after),
        breaks: [...new Set([...always, ...across].map(({ property }) => property)), ...stuck],
      };
    });
}
