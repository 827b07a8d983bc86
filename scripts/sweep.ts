import { InputError } from '../engine/errors.ts';
import type { Fate } from '../engine/mutate/fate.ts';
import { idOf, type Kind, type Mutant } from '../engine/mutate/mutant.ts';
import type { Survey } from '../engine/mutate/survey.ts';
import type { Bounds } from '../engine/system/system.ts';
import type { Listed } from './listed.ts';
import type { Target } from './load.ts';
import type { MutantReport, SweepReport } from './mutate-report.ts';
import type { Spot } from './report-of-runs.ts';
import type { Job } from './run/job.ts';
import type { MutateJob, Surveyed, SurveyJob } from './run/mutate-job.ts';
import type { Ended } from './run/pool.ts';

/** What is asked of a sweep. */
export interface Asked {
  readonly bounds: readonly Bounds[];
  readonly property: string | null;
  readonly kinds: readonly Kind[];
  /** Null: ten times as many as the model has. */
  readonly maxStates: number | null;
  readonly maxSeconds: number;
  readonly maxMemory: number;
  /** Whether a CI system is to be told, see `Swept`. */
  readonly ci: boolean;
}

/** A sweep, and what only a CI system is told of it. */
export interface Swept {
  readonly report: SweepReport;
  /** By the name of a mutant, the number of the last place in `tried` where it was tried. */
  readonly places: ReadonlyMap<string, number>;
  /** By the name of a mutant, where what it changes is written. */
  readonly spots: ReadonlyMap<string, Spot | null>;
}

/** Runs jobs on all threads. */
export type Run = (jobs: readonly Job[]) => Promise<(Ended | null)[]>;

/** Only a model that has hardly any states has mutants that have more than ten times as many. */
const GROWTH = 10;
const LEAST_STATES = 10_000;

/** What is known of one mutant, after some of the bounds. */
interface Known {
  readonly mutant: Mutant;
  readonly fate: Fate;
  readonly bounds: Bounds;
  readonly place: number;
}

/**
 * Tries every mutant of a model at each of the bounds asked for, in turn, until something kills
 * it. What only larger bounds show is so found without a search of them for every mutant.
 */
export async function sweep(
  target: Target,
  listed: Listed,
  asked: Asked,
  run: Run,
): Promise<Swept> {
  const start = performance.now();
  const known = new Map<string, Known>();
  const tried: SweepReport['tried'] = [];
  const spots = new Map<string, Spot | null>();
  for (const bounds of asked.bounds) {
    const common = commonOf(target, bounds, asked);
    const begin = performance.now();
    const { survey, spots: here } = (await surveyed(common, run)) ?? {};
    if (!survey) break;
    for (const [id, spot] of Object.entries(here ?? {})) spots.set(id, spot);
    const jobs = jobsOf(survey, common, asked).filter(
      ({ mutant }) => known.get(idOf(mutant))?.fate.type !== 'killed',
    );
    const ends = await run(jobs);
    for (const [i, { mutant }] of jobs.entries()) {
      const fate = fateIn(ends[i]);
      const id = idOf(mutant);
      const place = tried.length;
      known.set(id, { mutant, fate: worst(known.get(id)?.fate, fate), bounds, place });
    }
    const { states, steps, idle } = survey;
    const figures = { states, steps, mutants: jobs.length, seconds: since(begin) };
    tried.push({ bounds: survey.bounds, ...figures, idle: [...idle] });
    if (ends.some((end) => end === null)) break;
  }
  const mutants = [...known].map(([id, each]) => reportOf(id, each, listed));
  const report = {
    protocol: target.name,
    property: asked.property,
    seconds: since(start),
    tried,
    mutants,
    unknown:
      asked.kinds.length > 0 ? [] : [...listed.entries.keys()].filter((id) => !known.has(id)),
  };
  return { report, places: new Map([...known].map(([id, { place }]) => [id, place])), spots };
}

/** Seconds since then. */
const since = (then: number): number => Math.round(performance.now() - then) / 1000;

type Common = Omit<SurveyJob, 'kind'>;

const commonOf = (target: Target, bounds: Bounds, asked: Asked): Common => ({
  source: target.file ?? target.name,
  model: target.name,
  colour: false,
  maxMemory: asked.maxMemory,
  ci: asked.ci,
  bounds,
  property: asked.property,
  maxStates: null,
  maxSeconds: null,
});

/** Null where the user ended it. */
async function surveyed(common: Common, run: Run): Promise<Surveyed | null> {
  const [end] = await run([{ ...common, kind: 'survey' }]);
  const ending = end?.ending;
  if (ending?.type === 'failed') throw new InputError(ending.text);
  const result = ending?.type === 'done' && ending.result.kind === 'survey' ? ending.result : null;
  const cut = ending?.type === 'cut' ? ending.cut : (result?.cut ?? null);
  if (cut === 'max-memory') {
    throw new InputError(`the states of ${common.model} without any mutant do not fit`, {
      fix: 'take smaller --bounds, or give it more with --max-memory SIZE',
    });
  }
  return result;
}

function jobsOf(survey: Survey, common: Common, asked: Asked): MutateJob[] {
  const { mutants, bounds, states, steps, fired, goals } = survey;
  const wanted = ({ kind }: Mutant) => asked.kinds.length === 0 || asked.kinds.includes(kind);
  return mutants.filter(wanted).map((mutant) => ({
    ...common,
    kind: 'mutate',
    mutant,
    plain: { bounds, states, steps, fired, goals },
    maxStates: asked.maxStates ?? Math.max(LEAST_STATES, GROWTH * states),
    maxSeconds: asked.maxSeconds,
  }));
}

function fateIn(end: Ended | null | undefined): Fate {
  if (!end) return { type: 'undecided', cut: 'interrupted' };
  const { ending } = end;
  if (ending.type === 'cut') return { type: 'undecided', cut: ending.cut };
  if (ending.type === 'failed') {
    if (ending.text.startsWith('internal error')) throw new Error(ending.text);
    // A mutant that never comes out of one call is noticed by whoever runs it.
    const [name = ''] = ending.text.split('\n');
    return { type: 'killed', killer: { by: 'error', name, length: null } };
  }
  if (ending.result.kind !== 'mutate') throw new Error('a mutant came to another result');
  return ending.result.fate;
}

/** What two tries of a mutant come to: one kill is enough, and one search without end. */
function worst(before: Fate | undefined, fate: Fate): Fate {
  if (before === undefined || fate.type === 'killed') return fate;
  if (before.type === 'undecided') return before;
  if (fate.type === 'undecided' || before.type === 'killed') return fate;
  return { type: 'survived', sameGraph: before.sameGraph && fate.sameGraph };
}

function reportOf(id: string, { mutant, fate, bounds }: Known, listed: Listed): MutantReport {
  const entry = listed.entries.get(id);
  const isEndless = fate.type === 'undecided' && fate.cut === 'max-states';
  const outcome = (): MutantReport['outcome'] => {
    if (fate.type === 'killed') return entry ? 'mislisted' : 'killed';
    if (!entry) return fate.type;
    if (entry.as === 'endless') return isEndless ? 'endless' : 'mislisted';
    return fate.type === 'survived' ? 'equivalent' : 'undecided';
  };
  return {
    name: id,
    kind: mutant.kind,
    outcome: outcome(),
    killer: fate.type === 'killed' ? fate.killer : null,
    sameGraph: fate.type === 'survived' ? fate.sameGraph : null,
    reason: entry?.reason ?? null,
    cut: fate.type === 'undecided' ? fate.cut : null,
    bounds: fate.type === 'survived' ? null : bounds,
  };
}
