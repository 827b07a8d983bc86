import { owedSince } from '../explore/lasso.ts';
import type { Params } from '../language/action.ts';
import { labelOf, type State, type System } from '../system/system.ts';
import type { Run } from '../trace.ts';
import { claimOf, type Finding, responseOf, stepClaimOf } from './claim-of.ts';
import { showIds } from './show.ts';
import { stuckThreads } from './waiting.ts';
import { claimReads, list, showRead, stepClaimReads } from './why.ts';

/** How a trace came to be as long as it is. */
export type How = 'shortest' | 'shrunk' | 'recorded';

/** What the end of a trace shows: first a sentence, then, for a deadlock, a line a thread. */
export function headline(system: System, finding: Finding, run: Run, how: How): string[] {
  const count = run.steps.length;
  const length = `after ${count} ${plural(count)} (${how})`;
  const state = run.states.at(-1) ?? system.initial;
  const { property, conjunct, params, kind } = finding;
  const name = conjunct === null ? property : `${property}/${conjunct}`;
  const ids = Object.keys(params).length > 0 ? ` for ${showIds(params)}` : '';
  switch (kind) {
    case 'deadlock':
      return [`deadlock: no step changes anything, ${length}`, ...stuck(system, state)];
    case 'recoverable':
      return [`${name} is lost${ids}: from here no state where it holds can be reached, ${length}`];
    case 'leadsTo':
      return [`${name} never comes${ids}: ${owed(system, finding, run, how)}`];
    case 'reachable':
      return [`${name} is reached${ids}, ${length}`];
    case 'always':
      return [
        `${name} does not hold${ids}${because(alwaysReads(system, finding, state))}, ${length}`,
      ];
    case 'step':
      return [`${name} does not hold${ids}${because(stepReads(system, finding, run))}, ${length}`];
  }
}

/** Since when it is owed, and how the run goes on for ever without it. */
function owed(system: System, finding: Finding, { states, steps }: Run, how: How): string {
  const loop = finding.loop ?? steps.length;
  const claim = responseOf(system, finding);
  const since = claim && owedSince(claim, states, loop);
  const state = states[since ?? -1];
  const reads = claim && state ? list(claimReads(claim.from, state).map(showRead)) : '';
  const start = since === 0 ? 'from the start' : `since step ${since ?? '?'}`;
  const why = reads === '' ? '' : ` (${reads})`;
  const round = steps.length - loop;
  const rest = round === 0 ? 'nothing more' : `${round} over and over`;
  // The way in is shortest, the loop only short.
  const found = how === 'shortest' && round > 0 ? 'shortest way in' : how;
  return `owed ${start}${why}, ${loop} ${plural(loop)} and then ${rest} (${found})`;
}

const plural = (count: number): string => (count === 1 ? 'step' : 'steps');

const because = (reads: readonly string[]): string => (reads.length > 0 ? `: ${list(reads)}` : '');

function alwaysReads(system: System, finding: Finding, state: State): string[] {
  if (finding.property === 'sleepInAtomic') return sleeper(state, finding.params);
  const claim = claimOf(system, finding);
  return claim ? claimReads(claim, state).map(showRead) : [];
}

function stepReads(system: System, finding: Finding, { states, steps }: Run): string[] {
  const claim = stepClaimOf(system, finding);
  const [before, after, step] = [states.at(-2), states.at(-1), steps.at(-1)];
  return claim && before && after && step ? stepClaimReads(claim, before, step, after) : [];
}

function sleeper(state: State, params: Params): string[] {
  return Object.entries(params).map(
    ([field, id]) => `${id} may sleep at ${labelOf(state, field, String(id))}`,
  );
}

/** For each thread inside a routine: where it stands, and what its guards read last. */
function stuck(system: System, state: State): string[] {
  return stuckThreads(system, state).map(({ thread, label, steps }) => {
    const waits = steps.map(({ step, changesNothing, reads }) => {
      if (changesNothing) return `${step} changes nothing`;
      const read = reads.at(-1);
      return read ? `${step} waits while ${showRead(read)}` : `${step} never runs`;
    });
    const why = waits.length > 0 ? list(waits) : 'no step starts there';
    return `  ${thread} stands at ${label}: ${why}`;
  });
}
