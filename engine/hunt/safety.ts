import { InputError, unknownName } from '../errors.ts';
import type { Witness } from '../explore/verdict.ts';
import type { PropertyKind } from '../language/property.ts';
import { holds, labelOf, type State, type Step, type System } from '../system/system.ts';

/** What is violated, without the way there. */
export type Broken = Omit<Witness, 'steps' | 'loop'>;

/**
 * Judges a run as it grows, in the order of the exhaustive search: the state after a step, then
 * the step itself. It judges what one finite run can refute: `always`, `step` and `deadlock`. A
 * `recoverable` property speaks of every way on from a state, and a `leadsTo` property of infinite
 * runs, so only the search can refute them.
 */
export interface Judge {
  state(state: State): Broken | null;
  step(before: State, step: Step, after: State): Broken | null;
  /** Judges the state that a run ends in, of which it may ask whether some step leaves it. */
  end(state: State, canMove: () => boolean): Broken | null;
}

/** The judge of one property, or of `'any'` that a finite run can refute. */
export function judgeOf(system: System, property: string | 'any'): Judge {
  if (property !== 'any') refuseUnjudged(system, property);
  const wanted = (name: string) => property === 'any' || property === name;
  const always = system.always.filter((claim) => wanted(claim.property));
  const across = system.step.filter((claim) => wanted(claim.property));
  return {
    state: (state) => {
      const broken = always.find((claim) => !holds(claim, state));
      return broken ? named(broken) : null;
    },
    step: (before, step, after) => {
      const broken = across.find((claim) => !claim.holds(before, step, after));
      return broken ? named({ ...broken, kind: 'step', conjunct: null }) : null;
    },
    end: (state, canMove) => (wanted('deadlock') ? deadlock(system, state, canMove) : null),
  };
}

const named = ({ property, kind, conjunct, params }: Broken): Broken => ({
  property,
  kind,
  conjunct,
  params,
});

/** The kinds of property that one finite run can refute. */
const FINITE: readonly PropertyKind[] = ['always', 'step', 'deadlock'];

function refuseUnjudged(system: System, property: string): void {
  const kinds = new Map(system.properties.map(({ name, kind }) => [name, kind]));
  const kind = kinds.get(property);
  const judged = [...kinds].filter(([, k]) => FINITE.includes(k));
  const available = judged.map(([name]) => name);
  if (!kind) throw unknownName('property', property, available, ` of ${system.model}`);
  if (available.includes(property)) return;
  throw new InputError(`${property} of ${system.model} is ${kind}: no finite run can refute it`, {
    fix: 'search exhaustively: check settles every kind of property',
    available,
  });
}

/** No step changes anything while some thread is inside a routine. */
function deadlock(system: System, state: State, canMove: () => boolean): Broken | null {
  const inside = system.threads.find(
    ({ field, id, homes }) => !homes.has(labelOf(state, field, id) ?? ''),
  );
  if (!inside || canMove()) return null;
  const params = { [inside.field]: inside.id };
  return { property: 'deadlock', kind: 'deadlock', conjunct: null, params };
}
