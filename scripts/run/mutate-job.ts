import type { Cut } from '../../engine/explore/verdict.ts';
import type { Fate, Plain } from '../../engine/mutate/fate.ts';
import type { Mutant } from '../../engine/mutate/mutant.ts';
import type { Survey } from '../../engine/mutate/survey.ts';
import type { Bounds } from '../../engine/system/system.ts';
import type { Spot } from '../report-of-runs.ts';
import type { Common } from './job.ts';

interface Mutating extends Common {
  readonly bounds: Bounds;
  /** The only property that may kill a mutant. */
  readonly property: string | null;
  readonly maxStates: number | null;
  readonly maxSeconds: number | null;
}

/** A model without a mutant, and the mutants that there are of it. */
export interface SurveyJob extends Mutating {
  readonly kind: 'survey';
}

/** What becomes of one mutant. */
export interface MutateJob extends Mutating {
  readonly kind: 'mutate';
  readonly mutant: Mutant;
  readonly plain: Plain;
}

export interface Surveyed {
  readonly kind: 'survey';
  /** Null where a budget or the user ended the search before all was seen. */
  readonly survey: Survey | null;
  readonly cut: Cut | null;
  /** Where what each mutant changes is written, by its name; null unless a CI system is told. */
  readonly spots: Readonly<Record<string, Spot | null>> | null;
}

export interface Mutated {
  readonly kind: 'mutate';
  readonly fate: Fate;
}
