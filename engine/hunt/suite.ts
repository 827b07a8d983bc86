import { check } from '../explore/check.ts';
import type { Limits } from '../explore/search.ts';
import type { PropertyVerdict, Verdict, Witness } from '../explore/verdict.ts';
import type { AnyModel } from '../language/model.ts';
import type { Mutations } from '../language/mutation.ts';
import type { How } from '../report/headline.ts';
import { tell } from '../report/text.ts';
import { instantiate } from '../system/instantiate.ts';
import type { Bounds, System } from '../system/system.ts';
import { hunt, RUNS, SEED } from './hunt.ts';

export interface SuiteOptions extends Omit<Limits, 'stopAt'> {
  readonly bounds?: Bounds;
  /** The mutations of the model; each must break what it names. */
  readonly mutations?: Mutations;
  /** Tests the model with this mutation in place of the model: what it breaks fails. */
  readonly mutation?: string;
  /** The hunt: how many runs, of how many steps, from which seed, at which bounds; or none. */
  readonly hunt?:
    | false
    | {
        readonly runs?: number;
        readonly maxSteps?: number;
        readonly seed?: number;
        readonly bounds?: Bounds;
      };
}

/** One test: a claim for a name, and what throws if it is not so. */
export interface Case {
  readonly name: string;
  readonly run: () => void;
}

/** What is to be tested of a model; the exhaustive search is shared and runs with the first. */
export function suite(model: AnyModel, options: SuiteOptions = {}): readonly Case[] {
  const { bounds = {}, mutations, mutation = null, hunt: _, ...limits } = options;
  const setting = { bounds, mutation, ...(mutations && { mutations }) };
  const system = instantiate(model, setting);
  let verdict: Verdict | null = null;
  const search = (): Verdict => {
    verdict ??= check(model, { ...limits, ...setting, stopAt: 'never' });
    return verdict;
  };
  return [
    ...system.properties.map(({ name, kind }) => ({
      name: `${name} ${kind === 'reachable' ? 'is reached' : 'holds'}`,
      run: () => settle(system, search(), name),
    })),
    { name: 'every action fires', run: () => allFire(search()) },
    ...huntCase(model, system, options),
    ...(mutations && mutation === null ? mutationCases(model, mutations, options) : []),
  ];
}

function settle(system: System, verdict: Verdict, name: string): void {
  const found = verdict.properties.find((property) => property.name === name);
  if (!found) throw new Error(`${name} was not settled`);
  const { verdict: word, witness } = found;
  if (word === 'holds' || word === 'reached') return;
  if (word === 'violated' && witness)
    throw new Error(story(system, witness, 'shortest', checkLine));
  throw new Error(`${name} is ${word} ${extent(verdict)}`);
}

/** An action that never fires hides whatever is wrong with it. */
function allFire(verdict: Verdict): void {
  const idle = verdict.actions.filter(({ fired }) => fired === 0).map(({ name }) => name);
  if (idle.length === 0) return;
  throw new Error(`never fired ${extent(verdict)}: ${idle.join(', ')}`);
}

const extent = ({ states, complete, cut }: Verdict): string =>
  complete ? `in all ${states} states` : `in ${states} states (${cut} ended the search)`;

function huntCase(model: AnyModel, system: System, options: SuiteOptions): readonly Case[] {
  const { mutations, mutation = null } = options;
  if (options.hunt === false) return [];
  const { runs = RUNS, seed = SEED, bounds = options.bounds, ...rest } = options.hunt ?? {};
  const setting = { mutation, ...(bounds && { bounds }), ...(mutations && { mutations }) };
  return [
    {
      name: `${runs} random runs from seed ${seed} find nothing`,
      run: () => {
        const { found, path } = hunt(model, { ...rest, ...setting, runs, seed });
        if (!found) return;
        const replay = `hunt with { seed: ${seed}, path: '${path}' }`;
        throw new Error(
          story(bounds ? instantiate(model, setting) : system, found, 'shrunk', replay),
        );
      },
    },
  ];
}

/** A mutation that breaks nothing shows that the property it names is never put to the test. */
function mutationCases(model: AnyModel, mutations: Mutations, options: SuiteOptions): Case[] {
  const { bounds = {}, mutations: _, mutation: __, hunt: ___, ...limits } = options;
  return Object.entries(mutations.list).map(([mutation, { breaks }]) => ({
    name: `'${mutation}' breaks ${breaks}`,
    run: () => {
      const verdict = check(model, { ...limits, bounds, mutation, mutations, stopAt: breaks });
      const found = verdict.properties.find(({ name }) => name === breaks);
      if (isBroken(found)) return;
      const word = found?.verdict === 'holds' ? 'holds all the same,' : `is ${found?.verdict}`;
      throw new Error(`${breaks} ${word} ${extent(verdict)}`);
    },
  }));
}

const isBroken = (found: PropertyVerdict | undefined): boolean =>
  found?.verdict === 'violated' || found?.verdict === 'unreached';

const checkLine = 'check, at these bounds';

const story = (system: System, finding: Witness, how: How, replay: string): string =>
  tell({ system, finding, how, replay });
