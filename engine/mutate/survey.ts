import { InputError } from '../errors.ts';
import { learnedOf } from '../explore/packed/learned.ts';
import type { PackedOptions } from '../explore/packed/options.ts';
import { PackedSearch } from '../explore/packed/packed-search.ts';
import type { Verdict } from '../explore/verdict.ts';
import type { AnyModel } from '../language/model.ts';
import { instantiate, type Setting } from '../system/instantiate.ts';
import type { Bounds, System } from '../system/system.ts';
import type { Mutant } from './mutant.ts';
import { mutantsOf } from './mutants-of.ts';
import { Notes } from './notes.ts';

/** What a model is without a mutant, and its mutants: plain data. */
export interface Survey {
  readonly bounds: Bounds;
  readonly states: number;
  readonly steps: number;
  /** The actions that must run with a mutant as well; none where a part of a system is judged. */
  readonly fired: readonly string[];
  /** The actions that did not run: of them there are no mutants. */
  readonly idle: readonly string[];
  /** The goals that were reached. */
  readonly goals: readonly string[];
  readonly mutants: readonly Mutant[];
}

/** The name of the edit that only watches. */
const WATCHING = 'without a mutant';

/** The search that a survey is made of: to be advanced by whoever asks for it. */
export class Surveying {
  readonly search: PackedSearch;
  readonly system: System;
  readonly #model: AnyModel;
  readonly #notes: Notes;
  readonly #isWhole: boolean;

  /** @param cut what of the system is judged */
  constructor(
    model: AnyModel,
    setting: Pick<Setting, 'bounds' | 'observer'>,
    options: PackedOptions,
    cut: ((system: System) => System) | null = null,
  ) {
    this.#model = model;
    this.#isWhole = cut === null;
    this.#notes = new Notes(model);
    const mutations = this.#notes.watching(model, WATCHING);
    const whole = instantiate(model, { ...setting, mutation: WATCHING, mutations });
    this.system = cut ? cut(whole) : whole;
    this.search = new PackedSearch(this.#notes.withVisits(this.system), options);
  }

  /** What was seen; null where the search was ended before all was. */
  survey(): Survey | null {
    const verdict = this.search.verdict();
    refuseBroken(verdict);
    if (!verdict.complete) return null;
    const ran = (fired: boolean) =>
      verdict.actions.filter((each) => each.fired > 0 === fired).map(({ name }) => name);
    const fired = ran(true);
    const goals = verdict.properties.filter((each) => each.verdict === 'reached');
    return {
      bounds: verdict.bounds,
      states: verdict.states,
      steps: verdict.steps,
      fired: this.#isWhole ? fired : [],
      idle: ran(false),
      goals: goals.map(({ name }) => name),
      mutants: mutantsOf(
        this.#model,
        this.system,
        this.#notes,
        learnedOf(this.search.parts.store.relation),
        new Set(fired),
      ),
    };
  }
}

/** A model that breaks what it promises already would let no mutant be told from it. */
function refuseBroken(verdict: Verdict): void {
  const broken = verdict.properties.filter((each) => each.verdict === 'violated');
  if (broken.length === 0) return;
  const names = broken.map(({ name }) => name).join(', ');
  throw new InputError(`${verdict.model} breaks ${names} without any mutant`, {
    fix: 'mutate says what properties notice, once the model itself holds: see check',
  });
}
