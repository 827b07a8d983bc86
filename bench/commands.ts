/**
 * The hunt beside fast-check's own model-based testing: `fc.commands`, one command for each step,
 * over the same model, with as many runs of as many steps.
 *
 *     npx tsx --conditions=lastref-source bench/commands.ts
 */
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { hunt } from '../engine/hunt/hunt.ts';
import { type Terrain, terrainOf } from '../engine/hunt/walk.ts';
import type { AnyModel } from '../engine/language/model.ts';
import type { Mutations } from '../engine/language/mutation.ts';
import { instantiate } from '../engine/system/instantiate.ts';
import type { Bounds, State, Step } from '../engine/system/system.ts';
import { gmem, gmemMutations } from './gmem.ts';

/** A fault to be found. */
export interface Fault {
  readonly model: AnyModel;
  readonly mutations: Mutations;
  readonly mutation: string;
  readonly bounds?: Bounds;
}

/** What each way of looking is allowed. */
export interface Budget {
  readonly seeds: number;
  readonly runs: number;
  readonly maxSteps: number;
}

/** What one way of looking came to over all seeds. */
export interface Score {
  readonly way: 'hunt' | 'commands';
  readonly found: number;
  readonly seeds: number;
  /** Medians over the seeds that found the fault; null where none did. */
  readonly runs: number | null;
  readonly length: number | null;
  /** Median over all seeds. */
  readonly milliseconds: number | null;
}

interface Try {
  readonly runs: number;
  readonly length: number | null;
  readonly milliseconds: number;
}

/** Looks for one fault both ways, over the same seeds. */
export function compare(fault: Fault, { seeds, runs, maxSteps }: Budget): readonly Score[] {
  const tries = (one: (seed: number) => Try) => Array.from({ length: seeds }, (_, i) => one(i));
  return [
    score(
      'hunt',
      tries((seed) => byHunt(fault, { seed, runs, maxSteps })),
    ),
    score(
      'commands',
      tries((seed) => byCommands(fault, { seed, runs, maxSteps })),
    ),
  ];
}

interface One {
  readonly seed: number;
  readonly runs: number;
  readonly maxSteps: number;
}

function byHunt({ model, ...setting }: Fault, one: One): Try {
  const { found, runs, seconds } = hunt(model, { ...setting, ...one, property: breaks(setting) });
  return { runs, length: found?.steps.length ?? null, milliseconds: seconds * 1000 };
}

function byCommands({ model, ...setting }: Fault, { seed, runs, maxSteps }: One): Try {
  const start = performance.now();
  const terrain = terrainOf(instantiate(model, setting), breaks(setting));
  const commands = terrain.system.steps.map((step) => new StepCommand(terrain, step));
  const one = fc.commands([fc.constantFrom(...commands)], { maxCommands: maxSteps, size: 'max' });
  const property = fc.property(one, (list) => {
    const now: Now = { state: terrain.system.initial };
    fc.modelRun(() => ({ model: now, real: null }), list);
    if (terrain.judge?.end(now.state)) throw new Error('stuck at the end');
  });
  const { counterexample, numRuns } = fc.check(property, { seed, numRuns: runs });
  const length = counterexample ? executed(terrain, [...counterexample[0]]) : null;
  return { runs: numRuns, length, milliseconds: performance.now() - start };
}

/** A command runs on a model that it changes, so the state is held by something. */
interface Now {
  state: State;
}

class StepCommand implements fc.Command<Now, null> {
  readonly #terrain: Terrain;
  readonly step: Step;

  constructor(terrain: Terrain, step: Step) {
    this.#terrain = terrain;
    this.step = step;
  }

  check({ state }: Readonly<Now>): boolean {
    const { system } = this.#terrain;
    return system.candidates(state).includes(this.step) && system.enabled(this.step, state);
  }

  run(now: Now): void {
    const { system, judge } = this.#terrain;
    const before = now.state;
    now.state = system.apply(this.step, before);
    const broken = judge?.state(now.state) ?? judge?.step(before, this.step, now.state);
    if (broken) throw new Error(`${broken.property} does not hold after ${this.step.name}`);
  }

  toString(): string {
    return this.step.name;
  }
}

/** How many of the commands of a list run: the others are printed by fast-check, but skipped. */
function executed(terrain: Terrain, list: readonly fc.Command<Now, null>[]): number {
  const now: Now = { state: terrain.system.initial };
  let count = 0;
  for (const command of list) {
    if (!command.check(now)) continue;
    count += 1;
    try {
      command.run(now, null);
    } catch {
      return count;
    }
  }
  return count;
}

function breaks({ mutations, mutation }: Pick<Fault, 'mutations' | 'mutation'>): string {
  const found = Object.entries(mutations.list).find(([name]) => name === mutation);
  return found?.[1].breaks ?? 'any';
}

function score(way: Score['way'], tries: readonly Try[]): Score {
  const lengths = tries.flatMap(({ length }) => (length === null ? [] : [length]));
  return {
    way,
    found: lengths.length,
    seeds: tries.length,
    runs: median(tries.flatMap(({ length, runs }) => (length === null ? [] : [runs]))),
    length: median(lengths),
    milliseconds: median(tries.map(({ milliseconds }) => milliseconds)),
  };
}

const median = (numbers: readonly number[]): number | null =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? null;

/** Prints the scores of some faults: one line for each fault and way. */
export function printScores(faults: readonly Fault[], budget: Budget): void {
  console.log('| fault | bounds | way | found | runs | length | ms |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const fault of faults) {
    const bounds = Object.entries(fault.bounds ?? {}).map(([name, n]) => `${name}=${n}`);
    for (const { way, found, seeds, runs, length, milliseconds } of compare(fault, budget)) {
      const numbers = [runs, length, milliseconds?.toFixed(0)].map((n) => n ?? '–');
      const row = [fault.mutation, bounds.join(','), way, `${found}/${seeds}`, ...numbers];
      console.log(`| ${row.join(' | ')} |`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = Object.keys(gmemMutations.list);
  const faults = [
    { pages: 2, hosts: 2 },
    { pages: 4, hosts: 3 },
  ].flatMap((bounds) =>
    names.map((mutation) => ({ model: gmem, mutations: gmemMutations, mutation, bounds })),
  );
  printScores(faults, { seeds: 20, runs: 300, maxSteps: 60 });
}
