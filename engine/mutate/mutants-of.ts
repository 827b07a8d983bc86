import type { Learned } from '../explore/packed/learned.ts';
import { conjunctsOf } from '../language/guard.ts';
import type { AnyAction, AnyModel } from '../language/model.ts';
import type { System } from '../system/system.ts';
import type {
  BoundMutant,
  ConjunctMutant,
  DropMutant,
  GuardMutant,
  LockMutant,
  Mutant,
} from './mutant.ts';
import type { Notes, Visit } from './notes.ts';
import { swapsOf } from './swaps-of.ts';

/** The mutants of a model, as a finished search of it shows them; only of actions that ran. */
export function mutantsOf(
  model: AnyModel,
  system: System,
  notes: Notes,
  learned: Learned,
  fired: ReadonlySet<string>,
): Mutant[] {
  const { actions } = model.definition as { readonly actions: Record<string, AnyAction> };
  const own = Object.keys(actions).filter((action) => fired.has(action));
  return [
    ...own.flatMap((action) => guardsOf(action, actions[action], notes, learned)),
    ...own.flatMap((action) => dropsOf(action, actions[action], notes)),
    ...swapsOf(own, system, notes, learned),
    ...[...notes.visits.values()].flatMap((visit) => splitsOf(visit, system)),
    ...boundsOf(model, system),
  ];
}

/**
 * One for each named conjunct of the guard; where it has none, for each kind of field that it reads
 * and that has had more than one value: a field that never changes refuses nothing.
 */
function guardsOf(
  action: string,
  body: AnyAction | undefined,
  notes: Notes,
  { fields }: Learned,
): (GuardMutant | ConjunctMutant)[] {
  const conjuncts = body?.when && conjunctsOf(body.when);
  if (conjuncts) {
    return Object.keys(conjuncts).map((conjunct) => ({ kind: 'guard', action, conjunct }));
  }
  const valuesAt = new Map(fields.map(({ path, values }) => [path, values]));
  return [...(notes.actions.get(action)?.reads ?? [])].flatMap(([field, paths]): GuardMutant[] => {
    const all = [...paths].flatMap((path) => valuesAt.get(path) ?? []);
    const values = [...new Map(all.map((value) => [JSON.stringify(value), value])).values()];
    return values.length > 1 ? [{ kind: 'guard', action, field, values }] : [];
  });
}

/** One for each label that the step leads to; its own only where it knows no other. */
function dropsOf(action: string, body: AnyAction | undefined, notes: Notes): DropMutant[] {
  if (!body?.point) return [{ kind: 'drop', action, to: null }];
  const { label } = body.point;
  const returned = [...(notes.actions.get(action)?.returned ?? [])];
  const others = returned.filter((to) => to !== label);
  return (others.length > 0 ? others : returned).map((to) => ({ kind: 'drop', action, to }));
}

/**
 * One for each label at which a lock is held: by some threads always, and always the same one, by
 * the others never. Elsewhere nobody could say which lock is to be taken again. A label at which
 * no step starts has no next step to take it before.
 */
function splitsOf({ threads, ...place }: Visit, { steps }: System): LockMutant[] {
  const { table, label } = place;
  if (!steps.some(({ body: { point } }) => point?.field === table && point.label === label)) {
    return [];
  }
  const seen = [...threads].map(([thread, paths]) => [thread, [...paths]] as const);
  if (seen.some(([, paths]) => paths.length !== 1)) return [];
  const held = seen.flatMap(([thread, [path]]) => (path ? [[thread, path] as const] : []));
  return held.length > 0 ? [{ kind: 'lock', ...place, held: Object.fromEntries(held) }] : [];
}

/** Every bound that is a plain number, one less and one more. */
function boundsOf(model: AnyModel, system: System): BoundMutant[] {
  return Object.entries(model.bounds).flatMap(([bound, { sort, min, max, read }]) => {
    const n = system.bounds[bound] ?? 0;
    if (sort !== null || typeof read(n) !== 'number') return [];
    const both = ([-1, 1] as const).filter((by) => n + by >= min && n + by <= max);
    return both.map((by): BoundMutant => ({ kind: 'bound', bound, to: n + by, by }));
  });
}
