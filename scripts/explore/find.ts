import { searchOf } from '../../engine/explore/check.ts';
import type { Verdict } from '../../engine/explore/verdict.ts';
import { only } from '../../engine/system/only.ts';
import type { Claim, State, System } from '../../engine/system/system.ts';
import type { AskOf, FoundWay, Goal } from '../../traces/viewer/ask.ts';
import { checkPath } from './check-path.ts';
import { predicateOn } from './predicate.ts';
import { type Explored, goTo } from './step-by-step.ts';

/** How far is looked. */
const LIMITS = { maxStates: 500_000, maxSeconds: 30 } as const;
/** How long a slice of a search is, in milliseconds: how late a stop is at most. */
const SLICE = 50;
const FOUND = '(found)';

/** The shortest way from where a walk is to what is looked for. */
export function find(explored: Explored, asked: AskOf<'find'>): FoundWay {
  const { system, run } = goTo(explored, asked);
  const here = run.states.at(-1) ?? system.initial;
  const { goal } = asked;
  const from: System = { ...system, initial: here };
  const { searched, name } = aimed(from, goal, here);
  const search = searchOf(searched, { ...LIMITS, workers: 1, symmetry: false, stopAt: name });
  while (!search.advance(SLICE)) if (explored.isStopped?.()) search.stop('interrupted');
  return toldOf(search.verdict(), name, run.steps.length);
}

/** A system with one thing to say, which is violated where the goal is. */
function aimed(system: System, goal: Goal, here: State) {
  if (goal.kind === 'property') {
    const own = only(system, goal.name);
    const goals = own.reachable.map((claim) => never(goal.name, claim.subject, claim.judge));
    if (goals.length === 0) return { searched: own, name: goal.name };
    const properties = [{ name: goal.name, kind: 'always' }] as const;
    return { searched: { ...own, always: goals, reachable: [], properties }, name: goal.name };
  }
  const test = goal.kind === 'when' ? predicateOn(goal.text, here) : changeOf(goal.path, here);
  const searched: System = {
    ...system,
    always: [never(FOUND, (state) => state, test as Claim['judge'])],
    step: [],
    leadsTo: [],
    recoverable: [],
    reachable: [],
    properties: [{ name: FOUND, kind: 'always' }],
  };
  return { searched, name: FOUND };
}

const never = (property: string, subject: Claim['subject'], judge: Claim['judge']): Claim => ({
  property,
  kind: 'always',
  conjunct: null,
  params: {},
  subject,
  judge: (seen) => !judge(seen),
});

/** Whether a field is another than it is here. */
function changeOf(path: readonly string[], here: State) {
  checkPath(path, here);
  const valueIn = (state: State) =>
    JSON.stringify(path.reduce<unknown>((tree, key) => (tree as State)[key], state));
  const now = valueIn(here);
  return (state: State) => valueIn(state) !== now;
}

function toldOf(verdict: Verdict, name: string, before: number): FoundWay {
  const seen = `${verdict.states} states seen`;
  const found = verdict.properties.find((each) => each.name === name);
  const witness = found?.verdict === 'violated' ? found.witness : null;
  if (witness) {
    const steps = witness.steps.map(({ action, params }) => ({ action, params: { ...params } }));
    const loop = witness.loop === null ? null : before + witness.loop;
    const many = steps.length === 1 ? '1 step' : `${steps.length} steps`;
    return { steps, loop, text: steps.length === 0 ? 'It is so here.' : `${many} away, ${seen}.` };
  }
  const why = verdict.complete
    ? 'No way leads there from here: every state was seen'
    : `Not found; the search ended by ${verdict.cut ?? 'itself'}`;
  return { steps: null, loop: null, text: `${why}, ${seen}.` };
}
