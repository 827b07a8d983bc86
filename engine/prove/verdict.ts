import { actionCounts } from '../explore/found.ts';
import type { PropertyVerdict, Symbolic, Verdict } from '../explore/verdict.ts';
import { Counter } from './count.ts';
import { metOf } from './known.ts';
import { givenOf } from './places.ts';
import type { Proof } from './proof.ts';

/** What a proof came to, as data. */
export function verdictOf(proof: Proof): Verdict {
  const { system, isClosed, cut, seconds } = proof;
  const { states, steps, fired, refused } = countsOf(proof);
  const complete = isClosed && cut === null;
  return {
    model: system.model,
    mutation: system.mutation,
    bounds: system.bounds,
    engine: 'prove',
    complete,
    cut,
    states: Number(states),
    steps: Number(steps),
    depth: null,
    seconds,
    properties: propertiesOf(proof, complete),
    actions: actionCounts(system, fired, refused),
    details: null,
    symbolic: symbolicOf(proof, states, steps),
  };
}

function symbolicOf(proof: Proof, states: bigint, steps: bigint): Symbolic {
  const { closing, system } = proof;
  const { sets, relation } = closing.knowledge;
  return {
    states,
    steps,
    nodes: sets.size(closing.reached.set),
    peakNodes: sets.diagrams.peak,
    passes: closing.passes,
    collections: sets.diagrams.collections,
    order: {
      name: closing.order.name,
      fields: closing.order.fieldAt.map((field) => relation.structure.paths[field] ?? ''),
    },
    tooMany: closing.tooMany,
    notJudged: [...new Set(system.leadsTo.map(({ property }) => property))],
  };
}

/** How many states there are, and how often each step runs and is refused in them. */
function countsOf({ closing, system }: Proof) {
  const { knowledge, reached } = closing;
  const { order } = knowledge;
  const counter = new Counter(knowledge, reached.set);
  const states = counter.all;
  let steps = 0n;
  const fired: number[] = [];
  const refused: number[] = [];
  for (const step of system.steps) {
    const given = givenOf(knowledge.relation, step);
    const [label] = given ?? [];
    const here =
      given === null ? 0n : label ? counter.having(order.levelOf[label[0]] ?? 0, label[1]) : states;
    const moves = knowledge.movesOf(step);
    const ran = moves.reduce((sum, move) => sum + counter.able(move), 0n);
    steps += ran;
    fired.push(Number(ran));
    refused.push(Number(here - ran));
  }
  return { states, steps, fired, refused };
}

/** What is known of each property. Witnesses are of violations only: goals are reached or not. */
function propertiesOf({ system, closing, witnesses }: Proof, complete: boolean): PropertyVerdict[] {
  const met = metOf(closing.relation);
  return system.properties.map(({ name, kind }): PropertyVerdict => {
    const witness = witnesses.get(name) ?? null;
    if (witness) return { name, kind, verdict: 'violated', witness };
    if (kind === 'reachable') {
      const claims = system.reachable.filter(({ property }) => property === name);
      const isMet = claims.length > 0 && claims.every((claim) => met.has(claim));
      const isKnown = complete && !closing.tooMany.some((each) => each.name === name);
      const verdict = isMet ? 'reached' : isKnown ? 'unreached' : 'unknown';
      return { name, kind, verdict, witness: null };
    }
    const isDropped = closing.tooMany.some((each) => each.name === name);
    const isJudged = complete && kind !== 'leadsTo' && !isDropped;
    return { name, kind, verdict: isJudged ? 'holds' : 'unknown', witness: null };
  });
}
