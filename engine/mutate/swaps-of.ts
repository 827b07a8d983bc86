import type { Learned } from '../explore/packed/learned.ts';
import { RETURN } from '../language/action.ts';
import type { Step, System } from '../system/system.ts';
import type { SwapMutant } from './mutant.ts';
import type { Notes } from './notes.ts';

/**
 * The pairs of neighbouring steps that can be swapped. `first` at label A leads to B and nowhere
 * else, unless it waits at A; `second` at B leads to one label and nowhere else; no other step
 * starts at A or B, and no other leads to B. So whoever comes to A runs both, in either order. And
 * they look independent: for the same thread, neither writes what the other reads or writes, in
 * any state. Run alone, the two orders come to the same; what differs is what others see between.
 */
export function swapsOf(
  own: readonly string[],
  system: System,
  notes: Notes,
  learned: Learned,
): SwapMutant[] {
  const places = own.flatMap((action) => placeOf(action, system, notes));
  return places.flatMap((first) =>
    places.flatMap((second): SwapMutant[] => {
      const { table, label, to } = second;
      const follows = first.table === table && first.to === label && first.label !== label;
      if (!follows || first.returned === RETURN || to === null) return [];
      const before = places.filter(({ reached }) => reached.includes(label));
      if (before.some(({ action }) => action !== first.action && action !== second.action)) {
        return [];
      }
      if (!startsAlone(first, system) || !startsAlone(second, system)) return [];
      if (!independent(first.action, second.action, system, learned)) return [];
      const next = second.returned ?? to;
      return [{ kind: 'swap', first: first.action, second: second.action, next }];
    }),
  );
}

interface Place {
  readonly action: string;
  readonly table: string;
  readonly label: string;
  readonly reached: readonly string[];
  /** The only label that it leads to besides its own, and what it returns to get there. */
  readonly to: string | null;
  readonly returned: string | null;
}

function placeOf(action: string, { steps }: System, notes: Notes): Place[] {
  const point = steps.find((step) => step.action === action)?.body.point;
  const seen = notes.actions.get(action);
  if (!point || !seen) return [];
  const { field, label } = point;
  const reached = [...seen.reached];
  const single = (labels: Iterable<string>) => {
    const [only = null, ...more] = [...labels].filter((each) => each !== label);
    return more.length === 0 ? only : null;
  };
  const returned = single(seen.returned);
  // A step that returns leads to wherever its callers want: that is one label of its own.
  const to = returned === RETURN ? RETURN : returned === null ? null : single(reached);
  return [{ action, table: field, label, reached, to, returned }];
}

const startsAlone = ({ action, table, label }: Place, { steps }: System): boolean =>
  steps.every(
    ({ action: other, body: { point } }) =>
      other === action || point?.field !== table || point.label !== label,
  );

/** Whether neither action writes what the other reads or writes, for any thread. */
function independent(a: string, b: string, { steps }: System, learned: Learned): boolean {
  const of = (action: string) => steps.filter((step) => step.action === action);
  return of(a).every((first) =>
    of(b).every((second) => first.thread !== second.thread || apart(first, second, learned)),
  );
}

function apart(a: Step, b: Step, { fields, steps }: Learned): boolean {
  const isLabel = (field: number) => {
    const path = fields[field]?.path;
    const own = `${a.body.point?.field}.${a.thread}`;
    return path === own || path === `${own}.at`;
  };
  const [one, other] = [steps[a.index], steps[b.index]];
  const meets = (writes: readonly number[] = [], others: readonly number[] = []) =>
    writes.some((field) => !isLabel(field) && others.includes(field));
  return !(
    meets(one?.writes, other?.writes) ||
    meets(one?.writes, other?.reads) ||
    meets(other?.writes, one?.reads)
  );
}
