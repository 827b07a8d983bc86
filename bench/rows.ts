import type { AnyModel } from '../engine/language/model.ts';
import { resolveBounds } from '../engine/system/bounds.ts';
import { loadProtocol, protocolNames } from '../model/index.ts';
import { readExpected, sameBounds } from '../scripts/expected.ts';
import { floor } from './checkers/floor.ts';
import { type Engine, GMEM, type LastrefSettings, lastref, offers } from './checkers/lastref.ts';
import type { Program, Size } from './checkers/program.ts';
import { rumur } from './checkers/rumur.ts';
import { spin } from './checkers/spin.ts';

export interface Counts {
  readonly states: number;
  readonly transitions: number;
}

/** A program in a row, and what it has to count. */
export interface Entry {
  readonly program: Program;
  /** Null where nothing is known beforehand. */
  readonly expected: Counts | null;
  /** It may count more: it keeps several states of one orbit. */
  readonly atLeast?: true;
  /** The fastest of a family is named. */
  readonly family?: string;
}

/** Programs that do the same, and are run in turn. */
export interface Row {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  readonly entries: readonly Entry[];
  /** The name of the program that the others are compared with: the first lastref. */
  readonly base: string | null;
  /** Run once, however many runs are asked for. */
  readonly once?: true;
}

export interface Wanted {
  readonly engine: Engine;
  /** Counts alone, on small bounds. */
  readonly small: boolean;
  /** For the searches that no machine ends. */
  readonly maxSeconds: number;
}

/** What every checker that is exact counts with P pages, two hosts and at most R pins. */
export const COUNTS = {
  P2R1: { states: 4_193, transitions: 20_546 },
  P3R1: { states: 155_673, transitions: 960_435 },
  P3R2: { states: 1_750_024, transitions: 11_030_508 },
  P3R3: { states: 9_962_757, transitions: 63_360_207 },
  /** Held to a formula by `gmem-prove.slow.test.ts`. */
  P6R2: { states: 524_632_474_432, transitions: 4_897_499_774_400 },
  P8R2: { states: 1_837_293_551_259_904, transitions: 20_492_947_026_347_008 },
  P4H3R1: { states: 3_221_954_937, transitions: 32_219_644_156 },
  orbits: {
    P2R1: { states: 1_107, transitions: 5_425 },
    P3R1: { states: 13_706, transitions: 85_246 },
    P3R2: { states: 149_004, transitions: 943_574 },
  },
} as const;

/** The rows, without what the engine cannot be asked for. */
export async function rowsOf(wanted: Wanted): Promise<Row[]> {
  const rows = wanted.small ? smallRows(wanted) : [...gmemRows(wanted), ...(await ours(wanted))];
  return rows.filter(({ entries }) => entries.length > 0);
}

const at = (pages: number, pins: number): Size => ({ pages, hosts: 2, pins });

/** gmem in lastref, if the engine can do it. */
function own(size: Size, settings: LastrefSettings, expected: Counts, family?: string): Entry[] {
  if (!offers(settings)) return [];
  const program = lastref(GMEM, { ...size }, settings);
  return [{ program, expected, ...(family !== undefined && { family }) }];
}

/** Every state on one thread. */
function plain(size: Size, expected: Counts, engine: Engine): Entry[] {
  const others = [
    spin(size),
    rumur(size, { threads: 1, symmetry: 'off' }),
    floor(size, { symmetry: false }),
  ].map((program): Entry => ({ program, expected }));
  return [...others, ...own(size, { engine, workers: 1, symmetry: false }, expected)];
}

/** Orbits under permutations of pages and of hosts. */
function reduced(size: Size, expected: Counts, engine: Engine): Entry[] {
  const heuristic = [1, 2].map((threads): Entry => {
    const program = rumur(size, { threads, symmetry: 'heuristic' });
    return { program, expected, atLeast: true, family: 'Rumur, heuristic' };
  });
  return [
    ...heuristic,
    { program: rumur(size, { threads: 1, symmetry: 'exhaustive' }), expected },
    { program: floor(size, { symmetry: true }), expected },
    ...own(size, { engine, workers: 1, symmetry: true }, expected, 'lastref'),
    ...own(size, { engine, workers: 2, symmetry: true }, expected, 'lastref'),
  ];
}

function gmemRows({ engine }: Wanted): Row[] {
  const many = at(3, 3);
  const workers = [1, 2].flatMap((workers) =>
    own(many, { engine, workers, symmetry: false }, COUNTS.P3R3),
  );
  return [
    compared(
      'plain',
      'gmem, 3 pages, 2 hosts, 2 pins; every state, one thread',
      plain(at(3, 2), COUNTS.P3R2, engine),
    ),
    compared(
      'symmetry',
      'gmem, 3 pages, 2 hosts, 2 pins; one state of each orbit',
      reduced(at(3, 2), COUNTS.orbits.P3R2, engine),
    ),
    compared('workers', 'gmem, 3 pages, 2 hosts, 3 pins; every state, one worker and two', workers),
    sets(),
  ];
}

/** All states at once, of sizes that no search of single states ends. */
function sets(): Row {
  const settings: LastrefSettings = { engine: 'prove', workers: 1, symmetry: false };
  const sizes: [Size, Counts][] = [
    [at(3, 2), COUNTS.P3R2],
    [at(3, 3), COUNTS.P3R3],
    [at(6, 2), COUNTS.P6R2],
    [at(8, 2), COUNTS.P8R2],
    [{ pages: 4, hosts: 3, pins: 1 }, COUNTS.P4H3R1],
  ];
  const entries = sizes.map(([size, expected]): Entry => {
    const { pages, hosts, pins } = size;
    const named = { ...settings, size: `P=${pages} H=${hosts} R=${pins}` };
    return { program: lastref(GMEM, { ...size }, named), expected };
  });
  return { name: 'sets', title: 'gmem by prove; every state, as sets', entries, base: null };
}

function compared(name: string, title: string, entries: readonly Entry[]): Row {
  const first = entries.find(({ program }) => program.checker === 'lastref');
  return { name, title, entries, base: first?.program.name ?? null };
}

/** States at the default bounds from which the time of a search says something. */
const WORTH_MEASURING = 100_000;

/** The protocols of this package, which nobody has written for another checker. */
async function ours({ engine, maxSeconds }: Wanted): Promise<Row[]> {
  const settings: LastrefSettings = { engine, workers: 1, symmetry: false };
  const [shipped, larger]: [Entry[], Entry[]] = [[], []];
  for (const name of protocolNames()) {
    const { model } = await loadProtocol(name);
    const expected = recorded(name, model);
    // Of a small one the time is that of the start.
    if (expected !== null && expected.states < WORTH_MEASURING) continue;
    shipped.push({ program: lastref(name, {}, settings), expected });
    const program = lastref(name, { hosts: 2, pages: 2 }, { ...settings, maxSeconds });
    larger.push({ program, expected: null });
  }
  return [
    {
      ...{ name: 'protocols', base: null },
      title: 'shipped protocols at their default bounds; every state, one worker',
      entries: shipped,
    },
    {
      ...{ name: 'larger', base: null, once: true },
      title: `shipped protocols, 2 hosts, 2 pages; for at most ${maxSeconds} s, one worker`,
      entries: larger,
    },
  ];
}

/** What is recorded in expected.json for the default bounds. */
function recorded(name: string, model: AnyModel): Counts | null {
  const bounds = resolveBounds(name, model.bounds, {});
  const found = readExpected(name).find((each) => sameBounds(each.bounds, bounds));
  return found ? { states: found.states, transitions: found.steps } : null;
}

function smallRows({ engine }: Wanted): Row[] {
  const { P2R1, P3R1, orbits } = COUNTS;
  const row = (name: string, title: string, entries: Entry[]): Row => ({
    ...{ name, title: `gmem, ${title}`, entries, base: null, once: true },
  });
  const two = '2 pages, 2 hosts, 1 pin';
  const three = '3 pages, 2 hosts, 1 pin';
  const parallel = own(at(3, 1), { engine, workers: 2, symmetry: false }, P3R1);
  return [
    row('two', `${two}; every state`, plain(at(2, 1), P2R1, engine)),
    row('two-orbits', `${two}; orbits`, reduced(at(2, 1), orbits.P2R1, engine)),
    row('three', `${three}; every state`, [...plain(at(3, 1), P3R1, engine), ...parallel]),
    row('three-orbits', `${three}; orbits`, reduced(at(3, 1), orbits.P3R1, engine)),
  ];
}
