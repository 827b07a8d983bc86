import type * as fc from 'fast-check';
import type { Step } from '../system/system.ts';

/**
 * How one random run chooses. Half of the runs use every action; the others keep a random subset
 * of them (swarm testing), since leaving actions out lets the rest go further: a thread whose next
 * action is left out stands still while the others run. Within a run, an action that has fired
 * often is chosen less often.
 *
 * Everything is drawn from the run's own random numbers or counted within the run, so that a seed
 * and a path are enough to make the run again.
 */
export class Swarm {
  readonly #mrng: fc.Random;
  readonly #actions: readonly string[];
  readonly #fired = new Map<string, number>();
  #kept: ReadonlySet<string> | null;

  constructor(mrng: fc.Random, actions: readonly string[]) {
    this.#mrng = mrng;
    this.#actions = actions;
    this.#kept = mrng.nextBoolean() ? null : this.#subset();
  }

  /** One of the steps that can run; there is at least one. */
  choose(enabled: readonly Step[]): Step | undefined {
    const step = this.#weighted(this.#allowed(enabled));
    if (step) this.#fired.set(step.action, this.#count(step) + 1);
    return step;
  }

  /** The enabled steps of kept actions. Where there are none, the run goes on with a new subset. */
  #allowed(enabled: readonly Step[]): readonly Step[] {
    if (!this.#kept) return enabled;
    const kept = this.#kept;
    const allowed = enabled.filter(({ action }) => kept.has(action));
    if (allowed.length > 0) return allowed;
    this.#kept = this.#subset();
    return enabled;
  }

  #weighted(steps: readonly Step[]): Step | undefined {
    const weights = steps.map((step) => 1 / (1 + this.#count(step)));
    let left = this.#mrng.nextDouble() * weights.reduce((sum, weight) => sum + weight, 0);
    for (const [at, weight] of weights.entries()) {
      left -= weight;
      if (left < 0) return steps[at];
    }
    return steps.at(-1);
  }

  #subset(): ReadonlySet<string> {
    return new Set(this.#actions.filter(() => this.#mrng.nextBoolean()));
  }

  #count = ({ action }: Step): number => this.#fired.get(action) ?? 0;
}
