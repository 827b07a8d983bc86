import { Immer } from 'immer';
import { InputError, messageOf, unknownName } from '../errors.ts';
import { RETURN } from '../language/action.ts';
import { impure } from './impure.ts';
import { Interner } from './intern.ts';
import { sealSuccessor } from './shape.ts';
import type { State, Step } from './system.ts';

/** When a step's result is computed twice and compared: its first uses, then one in so many. */
const AUDIT_FIRST = 2;
const AUDIT_EVERY = 1000;

// An instance of its own: what a caller sets on immer's does not reach it, and `sealSuccessor`
// freezes what a step changed.
const immer = new Immer({ autoFreeze: false });

/** Runs guards and recipes: the only code that calls into a model's actions. */
export class StepRunner {
  readonly #labels: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #uses: number[] = [];
  readonly #interner = new Interner();

  /** @param labels for each thread table, the labels a thread may be sent to */
  constructor(labels: ReadonlyMap<string, ReadonlySet<string>>) {
    this.#labels = labels;
  }

  enabled(step: Step, state: State): boolean {
    const { when } = step.body;
    if (!when) return true;
    try {
      return when(state, step.params) === true;
    } catch (error) {
      throw failure(`the guard of ${step.name}`, error);
    }
  }

  /**
   * Runs guard and recipe on a stand-in for a state, which notes what they do to it. False where
   * the guard refuses.
   */
  rehearse(step: Step, standIn: object): boolean {
    const { when, point } = step.body;
    if (when && when(standIn, step.params) !== true) return false;
    const draft = standIn as Record<string, unknown>;
    const label = step.body.then(draft, step.params);
    if (point) this.#goTo(draft, point.field, step, label);
    return true;
  }

  apply(step: Step, state: State): State {
    const next = this.#produce(step, state);
    const uses = (this.#uses[step.index] ?? 0) + 1;
    this.#uses[step.index] = uses;
    if (uses <= AUDIT_FIRST || uses % AUDIT_EVERY === 0) this.#audit(step, state, next);
    return next;
  }

  #produce(step: Step, state: State): State {
    const next = this.#recipe(step, state);
    sealSuccessor(state, next, '', step.name);
    return next;
  }

  #recipe(step: Step, state: State): State {
    const { point } = step.body;
    try {
      return immer.produce(state, (draft: Record<string, unknown>) => {
        const label = step.body.then(draft, step.params);
        if (point) this.#goTo(draft, point.field, step, label);
      });
    } catch (error) {
      throw failure(step.name, error);
    }
  }

  #goTo(draft: Record<string, unknown>, field: string, step: Step, to: unknown): void {
    const known = this.#labels.get(field);
    const threads = draft[field] as Record<string, string | ThreadRecord>;
    const own = threads[step.thread as string];
    const label = to === RETURN && typeof own === 'object' ? own.ret?.pop() : to;
    if (typeof label !== 'string' || !known?.has(label)) {
      throw unknownName('label', String(label), [...(known ?? [])], ` returned by ${step.name}`);
    }
    if (typeof own === 'object') own.at = label;
    else threads[step.thread as string] = label;
  }

  #audit(step: Step, state: State, next: State): void {
    const again = this.#produce(step, state);
    const stillEnabled = this.enabled(step, state);
    if (this.#interner.code(next) === this.#interner.code(again) && stillEnabled) return;
    const field = Object.keys(next).find(
      (key) => JSON.stringify(next[key]) !== JSON.stringify(again[key]),
    );
    throw impure(step.name, field ?? null, field && next[field], field && again[field]);
  }
}

interface ThreadRecord {
  at: string;
  ret?: string[];
}

/** Says what a thrown error inside a model usually means. */
function failure(where: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const text = messageOf(error);
  if (/read only|not extensible|Cannot delete property|object is frozen/.test(text)) {
    return new InputError(`${where} writes to a state that it may only read: ${text}`, {
      cause: 'a guard that assigns, or a recipe that writes to an object it did not get as s',
      fix: 'write only inside then, and only to its s and me',
    });
  }
  if (/revoked/.test(text)) {
    return new InputError(`${where} uses a draft after its recipe ended: ${text}`, {
      cause: 'a draft kept in a variable outside the recipe',
    });
  }
  return new InputError(`${where} threw: ${text}`, {
    cause: 'a read of an id or field that the bounds leave out',
    fix: 'guards and recipes are total: they return for every state that can be reached',
  });
}
