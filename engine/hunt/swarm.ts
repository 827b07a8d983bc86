import type * as fc from 'fast-check';
import type { State, Step } from '../system/system.ts';
import type { Trodden } from './trodden.ts';

/**
 * How likely a run is to let the thread that ran last run on: from one that changes thread all the
 * time to one that takes routines nearly whole. Races are found by few changes in the right place,
 * and which runs have few of them is left to chance.
 */
const STAYING = [0, 0.5, 0.9, 0.97];
/** In a run with a memory, n times taken before makes a step (n + 1) to this power less likely. */
const CURIOSITY = [1, 2, 4];
/** In a run, an action may be up to 2 to this power times less likely than another. */
const MOST_UNLIKELY = 4;
/** How much less likely an action is that is put off. */
const LATE = 1 / 64;

/**
 * How one random run chooses. Half of the runs use every action; the others keep a random subset
 * of them (swarm testing): a thread whose next action is left out stands still while others run.
 * Each run likes some actions more than others, and likes an action less the more often it fired.
 *
 * Everything is drawn from the run's own random numbers or counted within the run, but for what
 * earlier runs did, where it is handed that.
 */
export class Swarm {
  readonly #mrng: fc.Random;
  readonly #actions: readonly string[];
  readonly #liking: ReadonlyMap<string, number>;
  readonly #memory: Trodden | null;
  readonly #staying: number;
  readonly #curiosity: number;
  readonly #fired = new Map<string, number>();
  readonly #late = new Set<string>();
  #kept: ReadonlySet<string> | null;
  #last: Step | null = null;

  /** @param memory of what was taken before; null for a run that does not care */
  constructor(mrng: fc.Random, actions: readonly string[], memory: Trodden | null) {
    this.#mrng = mrng;
    this.#memory = memory;
    this.#actions = actions;
    this.#staying = STAYING[mrng.nextInt(0, STAYING.length - 1)] ?? 0;
    this.#liking = new Map(actions.map((name) => [name, 2 ** -mrng.nextInt(0, MOST_UNLIKELY)]));
    this.#curiosity = memory ? (CURIOSITY[mrng.nextInt(0, CURIOSITY.length - 1)] ?? 0) : 0;
    this.#kept = mrng.nextBoolean() ? null : this.#subset();
  }

  /** One of the steps that can run in a state; there is at least one. */
  choose(enabled: readonly Step[], state: State): Step | undefined {
    const allowed = this.#allowed(enabled);
    const step = this.#memory
      ? this.#leastTaken(allowed, this.#memory.takenFrom(state))
      : this.#weighted(this.#staysOn(allowed), (each) => this.#weight(each));
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

  /** Staying on is here a matter of weight, so that what is new elsewhere may interrupt. */
  #leastTaken(steps: readonly Step[], taken: ReadonlyMap<Step, number>): Step | undefined {
    const thread = this.#last?.thread ?? null;
    const own = 1 / (1 - this.#staying);
    return this.#weighted(steps, (step) => {
      const stays = thread !== null && step.thread === thread ? own : 1;
      return stays * this.#weight(step) * (1 + (taken.get(step) ?? 0)) ** -this.#curiosity;
    });
  }

  #weighted(steps: readonly Step[], weight: (step: Step) => number): Step | undefined {
    const weights = steps.map(weight);
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
