/**
 * The hunt beside fast-check's own model-based testing: `fc.commands`, one command for each step,
 * over the same models, with as many runs, and again with as much time.
 *
 *     npm run -s bench:commands -- --seeds 20 --runs 1000
 */
import * as fc from 'fast-check';
import { MAX_STEPS, TraceArbitrary } from '../engine/hunt/traces.ts';
import { type Terrain, terrainOf } from '../engine/hunt/walk.ts';
import { instantiate } from '../engine/system/instantiate.ts';
import { labelOf, type State, type Step } from '../engine/system/system.ts';
import * as hunts from './hunts.ts';

/** Draws of a command for each step that a run may take: most are of steps that cannot run. */
const DRAWS = 30;

/** One search with one seed. Seconds are of the processor. */
interface Try {
  readonly runs: number;
  /** Until a run failed, or the budget ended. */
  readonly seconds: number;
  /** With the time to shrink it. */
  readonly shrunk: number;
  /** Steps that ran in what was found; null where nothing was. */
  readonly length: number | null;
}

const WAYS = ['hunt', 'short', 'commands', 'sameTime'] as const;
/**
 * - `hunt`: random walks over enabled steps.
 * - `short`: as many runs, of lists of as many commands as a hunt's run takes steps.
 * - `commands`: as many runs, of lists long enough to take as many steps.
 * - `sameTime`: such lists, for as long as the hunt of that seed took to find and to shrink.
 */
type Way = (typeof WAYS)[number];

/** A fault, looked for in every way; for each way, one search for each seed from 1 up. */
export interface Comparison extends Readonly<Record<Way, readonly Try[]>> {
  readonly protocol: string;
  readonly mutation: string;
}

export function compare(fault: hunts.Fault, { seeds, runs }: hunts.Budget): Comparison {
  const each = Array.from({ length: seeds }, (_, i) => {
    const budget = { seed: i + 1, numRuns: runs };
    const start = performance.now();
    const hunt = byHunt(fault, budget);
    const interruptAfterTimeLimit = performance.now() - start;
    const long = MAX_STEPS * DRAWS;
    return {
      hunt,
      short: byCommands(fault, MAX_STEPS, budget),
      commands: byCommands(fault, long, budget),
      sameTime: byCommands(fault, long, { seed: i + 1, numRuns: 1e9, interruptAfterTimeLimit }),
    };
  });
  const of = (way: Way) => each.map((tries) => tries[way]);
  const tries = { hunt: of('hunt'), short: of('short'), commands: of('commands') };
  const { model, mutation } = fault;
  return { protocol: model.name, mutation, ...tries, sameTime: of('sameTime') };
}

interface Limits {
  readonly seed: number;
  readonly numRuns: number;
  readonly interruptAfterTimeLimit?: number;
}

function byHunt(fault: hunts.Fault, limits: Limits): Try {
  return timed(limits, () => {
    const traces = new TraceArbitrary(terrainFor(fault), MAX_STEPS);
    const fails = (trace: Parameters<TraceArbitrary['walk']>[0]) =>
      traces.walk(trace).violation !== null;
    return { values: traces, fails, length: ({ steps }) => steps.length };
  });
}

function byCommands(fault: hunts.Fault, maxCommands: number, limits: Limits): Try {
  return timed(limits, () => {
    const terrain = terrainFor(fault);
    const commands = terrain.system.steps.map((step) => commandOf(terrain, step));
    return {
      values: fc.commands([fc.constantFrom(...commands)], { maxCommands, size: 'max' }),
      fails: (list) => ran(terrain, list).failed,
      length: (list) => ran(terrain, list).steps,
    };
  });
}

function terrainFor({ model, ...setting }: hunts.Fault): Terrain {
  return terrainOf(instantiate(model, setting), hunts.brokenBy({ model, ...setting }));
}

interface Search<T> {
  readonly values: fc.Arbitrary<T>;
  readonly fails: (value: T) => boolean;
  readonly length: (value: T) => number;
}

/** Makes what is searched and searches it; looks at the clock at the first failure. */
function timed<T>(limits: Limits, make: () => Search<T>): Try {
  const start = hunts.processorSeconds();
  const { values, fails, length } = make();
  let found: number | null = null;
  const property = fc.property(values, (value) => {
    const failed = fails(value);
    if (failed) found ??= hunts.processorSeconds();
    return !failed;
  });
  const { counterexample, numRuns } = fc.check(property, limits);
  const end = hunts.processorSeconds();
  return {
    runs: numRuns,
    seconds: (found ?? end) - start,
    shrunk: end - start,
    length: counterexample ? length(counterexample[0]) : null,
  };
}

/** A command runs on a model that it changes, so the state is held by something. */
interface Now {
  state: State;
  steps: number;
}

function commandOf({ system, judge }: Terrain, step: Step): fc.Command<Now, null> {
  const { thread, body } = step;
  const isAt = (state: State) =>
    !thread || !body.point || labelOf(state, body.point.field, thread) === body.point.label;
  return {
    check: ({ state }) => isAt(state) && system.enabled(step, state),
    run: (now) => {
      const before = now.state;
      now.state = system.apply(step, before);
      now.steps += 1;
      if (judge?.state(now.state) ?? judge?.step(before, step, now.state)) throw new Broken();
    },
    toString: () => step.name,
  };
}

class Broken extends Error {}

/** Runs a list of commands: how many steps ran, the others being skipped, and how it ended. */
function ran(terrain: Terrain, list: Iterable<fc.Command<Now, null>>) {
  const now: Now = { state: terrain.system.initial, steps: 0 };
  try {
    fc.modelRun(() => ({ model: now, real: null }), list);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { failed: true, steps: now.steps };
  }
  return { failed: Boolean(terrain.places.brokenAfter(now.state)), steps: now.steps };
}

const found = (tries: readonly Try[]) => tries.filter(({ length }) => length !== null).length;
const lengthOf = (tries: readonly Try[]) =>
  hunts.median(tries.flatMap(({ length }) => (length === null ? [] : [length])));
const timeOf = (tries: readonly Try[], time: 'seconds' | 'shrunk') =>
  hunts.median(tries.map((each) => each[time])) ?? 0;

const HEAD = [
  ...['protocol', 'mutation', 'found: hunt', 'commands', 'same time', 'short lists'],
  ...['seconds: hunt', 'commands', 'and to shrink: hunt', 'commands', 'length: hunt', 'commands'],
];

/** Times are medians over all seeds, lengths over those that found something. */
function cells({ protocol, mutation, hunt, commands, sameTime, short }: Comparison): string[] {
  const both = (cell: (tries: readonly Try[]) => string) => [cell(hunt), cell(commands)];
  return [
    protocol,
    mutation,
    ...[hunt, commands, sameTime, short].map((tries) => `${found(tries)}`),
    ...both((tries) => timeOf(tries, 'seconds').toFixed(3)),
    ...both((tries) => timeOf(tries, 'shrunk').toFixed(3)),
    ...both((tries) => `${lengthOf(tries) ?? '–'}`),
  ];
}

/** Whether some list of commands found more than the hunt, or found it sooner. */
export const isLost = ({ hunt, ...others }: Comparison): boolean =>
  WAYS.some((way) => way !== 'hunt' && found(others[way]) > found(hunt)) ||
  timeOf(hunt, 'seconds') > timeOf(others.commands, 'seconds');

export function text(rows: readonly Comparison[]): string {
  const all = WAYS.map((way) => `${way} ${rows.reduce((sum, row) => sum + found(row[way]), 0)}`);
  const lost = rows.filter(isLost).map(({ protocol, mutation, hunt, commands }) => {
    const seconds = [hunt, commands].map((tries) => timeOf(tries, 'seconds').toFixed(3));
    return `- ${protocol}: ${mutation} (${seconds.join(' s against ')} s)`;
  });
  const heading = `The hunt finds fewer, or later, in ${lost.length} of ${rows.length}:`;
  return [hunts.table(HEAD, rows.map(cells)), '', all.join(', '), heading, ...lost].join('\n');
}

hunts.main(import.meta.url, async (args) => {
  const asked = hunts.parseOptions(args, 1000);
  const { protocol, mutation } = asked;
  await hunts.report(asked, await hunts.safetyFaults(protocol, mutation), compare, text);
});
