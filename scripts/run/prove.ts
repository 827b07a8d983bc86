import type { Verdict } from '../../engine/explore/verdict.ts';
import type { ProveOptions } from '../../engine/prove/options.ts';
import { Proof } from '../../engine/prove/proof.ts';
import { smallerOf } from '../../engine/prove/prove.ts';
import type { System } from '../../engine/system/system.ts';
import type { Target } from '../load.ts';
import type { CheckJob } from './job.ts';
import type { Pulse } from './pulse.ts';

/** Runs the symbolic engine to its end, or to where a budget or the user ends it. */
export function proofOf(
  system: System,
  target: Pick<Target, 'model' | 'mutations'>,
  job: Pick<CheckJob, 'stopAt' | 'maxSeconds' | 'maxMemory' | 'fieldOrder'>,
  pulse: Pulse,
  limits: Pick<ProveOptions, 'maxWork' | 'caseLimit'> = {},
): Verdict {
  const { stopAt, maxSeconds, maxMemory, fieldOrder } = job;
  const { model, mutations } = target;
  const { bounds, mutation } = system;
  const proof = new Proof(system, {
    ...limits,
    stopAt,
    maxMemory,
    order: fieldOrder,
    smaller: (most) => smallerOf(model, { bounds, mutation, mutations }, most),
    ...(maxSeconds !== null && { maxSeconds }),
    interrupted: ({ nodes, depth, bytes }) => {
      // Of states it knows no number before the end: nodes are what it has to do with.
      pulse.show({ states: 0, steps: 0, depth, queue: nodes, heap: bytes });
      return pulse.stopped ? 'interrupted' : null;
    },
  });
  const verdict = proof.run();
  const { states, steps } = verdict;
  pulse.show({ states, steps, depth: 0, queue: 0, heap: 0 });
  return verdict;
}

/** Its figures, as a report has them. */
export function symbolicFigures({ symbolic }: Verdict) {
  if (!symbolic) return null;
  const { states, steps, order, tooMany, notJudged, ...counts } = symbolic;
  return {
    ...counts,
    states: `${states}`,
    steps: `${steps}`,
    order: { name: order.name, fields: [...order.fields] },
    tooMany: tooMany.map(({ reads, ...each }) => ({ ...each, reads: [...reads] })),
    notJudged: [...notJudged],
  };
}
