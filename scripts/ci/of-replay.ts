import type { CaseReport, RunsReport, SuiteReport } from '../report-of-runs.ts';
import type { Replayed, ReplayJob } from '../run/job.ts';
import { fileSpot, repositoryRoot } from './spots.ts';

interface Done {
  readonly job: ReplayJob;
  readonly result: Replayed;
}

/** A suite for each model, mutation and bounds; a case for each trace. */
export function reportOfReplay(done: readonly Done[], errors: readonly string[]): RunsReport {
  const root = repositoryRoot();
  const suites = new Map<string, SuiteReport>();
  for (const { job, result } of done) {
    const { protocol, mutation, bounds } = job.trace;
    const key = JSON.stringify([protocol, mutation, bounds]);
    const suite = suites.get(key) ?? {
      model: protocol,
      mutation,
      bounds,
      seconds: null,
      facts: {},
      cases: [],
    };
    suites.set(key, { ...suite, cases: [...suite.cases, caseOf(job, result, root)] });
  }
  return { command: 'replay', suites: [...suites.values()], errors };
}

function caseOf({ path, trace }: ReplayJob, result: Replayed, root: string): CaseReport {
  const { ok, proofs, sourced, sameShape } = result;
  const spot = fileSpot(path, root);
  const about = { name: spot?.file ?? path, kind: 'trace', spot } as const;
  if (ok) return { ...about, outcome: 'passed' };
  const failed = proofs
    .filter((proof) => !proof.ok)
    .map(({ name, detail }) => `${name}: ${detail}`);
  const shape = sameShape ? [] : ['the protocol has changed its shape since it was recorded'];
  const message = `${trace.property.name}: ${[...failed, ...shape].join('; ')}`;
  const told = sourced?.counterexample ?? null;
  // One that breaks nothing is not told as if it did.
  const isBroken = proofs.some((proof) => proof.name === 'violates' && proof.ok);
  const lines = proofs.map((proof) => `${proof.ok ? 'yes' : 'NO '} ${proof.name}: ${proof.detail}`);
  const whole = [...lines, ...shape, ...(isBroken && told ? ['', told.text] : [])].join('\n');
  return {
    ...about,
    outcome: 'failed',
    message,
    counterexample: {
      headline: message,
      text: whole,
      steps: told?.steps ?? [],
      loop: told?.loop ?? null,
      diagram: told?.diagram ?? '',
    },
  };
}
