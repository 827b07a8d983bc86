/**
 * What the hunt finds: for every fault of the shipped protocols that one run can show, the length
 * of a shortest counterexample by exhaustive search, and beside it what hunts of several seeds
 * came to, at the same bounds and for the same property.
 *
 *     npm run -s bench:hunts -- --seeds 20 --runs 2000
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { messageOf, unknownName } from '../engine/errors.ts';
import { check } from '../engine/explore/check.ts';
import { hunt } from '../engine/hunt/hunt.ts';
import type { AnyModel } from '../engine/language/model.ts';
import type { Mutations } from '../engine/language/mutation.ts';
import { instantiate } from '../engine/system/instantiate.ts';
import type { Bounds } from '../engine/system/system.ts';
import { loadProtocol, protocolNames } from '../model/index.ts';
import { wholeNumber } from '../scripts/flags.ts';

/** A fault to be found, at the bounds that it names where no others are given. */
export interface Fault {
  readonly model: AnyModel;
  readonly mutations: Mutations;
  readonly mutation: string;
  readonly bounds?: Bounds;
}

/** What is spent on one fault. */
export interface Budget {
  /** One hunt for each seed from 1 up to this one. */
  readonly seeds: number;
  /** Most runs of one hunt. */
  readonly runs: number;
}

/** One hunt. */
export interface Try {
  readonly seed: number;
  readonly path: string | null;
  readonly runs: number;
  /** Of the processor, shrinking included. */
  readonly seconds: number;
  /** What was found, shrunk; null where nothing was. */
  readonly steps: readonly string[] | null;
}

/** What the hunts for one fault came to. */
export interface Row {
  readonly protocol: string;
  readonly mutation: string;
  readonly breaks: string;
  readonly bounds: Bounds;
  /** A shortest counterexample. */
  readonly shortest: readonly string[];
  readonly tries: readonly Try[];
}

/** Processor time of this process so far: what else a machine does is not in it. */
export function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The property that a fault breaks. */
export const brokenBy = ({ mutations, mutation }: Fault): string =>
  Object.entries(mutations.list).find(([name]) => name === mutation)?.[1].breaks ?? 'any';

/** Searches for one fault exhaustively, then hunts for it with every seed. */
export function measure(fault: Fault, { seeds, runs }: Budget): Row {
  const { model, ...setting } = fault;
  const breaks = brokenBy(fault);
  const { bounds, properties } = check(model, { ...setting, stopAt: breaks });
  const witness = properties.find(({ name }) => name === breaks)?.witness;
  if (!witness) throw new Error(`${model.name}: '${fault.mutation}' does not break ${breaks}`);
  const tries = Array.from({ length: seeds }, (_, i): Try => {
    const start = processorSeconds();
    const { found, ...done } = hunt(model, { ...setting, property: breaks, runs, seed: i + 1 });
    const seconds = processorSeconds() - start;
    const { seed, path } = done;
    return { seed, path, runs: done.runs, seconds, steps: found && names(found.steps) };
  });
  const shortest = names(witness.steps);
  return { protocol: model.name, mutation: fault.mutation, breaks, bounds, shortest, tries };
}

const names = (steps: readonly { readonly name: string }[]) => steps.map(({ name }) => name);

/** The faults of the shipped protocols that one run can show: no liveness, no goals. */
export async function safetyFaults(protocol?: string, mutation?: string): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const name of protocol === undefined ? protocolNames() : [protocol]) {
    const { model, mutations } = await loadProtocol(name);
    const kinds = new Map(
      instantiate(model).properties.map((property) => [property.name, property.kind]),
    );
    for (const [each, { breaks }] of Object.entries(mutations?.list ?? {})) {
      const kind = kinds.get(breaks);
      if (!mutations || !['always', 'step', 'deadlock'].includes(kind ?? '')) continue;
      faults.push({ model, mutations, mutation: each });
    }
  }
  if (mutation === undefined) return faults;
  const found = faults.filter((fault) => fault.mutation === mutation);
  if (found.length > 0) return found;
  throw unknownName('mutation', mutation, names(faults.map((fault) => ({ name: fault.mutation }))));
}

/** The middle one of some numbers, the upper of two; null of none. */
export const median = (numbers: readonly number[]): number | null =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? null;

const HEAD = 'protocol,mutation,breaks,shortest,found,equal,runs,length,seconds'.split(',');

/** A row in words; runs and length are medians over the hunts that found the fault. */
export function cells({ protocol, mutation, breaks, shortest, tries }: Row): string[] {
  const found = tries.flatMap(({ steps, runs }) => (steps ? [{ length: steps.length, runs }] : []));
  const lengths = found.map(({ length }) => length);
  return [
    protocol,
    mutation,
    breaks,
    `${shortest.length}`,
    `${found.length}/${tries.length}`,
    `${lengths.filter((length) => length === shortest.length).length}/${tries.length}`,
    `${median(found.map(({ runs }) => runs)) ?? '–'}`,
    `${median(lengths) ?? '–'}`,
    median(tries.map(({ seconds }) => seconds))?.toFixed(2) ?? '–',
  ];
}

/** A Markdown table, its columns as wide as what stands in them. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) =>
    Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** What a command line asks for. */
export interface Asked extends Budget {
  readonly protocol: string | undefined;
  readonly mutation: string | undefined;
  readonly json: boolean;
}

export function parseOptions(args: string[], runs: number): Asked {
  const { values } = parseArgs({
    args,
    options: {
      seeds: { type: 'string', default: '20' },
      runs: { type: 'string', default: `${runs}` },
      protocol: { type: 'string' },
      mutation: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { protocol, mutation, json } = values;
  const number = (name: 'seeds' | 'runs') => wholeNumber(`--${name}`, 1)(values[name]);
  return { seeds: number('seeds'), runs: number('runs'), protocol, mutation, json };
}

/** Measures every fault that is asked for, and prints what came of it. */
export async function report<R>(
  asked: Asked,
  faults: readonly Fault[],
  one: (fault: Fault, budget: Budget) => R,
  text: (rows: readonly R[]) => string,
): Promise<void> {
  const start = performance.now();
  const rows: R[] = [];
  for (const fault of faults) {
    rows.push(one(fault, asked));
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    process.stderr.write(`${rows.length} of ${faults.length}, ${seconds} s: ${fault.mutation}\n`);
  }
  const { seeds, runs } = asked;
  const seconds = (performance.now() - start) / 1000;
  if (asked.json) console.log(JSON.stringify({ seeds, runs, seconds, rows }, null, 2));
  else
    console.log(`${text(rows)}\n\n${seeds} seeds, at most ${runs} runs, ${seconds.toFixed(0)} s`);
}

/** Runs a command line of this file's kind; bad input is said, and exits with 2. */
export function main(url: string, command: (args: string[]) => Promise<void>): void {
  if (process.argv[1] !== fileURLToPath(url)) return;
  command(process.argv.slice(2)).catch((error: unknown) => {
    console.error(messageOf(error));
    process.exitCode = 2;
  });
}

main(import.meta.url, async (args) => {
  const asked = parseOptions(args, 2000);
  const faults = await safetyFaults(asked.protocol, asked.mutation);
  await report(asked, faults, measure, (rows) => table(HEAD, rows.map(cells)));
});
