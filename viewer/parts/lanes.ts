import type { Walk } from '../../traces/viewer/data.ts';

/** Widest lane, least width of one, and most that all may need together, in characters. */
const WIDE = 29;
const LEAST = 9;
const ROOM = 78;
/** How many steps say how wide a lane must be. */
const LOOKED_AT = 2000;

export interface Lanes {
  readonly names: readonly string[];
  /** Keys of the columns that rows have: those of the lanes, or one. */
  readonly columnsOf: readonly string[];
  /** The name of the lane for steps of no thread. */
  readonly none: string;
  /** All lanes are one: there are too many to stand side by side. */
  readonly isNarrow: boolean;
  /** For a grid. */
  readonly columns: string;
}

const known = new WeakMap<Walk, Lanes>();

/** A lane for each thread that takes part, in the order of the model, then for steps of none. */
export function lanesOf(walk: Walk): Lanes {
  const found = known.get(walk) ?? make(walk);
  known.set(walk, found);
  return found;
}

function make({ steps, threads }: Walk): Lanes {
  const none = 'any time';
  const taking = new Set(steps.map(({ thread }) => thread ?? none));
  const names = [...threads.map(({ id }) => id), none].filter((id) => taking.has(id));
  const widths = new Map(names.map((name) => [name, name.length + 4]));
  for (const { thread, name } of steps.slice(0, LOOKED_AT)) {
    const lane = thread ?? none;
    widths.set(lane, Math.min(WIDE, Math.max(widths.get(lane) ?? 0, name.length + 4)));
  }
  const isNarrow = names.length * LEAST > ROOM;
  const columns = names.map((name) => Math.max(LEAST, widths.get(name) ?? WIDE));
  return {
    names,
    none,
    isNarrow,
    columnsOf: isNarrow ? ['all'] : names,
    columns: isNarrow
      ? 'minmax(44ch, 1fr)'
      : columns.map((width) => `minmax(${LEAST}ch, ${width}ch)`).join(' '),
  };
}
