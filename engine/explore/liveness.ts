import type { Fairness } from '../system/system.ts';
import { Components } from './components.ts';
import { Constraints } from './constraints.ts';
import { CycleMaker, type Way } from './cycle.ts';
import type { Graph } from './graph.ts';
import { Prefixes } from './prefixes.ts';

/**
 * A run that never ends: the states it goes through, from the initial one, and the steps between
 * them (`Step.index`; `steps[i]` leads from `states[i]` to `states[i + 1]`). After the last step it
 * is at `states[loop]` again. Where `loop` is `steps.length` it stays in its last state for ever.
 */
export interface Lasso {
  readonly states: readonly number[];
  readonly steps: readonly number[];
  readonly loop: number;
}

/** So many ways into what is fair are tried, for the one with the shortest cycle. */
const ENTRIES = 8;

/**
 * A run on which `from` holds at some state, `to` neither there nor ever after, and every fairness
 * constraint is met; null if there is none. The way into the cycle is a shortest one.
 *
 * Steps that change nothing do not count, and every run may stop where no constraint is enabled.
 * So a run is lost in a strongly connected set of states without `to`, one state by itself
 * included, that is fair as a whole: the search is for those.
 */
export function findLasso(
  graph: Graph,
  from: (state: number) => boolean,
  to: (state: number) => boolean,
  fairness: readonly Fairness[],
): Lasso | null {
  const isOwed = (state: number) => !to(state) && from(state);
  const components = new Components(graph, (state) => !to(state));
  const constraints = new Constraints(graph, fairness);
  const isFair = fairStates(graph, isOwed, components, constraints);
  if (!isFair) return null;
  const prefixes = new Prefixes(graph, isOwed, to);
  const cycles = new CycleMaker(graph, constraints);
  let best: { readonly entry: number; readonly cycle: Way } | null = null;
  for (const entry of prefixes.into((state) => isFair[state] === 1, ENTRIES)) {
    const component = components.of(entry);
    const isMember = (state: number) => components.of(state) === component;
    const cycle = cycles.make(entry, isMember);
    if (!best || cycle.steps.length < best.cycle.steps.length) best = { entry, cycle };
  }
  if (!best) throw new Error('no way into a component that was found from the states that owe it');
  const prefix = prefixes.to(best.entry);
  return {
    states: [...prefix.states, ...best.cycle.states],
    steps: [...prefix.steps, ...best.cycle.steps],
    loop: prefix.steps.length,
  };
}

/** Marks the states of every fair component that an owed state leads to; null if there is none. */
function fairStates(
  graph: Graph,
  isOwed: (state: number) => boolean,
  components: Components,
  constraints: Constraints,
): Uint8Array | null {
  const isFair = new Uint8Array(graph.size);
  let found = false;
  const parts: Int32Array[] = [];
  const judge = (members: Int32Array, component: number) => {
    const judged = constraints.judge(members, (state) => components.of(state) === component);
    if (judged === 'unfair') return;
    if (judged !== 'fair') {
      parts.push(judged.part);
      return;
    }
    found = true;
    for (const state of members) isFair[state] = 1;
  };
  for (let state = 0; state < graph.size; state++) {
    if (isOwed(state)) components.each(state, judge);
  }
  for (let part = parts.pop(); part; part = parts.pop()) {
    components.forget(part);
    for (const state of part) components.each(state, judge);
  }
  return found ? isFair : null;
}
