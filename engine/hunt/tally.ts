import type { ActionCount } from '../explore/verdict.ts';
import type { Stroll } from './stroll.ts';
import type { Terrain } from './walk.ts';

/** Counts what the random runs of a hunt did. */
export class Tally {
  readonly #terrain: Terrain;
  readonly #actions: ReadonlyMap<string, { fired: number; refused: number }>;
  readonly #states = new Set<number>();
  #steps = 0;

  constructor(terrain: Terrain) {
    this.#terrain = terrain;
    const names = new Set(terrain.system.steps.map(({ action }) => action));
    this.#actions = new Map([...names].map((name) => [name, { fired: 0, refused: 0 }]));
  }

  add({ states, steps, refused }: Stroll): void {
    for (const state of states) this.#states.add(this.#terrain.codes.code(state));
    this.#steps += steps.length;
    for (const { action } of steps) this.#count(action, 'fired');
    for (const { action } of refused) this.#count(action, 'refused');
  }

  counts(): { states: number; steps: number; actions: readonly ActionCount[] } {
    const actions = [...this.#actions].map(([name, count]) => ({ name, ...count }));
    return { states: this.#states.size, steps: this.#steps, actions };
  }

  #count(action: string, what: 'fired' | 'refused'): void {
    const count = this.#actions.get(action);
    if (count) count[what] += 1;
  }
}
