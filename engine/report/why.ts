import type { Params } from '../language/action.ts';
import {
  type Claim,
  labelOf,
  type State,
  type Step,
  type StepClaim,
  type System,
} from '../system/system.ts';
import type { Refusal, TraceStep } from '../trace.ts';
import { distinct, type Read, readsOf } from './reads.ts';
import { showValue } from './show.ts';

/** What a claim's judge read of its subject: the reason for its answer. */
export function claimReads(claim: Claim, state: State): Read[] {
  const subject = claim.subject(state);
  // A judge takes what its own subject makes; their common type is not known here.
  return distinct(readsOf(subject, (recorded) => claim.judge(recorded as never)));
}

/** What a step property read on both sides of a step and found different; else all of it. */
export function stepClaimReads(
  claim: StepClaim,
  before: State,
  step: Step,
  after: State,
): string[] {
  let earlier: Read[] = [];
  const later = readsOf(after, (recordedAfter) => {
    earlier = readsOf(before, (recordedBefore) =>
      // The recordings stand in for the states they record.
      claim.holds(recordedBefore as State, step, recordedAfter as State),
    );
  });
  const old = new Map(distinct(earlier).map(({ path, value }) => [path, showValue(value)]));
  const seen = distinct(later).map(({ path, value }) => ({ path, text: showValue(value) }));
  const changed = seen.filter(({ path, text }) => old.has(path) && old.get(path) !== text);
  if (changed.length > 0)
    return changed.map(({ path, text }) => `${path} ${old.get(path)}→${text}`);
  return seen.map(({ path, text }) => `${path} = ${text}`);
}

/** The last thing that the guard of a step read before it refused. */
export function lastGuardRead(step: Step, state: State): Read | null {
  const { when } = step.body;
  if (!when) return null;
  return readsOf(state, (recorded) => when(recorded, step.params)).at(-1) ?? null;
}

/** One sentence: why a step of a trace cannot run in a state. */
export function whyRefused(
  system: System,
  named: TraceStep,
  step: Step | undefined,
  state: State,
  refusal: Refusal,
): string {
  if (refusal === 'unknown step' || !step) return whyUnknown(system, named);
  const { point } = step.body;
  if (refusal === 'thread elsewhere' && point) {
    const at = labelOf(state, point.field, step.thread ?? '');
    return `${step.thread} stands at ${at}, not at ${point.label}`;
  }
  const read = lastGuardRead(step, state);
  return read ? `its guard read ${showRead(read)}` : 'its guard is never true';
}

function whyUnknown(system: System, { action, params }: TraceStep): string {
  const steps = system.steps.filter((step) => step.action === action);
  if (steps.length === 0) return `there is no action ${action}`;
  return `there is no ${action}(${show(params)}), only ${list(steps.map(({ name }) => name))}`;
}

/** `path = value`, as a sentence says it of a switch: `open`, `not open`. */
export function showRead({ path, value }: Read): string {
  if (value === true) return path;
  return value === false ? `not ${path}` : `${path} = ${showValue(value)}`;
}

/** Most items that a sentence lists. */
const LIST = 8;

/** Items as a list that stays readable. */
export function list(items: readonly string[], last = 'and'): string {
  if (items.length > LIST) {
    return `${items.slice(0, LIST).join(', ')} and ${items.length - LIST} more`;
  }
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}

const show = (params: Params): string =>
  Object.entries(params)
    .map(([name, value]) => `${name}=${showValue(value)}`)
    .join(', ');
