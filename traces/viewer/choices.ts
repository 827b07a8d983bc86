import { stepText } from '../../engine/report/lanes.ts';
import { guardReads } from '../../engine/report/why.ts';
import type { State, Step, System } from '../../engine/system/system.ts';
import type { Walk } from './data.ts';
import { plain } from './plain.ts';
import { SinceList } from './since.ts';

type Choices = Pick<Walk, 'refusals' | 'refused' | 'enabled' | 'choices'>;

/** What could run in each state of a run and what was refused there, and by which read. */
export function choicesOf(system: System, states: readonly State[]): Choices {
  const refused = new SinceList<number[]>();
  const enabled = new SinceList<number[]>();
  const refusals = new Numbered<Walk['refusals'][number]>();
  const choices = new Numbered<Walk['choices'][number]>();
  for (const [i, state] of states.entries()) {
    const here = { refused: [] as number[], enabled: [] as number[] };
    for (const step of system.candidates(state)) {
      if (system.enabled(step, state)) {
        here.enabled.push(choices.number({ step: stepText(step), thread: step.thread }));
      } else {
        here.refused.push(refusals.number(refusalOf(step, state)));
      }
    }
    refused.add(i, here.refused);
    enabled.add(i, here.enabled);
  }
  return {
    refusals: refusals.items,
    refused: refused.list,
    enabled: enabled.list,
    choices: choices.items,
  };
}

/** Why a guard refuses: the last thing that it read. */
function refusalOf(step: Step, state: State): Walk['refusals'][number] {
  const read = guardReads(step, state).at(-1);
  return {
    step: stepText(step),
    thread: step.thread,
    path: read?.path ?? null,
    value: plain(read?.value ?? null),
  };
}

/** Items with a number each, equal ones with the same. */
class Numbered<T> {
  readonly items: T[] = [];
  readonly #numbers = new Map<string, number>();

  number(item: T): number {
    const key = JSON.stringify(item);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.items.length);
    return this.items.push(item) - 1;
  }
}
