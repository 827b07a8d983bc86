import { InputError } from '../errors.ts';
import type { PackedOptions } from '../explore/packed/options.ts';
import { PackedSearch } from '../explore/packed/packed-search.ts';
import { type Cut, type Verdict, violation } from '../explore/verdict.ts';
import type { AnyModel } from '../language/model.ts';
import { instantiate, type Setting } from '../system/instantiate.ts';
import type { System } from '../system/system.ts';
import { editedBy, mutationsOf } from './edit.ts';
import { idOf, type Mutant } from './mutant.ts';
import type { Survey } from './survey.ts';

/** What kills a mutant: it was noticed, and by what. */
export interface Killer {
  /**
   * A property that is violated; a goal that is no longer reached; an action that no longer runs;
   * or an error: a guard or recipe of the mutant threw.
   */
  readonly by: 'property' | 'goal' | 'action' | 'error';
  /** The name of the property, goal or action; the message of the error. */
  readonly name: string;
  /** Steps of the shortest counterexample, for a property. */
  readonly length: number | null;
}

/** What became of a mutant. */
export type Fate =
  | { readonly type: 'killed'; readonly killer: Killer }
  /** `sameGraph`: it has as many states and steps as the model without it. */
  | { readonly type: 'survived'; readonly sameGraph: boolean }
  | { readonly type: 'undecided'; readonly cut: Cut };

/** What a mutant is compared with: the model without it. */
export type Plain = Pick<Survey, 'states' | 'steps' | 'fired' | 'goals' | 'bounds'>;

/** The search that decides over one mutant: to be advanced by whoever asks for it. */
export class Trial {
  readonly system: System;
  readonly search: PackedSearch;
  readonly #edited: readonly string[];

  /** @param cut what of the system is judged */
  constructor(
    model: AnyModel,
    mutant: Mutant,
    setting: Pick<Setting, 'bounds' | 'observer'>,
    options: PackedOptions,
    cut: ((system: System) => System) | null = null,
  ) {
    const mutations = mutationsOf(model, mutant);
    const bounds = mutant.kind === 'bound' ? without(setting.bounds, mutant.bound) : setting.bounds;
    const whole = instantiate(model, {
      ...setting,
      ...(bounds && { bounds }),
      mutation: idOf(mutant),
      mutations,
    });
    this.system = cut ? cut(whole) : whole;
    this.search = new PackedSearch(this.system, { ...options, stopAt: 'any' });
    this.#edited = editedBy(model, mutant);
  }

  fate(plain: Plain): Fate {
    return fateOf(this.search.verdict(), plain, this.#edited);
  }
}

/** @param edited actions that the mutant changes: whether they run says nothing */
export function fateOf(verdict: Verdict, plain: Plain, edited: readonly string[]): Fate {
  const witness = violation(verdict);
  if (witness) return killed('property', witness.property, witness.steps.length);
  if (!verdict.complete) return { type: 'undecided', cut: verdict.cut ?? 'interrupted' };
  const goal = verdict.properties.find(
    (each) => each.verdict === 'unreached' && plain.goals.includes(each.name),
  );
  if (goal) return killed('goal', goal.name);
  const ran = new Set(verdict.actions.flatMap(({ name, fired }) => (fired > 0 ? [name] : [])));
  const idle = plain.fired.find((action) => !ran.has(action) && !edited.includes(action));
  if (idle !== undefined) return killed('action', idle);
  const { states, steps } = plain;
  return { type: 'survived', sameGraph: verdict.states === states && verdict.steps === steps };
}

const killed = (by: Killer['by'], name: string, length: number | null = null): Fate => ({
  type: 'killed',
  killer: { by, name, length },
});

/** A mutant whose own code throws does not get away with it. */
export function fateOfError(error: unknown): Fate {
  if (!(error instanceof InputError)) throw error;
  return killed('error', error.message.split('\n')[0] ?? '');
}

const without = (bounds: Setting['bounds'], name: string): Setting['bounds'] =>
  bounds && Object.fromEntries(Object.entries(bounds).filter(([each]) => each !== name));
