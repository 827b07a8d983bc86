import { InputError } from '../../engine/errors.ts';
import type { PackedOptions } from '../../engine/explore/packed/options.ts';
import type { PackedSearch } from '../../engine/explore/packed/packed-search.ts';
import { editedBy } from '../../engine/mutate/edit.ts';
import { type Fate, fateOfError, Trial } from '../../engine/mutate/fate.ts';
import { idOf, type Mutant } from '../../engine/mutate/mutant.ts';
import { Surveying } from '../../engine/mutate/survey.ts';
import { writtenOf } from '../../engine/report/written.ts';
import { only } from '../../engine/system/only.ts';
import type { System } from '../../engine/system/system.ts';
import { placesOf } from '../ci/places.ts';
import { fileSpot, repositoryRoot, spotOf } from '../ci/spots.ts';
import type { Target } from '../load.ts';
import type { Spot } from '../report-of-runs.ts';
import { MemoryBudget } from './memory.ts';
import type { Mutated, MutateJob, Surveyed, SurveyJob } from './mutate-job.ts';
import type { Pulse } from './pulse.ts';

/** How long a slice of a search is, in milliseconds: how late a stop is at most. */
const SLICE = 50;

/** Searches a model without any mutant, and says which mutants there are. */
export function survey(job: SurveyJob, target: Target, pulse: Pulse): Surveyed {
  const { bounds } = job;
  const { model } = target;
  const setting = { bounds, observer: pulse };
  const surveying = new Surveying(model, setting, optionsOf(job, pulse), cutOf(job));
  pulse.end();
  finish(surveying.search, job, pulse);
  const found = surveying.survey();
  const spots = job.ci && found ? spotsOf(target, found.mutants) : null;
  return { kind: 'survey', survey: found, cut: surveying.search.verdict().cut, spots };
}

/** The recipe of the first action that a mutant changes; of a bound, where the model begins. */
function spotsOf({ model, file }: Target, mutants: readonly Mutant[]) {
  const root = repositoryRoot();
  const written = writtenOf(model, null, null);
  const places = placesOf(written.all);
  const own = (fn: object): Spot | null => spotOf(places.get(fn) ?? null, root);
  const start = own(written.model) ?? fileSpot(file, root);
  return Object.fromEntries(
    mutants.map((mutant) => {
      const [action] = editedBy(model, mutant);
      return [idOf(mutant), (action === undefined ? null : own(written.action(action))) ?? start];
    }),
  );
}

/** Searches a model with a mutant, until something kills it or nothing can. */
export function mutate(job: MutateJob, { model }: Target, pulse: Pulse): Mutated {
  return { kind: 'mutate', fate: tried(job, model, pulse) };
}

function tried(job: MutateJob, model: Target['model'], pulse: Pulse): Fate {
  const { mutant, bounds, plain } = job;
  try {
    const setting = { bounds, observer: pulse };
    const trial = new Trial(model, mutant, setting, optionsOf(job, pulse), cutOf(job));
    pulse.end();
    finish(trial.search, job, pulse);
    return trial.fate(plain);
  } catch (error) {
    // The model itself was searched without one, so that it is the mutant's.
    if (error instanceof InputError) return fateOfError(error);
    throw error;
  }
}

type Budget = Pick<SurveyJob, 'property' | 'maxStates' | 'maxSeconds' | 'maxMemory'>;

function optionsOf({ maxStates, maxSeconds }: Budget, pulse: Pulse): PackedOptions {
  return {
    interrupted: () => (pulse.stopped ? 'interrupted' : null),
    ...(maxStates !== null && { maxStates }),
    ...(maxSeconds !== null && { maxSeconds }),
  };
}

const cutOf = ({ property }: Budget): ((system: System) => System) | null =>
  property === null ? null : (system) => only(system, property);

function finish(search: PackedSearch, { maxMemory }: Budget, pulse: Pulse): void {
  const memory = new MemoryBudget(maxMemory);
  while (!search.advance(SLICE)) {
    const { states, steps, depth, queue } = search;
    pulse.show({ states, steps, depth, queue, heap: process.memoryUsage().heapUsed });
    if (pulse.stopped) search.stop('interrupted');
    else if (memory.isSpent(search.bytes)) search.stop('max-memory');
  }
}
