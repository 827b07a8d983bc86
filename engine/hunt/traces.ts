import * as fc from 'fast-check';
import type { AnyModel } from '../language/model.ts';
import { instantiate, type Setting } from '../system/instantiate.ts';
import { type Trace, traceOf } from '../trace.ts';
import { isTraceOf, walkOf } from './read.ts';
import { smaller } from './shrink.ts';
import { type Stroll, stroll } from './stroll.ts';
import { traceText } from './text.ts';
import type { Trodden } from './trodden.ts';
import { type Terrain, terrainOf, type Walk } from './walk.ts';

/** Long enough to get deep; a longer run costs more and shrinks as well. */
export const MAX_STEPS = 100;

export interface TraceOptions extends Setting {
  /** Most steps of a run. */
  readonly maxSteps?: number;
  /**
   * Ends a run where it violates this property, or `'any'`: what comes after is of no interest to
   * whoever judges the same. `'never'` (the default) leaves it all to the test.
   */
  readonly stopAt?: string | 'any' | 'never';
}

/**
 * Runs of a model, for fast-check: random walks over enabled steps, that shrink to short ones by
 * what they do rather than by the draws that made them. A failure is made again by `seed` and
 * `path`; a trace handed in through `examples` shrinks like any other.
 *
 * `fc.assert(fc.property(traces(model), (trace) => judge(model, trace) === null))`
 */
export function traces(model: AnyModel, options: TraceOptions = {}): fc.Arbitrary<Trace> {
  const { maxSteps = MAX_STEPS, stopAt = 'never' } = options;
  return new TraceArbitrary(terrainOf(instantiate(model, options), stopAt), maxSteps);
}

export class TraceArbitrary extends fc.Arbitrary<Trace> {
  readonly #terrain: Terrain;
  readonly #maxSteps: number;
  readonly #trodden: Trodden | null;
  readonly #onStroll: (stroll: Stroll) => void;
  /** The walks of the traces made here, so that they need not be run again. */
  readonly #walks = new WeakMap<Trace, Walk>();

  /** @param onStroll told of each random walk, and of none made by shrinking */
  constructor(
    terrain: Terrain,
    maxSteps: number,
    onStroll: (stroll: Stroll) => void = () => {},
    trodden: Trodden | null = null,
  ) {
    super();
    this.#terrain = terrain;
    this.#maxSteps = maxSteps;
    this.#onStroll = onStroll;
    this.#trodden = trodden;
  }

  override generate(mrng: fc.Random): fc.Value<Trace> {
    const made = stroll(this.#terrain, mrng, this.#maxSteps, this.#trodden);
    this.#onStroll(made);
    return this.#value(made.walk);
  }

  override canShrinkWithoutContext(value: unknown): value is Trace {
    return isTraceOf(this.#terrain.system, value);
  }

  /** Needs no context: what a trace shrinks to depends on the trace alone. */
  override shrink(value: Trace): fc.Stream<fc.Value<Trace>> {
    return new fc.Stream(this.#smaller(value));
  }

  /** The walk of a trace of this system, up to where the judge ended it. */
  walk(trace: Trace): Walk {
    return this.#walks.get(trace) ?? walkOf(this.#terrain, trace);
  }

  *#smaller(trace: Trace): Generator<fc.Value<Trace>, void> {
    const walk = this.walk(trace);
    // A trace that was handed in may go on after its violation.
    if (walk.steps.length < trace.steps.length) yield this.#value(walk);
    for (const next of smaller(this.#terrain, walk)) yield this.#value(next);
  }

  #value(walk: Walk): fc.Value<Trace> {
    const trace = printable(traceOf(this.#terrain.system, walk.steps));
    this.#walks.set(trace, walk);
    return new fc.Value(trace, undefined);
  }
}

/** Lets fast-check print the steps; not enumerable: traces compare and serialise as data. */
const printable = (trace: Trace): Trace =>
  Object.freeze(Object.defineProperty(trace, fc.toStringMethod, { value: () => traceText(trace) }));
