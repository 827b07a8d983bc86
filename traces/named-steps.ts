import type { Step, System } from '../engine/system/system.ts';
import { ACTION, PICKS } from './itf.ts';
import { type Data, isData } from './itf-file.ts';
import { matches } from './itf-match.ts';

/** The steps that a state of a file may have come by: all of them, where it does not say. */
export function namedSteps({ steps }: System, given: Data): readonly Step[] {
  const named = Object.hasOwn(given, ACTION) ? given[ACTION] : null;
  const own = steps.filter(({ action }) => action === named);
  if (own.length === 0) return steps;
  const picks = Object.hasOwn(given, PICKS) ? picksOf(given[PICKS]) : new Map<string, unknown>();
  return own.filter(({ params }) =>
    Object.entries(params).every(([name, value]) => {
      const pick = picks.get(name);
      return pick === undefined || matches(pick, value);
    }),
  );
}

/** What was picked for each name: `Some(value)`; names with `None` are left out. */
function picksOf(picks: unknown): Map<string, unknown> {
  if (!isData(picks)) return new Map();
  const { '#map': map } = picks;
  const pairs: unknown[] = Array.isArray(map) ? map : Object.entries(picks);
  return new Map(
    pairs.flatMap((pair): [string, unknown][] => {
      const [name, option] = Array.isArray(pair) ? pair : [];
      const { tag, value } = isData(option) ? option : {};
      return typeof name === 'string' && tag === 'Some' ? [[name, value]] : [];
    }),
  );
}
