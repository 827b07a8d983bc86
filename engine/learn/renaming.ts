import type { Params } from '../language/action.ts';
import type { Sort } from '../system/system.ts';
import { permutations } from './permutations.ts';

/** One way to rename the ids of all symmetric sorts: what each id becomes. */
export type Renaming = ReadonlyMap<string, string>;

/** Most renamings that a run may have: tables are kept of each. */
export const MOST_RENAMINGS = 720;

/** Every renaming of the ids of some sorts; the first one changes nothing. */
export function renamings(sorts: readonly Sort[]): Renaming[] {
  let all: [string, string][][] = [[]];
  for (const { ids } of sorts) {
    const own = permutations(ids).map((order) =>
      ids.map((id, i): [string, string] => [id, order[i] ?? id]),
    );
    all = all.flatMap((pairs) => own.map((more) => [...pairs, ...more]));
  }
  return all.map((pairs) => new Map(pairs));
}

/** What undoes a renaming. */
export const inverse = (renaming: Renaming): Renaming =>
  new Map([...renaming].map(([from, to]) => [to, from]));

/** How many renamings there are. */
export const countRenamings = (sorts: readonly Sort[]): number =>
  sorts.reduce((product, { ids }) => ids.reduce((n, _, i) => n * (i + 1), product), 1);

/** Exchanges two neighbours of one sort: every renaming is made of these. */
export const exchanges = (sorts: readonly Sort[]): Renaming[] =>
  sorts.flatMap(({ ids }) =>
    ids.slice(1).map((id, i) => {
      const other = ids[i] ?? id;
      return new Map([
        [id, other],
        [other, id],
      ]);
    }),
  );

/** A value with its ids renamed: an id, or a list that may hold some. */
export function renamed(value: unknown, renaming: Renaming): unknown {
  if (typeof value === 'string') return renaming.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => renamed(item, renaming));
  if (typeof value !== 'object' || value === null) return value;
  // A plain object inside a list: its keys may be ids, too.
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [renaming.get(key) ?? key, renamed(part, renaming)]),
  );
}

/** Parameters with their ids renamed. */
export const renamedParams = (params: Params, renaming: Renaming): Params =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? (renaming.get(value) ?? value) : value,
    ]),
  );

/** The keys of a path with their ids renamed. */
export const renamedPath = (path: string, renaming: Renaming): string[] =>
  path.split('.').map((key) => renaming.get(key) ?? key);
