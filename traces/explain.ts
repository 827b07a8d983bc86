import { InputError } from '../engine/errors.ts';
import { clip, showValue } from '../engine/report/show.ts';
import { title } from '../engine/report/text.ts';
import { Interner } from '../engine/system/intern.ts';
import type { State, Step, System } from '../engine/system/system.ts';
import { refusal } from '../engine/trace.ts';
import { ACTION, PICKS } from './itf.ts';
import type { Data, ItfFile } from './itf-file.ts';
import { matches } from './itf-match.ts';
import { namedSteps } from './named-steps.ts';

/** Most runs that are followed at once, where a file leaves fields of the state out. */
const MAX_RUNS = 10_000;
/** Longest value that an error shows. */
const VALUE = 60;

/** A run of the model that fits a file up to one of its states. */
interface Node {
  readonly state: State;
  /** The step that led here; null for the first state, and where the file stays where it is. */
  readonly step: Step | null;
  readonly before: Node | null;
}

export interface Explained {
  readonly steps: readonly Step[];
  /** How many steps come before the state that the last one leads back to. */
  readonly loop: number | null;
}

/** A variable of a file and the field of the state that it stands for. */
interface Variable {
  readonly name: string;
  readonly field: string;
}

/**
 * The steps of a model that lead from each state of a file to the next. The action and the
 * parameters that the file names are held to where the model has them; otherwise every step is
 * tried. Refused is a pair of states that no step explains.
 */
export function explain(system: System, file: ItfFile, where: string): Explained {
  const variables = variablesOf(system, file, where);
  const search = new Runs(system, variables, where);
  let ends = [search.first(file.states[0] ?? {})];
  for (const [i, state] of file.states.entries()) {
    const before = file.states[i - 1];
    if (before) ends = search.next(ends, state, i);
  }
  const { loop } = file;
  const [end] = ends;
  if (loop === null || !end) return { steps: stepsTo(end ?? null), loop: null };
  return search.closed(ends, file.states.length - 1 - loop, loop);
}

class Runs {
  readonly #system: System;
  readonly #variables: readonly Variable[];
  readonly #where: string;
  readonly #interner = new Interner();

  constructor(system: System, variables: readonly Variable[], where: string) {
    this.#system = system;
    this.#variables = variables;
    this.#where = where;
  }

  first(given: Data): Node {
    const { initial } = this.#system;
    const differs = this.#difference(given, initial);
    if (differs === null) return { state: initial, step: null, before: null };
    const what = `states[0] is not the initial state of ${title(this.#system)}: ${differs}`;
    throw unexplained(this.#where, what, []);
  }

  /** Every run that goes on to a given state, each end once. */
  next(ends: readonly Node[], given: Data, at: number): Node[] {
    const steps = namedSteps(this.#system, given);
    const found = new Map<number, Node>();
    for (const before of ends) {
      for (const { step, after } of this.#successors(before.state, steps)) {
        const code = this.#interner.code(after);
        if (found.has(code) || this.#difference(given, after) !== null) continue;
        found.set(code, { state: after, step, before });
      }
    }
    if (found.size === 0 && steps === this.#system.steps) {
      // Tools write a state twice for a while in which nothing happens.
      const same = ends.filter(({ state }) => this.#difference(given, state) === null);
      if (same.length > 0)
        return same.map((before) => ({ state: before.state, step: null, before }));
    }
    if (found.size === 0) throw this.#gap(ends[0], given, steps, at);
    if (found.size > MAX_RUNS) {
      throw new InputError(`${this.#where}: more than ${MAX_RUNS} runs fit up to states[${at}]`, {
        cause: 'a file that leaves most of the state out',
        available: Object.keys(this.#system.initial),
      });
    }
    return [...found.values()];
  }

  /** A run whose end leads back to the state that lies `back` states of the file before it. */
  closed(ends: readonly Node[], back: number, loop: number): Explained {
    for (const end of ends) {
      let start: Node = end;
      for (let i = 0; i < back && start.before; i++) start = start.before;
      const code = this.#interner.code(start.state);
      const steps = stepsTo(end);
      const before = stepsTo(start).length;
      if (code === this.#interner.code(end.state)) return { steps, loop: before };
      const closing = this.#successors(end.state, this.#system.steps).find(
        ({ after }) => this.#interner.code(after) === code,
      );
      if (closing) return { steps: [...steps, closing.step], loop: before };
    }
    const what = `no step of ${title(this.#system)} leads from the last state to states[${loop}]`;
    throw unexplained(this.#where, what, []);
  }

  #successors(state: State, steps: readonly Step[]) {
    return steps.flatMap((step) =>
      refusal(this.#system, step, state) === null
        ? [{ step, after: this.#system.apply(step, state) }]
        : [],
    );
  }

  /** The first variable in which a state of the file is not a state of the model. */
  #difference(given: Data, state: State): string | null {
    const differs = this.#variables.find(({ name, field }) => !matches(given[name], state[field]));
    if (!differs) return null;
    const file = clip(JSON.stringify(given[differs.name]) ?? '', VALUE);
    return `${differs.field} is ${showValue(state[differs.field])}, in the file ${file}`;
  }

  #gap(from: Node | undefined, given: Data, steps: readonly Step[], at: number): InputError {
    const state = from?.state ?? this.#system.initial;
    const moves = this.#successors(state, steps).map(
      ({ step, after }) => `after ${step.name} ${this.#difference(given, after)}`,
    );
    const named = steps === this.#system.steps ? 'no step' : `no ${String(given[ACTION])}`;
    const what = `${named} of ${title(this.#system)} leads from states[${at - 1}] to states[${at}]`;
    return unexplained(this.#where, what, moves.slice(0, 20));
  }
}

const unexplained = (where: string, what: string, available: readonly string[]): InputError =>
  new InputError(`${where}: ${what}`, {
    cause: 'a file of another model, or of this one at other bounds or with a fault in it',
    fix: 'give the bounds and the mutation that it was made with: --bounds a=1 --mutation NAME',
    available,
  });

/** The variables that are fields of the state, by their name or by what follows the last `::`. */
function variablesOf({ initial, model }: System, { vars }: ItfFile, where: string): Variable[] {
  const variables = vars.flatMap((name) => {
    const field = [name, name.split('::').at(-1) ?? name].find((each) =>
      Object.hasOwn(initial, each),
    );
    return field === undefined || name === ACTION || name === PICKS ? [] : [{ name, field }];
  });
  if (variables.length > 0 || vars.includes(ACTION)) return variables;
  throw new InputError(`${where}: none of its variables is a field of the state of ${model}`, {
    cause: 'a file of another model',
    fix: `call the fields of the state as the file does: ${clip(vars.join(', '), VALUE)}`,
    available: Object.keys(initial),
  });
}

/** The steps of a run, in order. */
function stepsTo(end: Node | null): Step[] {
  const steps: Step[] = [];
  for (let node = end; node; node = node.before) if (node.step) steps.push(node.step);
  return steps.reverse();
}
