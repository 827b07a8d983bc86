import type { Step } from '../../system/system.ts';
import type { Store } from './store.ts';
import { Successors } from './successors.ts';

/** The steps that a state was discovered by: of each parent the first step that leads on. */
export function stepsTo(store: Store, state: number): Step[] {
  const successors = new Successors(store.relation);
  const steps: Step[] = [];
  for (
    let id = state, from = store.arena.parent(id);
    from >= 0;
    id = from, from = store.arena.parent(id)
  ) {
    const key = store.codes(id).join();
    const codes = store.codes(from);
    const step = successors
      .candidates(codes)
      .find((each) => successors.take(each, codes)?.join() === key);
    if (!step) throw new Error(`no step leads from state ${from} to state ${id}`);
    steps.unshift(step);
  }
  return steps;
}
