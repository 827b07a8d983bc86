import type { Claim, State, Step, StepClaim } from '../system/system.ts';
import { distinct, type Read, readsOf } from './reads.ts';
import { showValue } from './show.ts';

/** What a claim's judge read of its subject: the reason for its answer. */
export function claimReads(claim: Claim, state: State): Read[] {
  const subject = claim.subject(state);
  // A judge takes what its own subject makes; their common type is not known here.
  return distinct(readsOf(subject, (recorded) => claim.judge(recorded as never)));
}

/** What a claim read of the state itself, through its view if it has one. */
export const stateReads = (claim: Claim, state: State): Read[] =>
  distinct(
    // The recording stands in for the state that it records.
    readsOf(state, (recorded) => claim.judge(claim.subject(recorded as State) as never)),
  );

/** What a step property read of the two ends of a step. */
export function stepEndReads(claim: StepClaim, before: State, step: Step, after: State) {
  let earlier: Read[] = [];
  const later = readsOf(after, (recordedAfter) => {
    earlier = readsOf(before, (recordedBefore) =>
      // The recordings stand in for the states they record.
      claim.holds(recordedBefore as State, step, recordedAfter as State),
    );
  });
  return { before: distinct(earlier), after: distinct(later) };
}

/** What a step property read on both sides of a step and found different; else all of it. */
export function stepClaimReads(
  claim: StepClaim,
  before: State,
  step: Step,
  after: State,
): string[] {
  const reads = stepEndReads(claim, before, step, after);
  const old = new Map(reads.before.map(({ path, value }) => [path, showValue(value)]));
  const seen = reads.after.map(({ path, value }) => ({ path, text: showValue(value) }));
  const changed = seen.filter(({ path, text }) => old.has(path) && old.get(path) !== text);
  if (changed.length > 0)
    return changed.map(({ path, text }) => `${path} ${old.get(path)}→${text}`);
  return seen.map(({ path, text }) => `${path} = ${text}`);
}

/** What the guard of a step read in a state, in order; where it refused, the last one is where. */
export function guardReads(step: Step, state: State): Read[] {
  const { when } = step.body;
  return when ? distinct(readsOf(state, (recorded) => when(recorded, step.params))) : [];
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
