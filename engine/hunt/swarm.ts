import type * as fc from 'fast-check';
import type { Step } from '../system/system.ts';

/**
 * How likely a run is to let the thread that ran last run on: from one that changes thread all the
 * time to one that takes routines nearly whole. Races are found by few changes in the right place,
 * and which runs have few of them is left to chance.
 */
const STAYING = [0, 0.5, 0.9, 0.97];
/** In a run, an action may be up to 2 to this power times less likely than another. */
const MOST_UNLIKELY = 4;
/** How much less likely an action is that is put off. */
const LATE = 1 / 64;

/**
 * How one random run chooses. Half of the runs use every action; the others keep a random subset
 * of them (swarm testing): a thread whose next action is left out stands still while others run.
 * Each run likes some actions more than others, and likes an action less the more often it fired.
 *
 * Everything is drawn from the run's own random numbers or counted within the run, so that a seed
 * and a path are enough to make the run again.
 */
export class Swarm {
  readonly #mrng: fc.Random;
  readonly #actions: readonly string[];
  readonly #liking: ReadonlyMap<string, number>;
  readonly #staying: number;
  readonly #fired = new Map<string, number>();
  readonly #late = new Set<string>();
  #kept: ReadonlySet<string> | null;
  #last: Step | null = null;

  constructor(mrng: fc.Random, actions: readonly string[]) {
    this.#mrng = mrng;
    this.#actions = actions;
    this.#staying = STAYING[mrng.nextInt(0, STAYING.length - 1)] ?? 0;
    this.#liking = new Map(actions.map((name) => [name, 2 ** -mrng.nextInt(0, MOST_UNLIKELY)]));
    this.#kept = mrng.nextBoolean() ? null : this.#subset();
  }

  /** One of the steps that can run; there is at least one. */
  choose(enabled: readonly Step[]): Step | undefined {
    const step = this.#weighted(this.#staysOn(this.#allowed(enabled)));
    if (!step) return undefined;
    this.#fired.set(step.action, this.#count(step) + 1);
    this.#last = step;
    return step;
  }

  /** Makes an action unlikely from now on; false where that was done already. */
  putOff({ action }: Step): boolean {
    if (this.#late.has(action)) return false;
    this.#late.add(action);
    return true;
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

  #staysOn(steps: readonly Step[]): readonly Step[] {
    const thread = this.#last?.thread ?? null;
    if (thread === null || this.#mrng.nextDouble() >= this.#staying) return steps;
    const own = steps.filter((step) => step.thread === thread);
    return own.length > 0 ? own : steps;
  }

  #weighted(steps: readonly Step[]): Step | undefined {
    const weights = steps.map((step) => this.#weight(step));
    let left = this.#mrng.nextDouble() * weights.reduce((sum, weight) => sum + weight, 0);
    for (const [at, weight] of weights.entries()) {
      left -= weight;
      if (left < 0) return steps[at];
    }
    return steps.at(-1);
  }

  #weight(step: Step): number {
    const late = this.#late.has(step.action) ? LATE : 1;
    return (late * (this.#liking.get(step.action) ?? 1)) / (1 + this.#count(step));
  }

  #count({ action }: Step): number {
    return this.#fired.get(action) ?? 0;
  }

  #subset(): ReadonlySet<string> {
    return new Set(this.#actions.filter(() => this.#mrng.nextBoolean()));
  }
}
