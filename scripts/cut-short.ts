import type { Checked, CheckJob } from './run/job.ts';
import type { Ended } from './run/pool.ts';

/** What is known of a search that was ended from outside: how far it got, and nothing proved. */
export function cutShort(job: CheckJob, { ending, counts }: Ended): Checked | null {
  if (ending.type !== 'cut') return null;
  const { outline, cut } = ending;
  const properties = outline?.properties ?? [];
  return {
    kind: 'check',
    cut,
    saved: null,
    text: null,
    report: {
      protocol: job.model,
      mutation: job.mutation,
      bounds: { ...(outline?.bounds ?? job.bounds) },
      engine: job.engine === 'auto' ? 'explore' : job.engine,
      workers: 1,
      symmetry: false,
      complete: false,
      states: counts.states,
      steps: counts.steps,
      depth: counts.depth,
      seconds: Math.round(ending.seconds * 1000) / 1000,
      modelCalls: counts.calls,
      bytesPerState: counts.states > 0 ? Math.round(counts.heap / counts.states) : 0,
      widest: null,
      readWhole: [],
      rerun: [],
      audited: 0,
      auditCalls: 0,
      missProbability: null,
      symbolic: null,
      chosen: null,
      properties: properties.map(({ name, kind }) => ({ name, kind, verdict: 'unknown' })),
      fairness: [...(outline?.fairness ?? [])],
      actions: [],
      trace: null,
    },
  };
}
