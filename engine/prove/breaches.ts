import type { Params } from '../language/action.ts';
import type { PropertyKind } from '../language/property.ts';
import { NO } from '../learn/tries.ts';
import { labelOf, type Step } from '../system/system.ts';
import { casesOf } from './cubes.ts';
import { EMPTY } from './diagrams.ts';
import type { Held, Knowledge } from './knowledge.ts';

/** What is wrong with some states of a set. */
export interface Breach {
  readonly property: string;
  readonly kind: PropertyKind;
  readonly conjunct: string | null;
  readonly params: Params;
  /** The states of the set, held. */
  readonly states: Held;
  /** The step that is wrong, of a step property. */
  readonly last: Step | null;
}

/** Everything wrong with a set for which steps and claims are known: one breach a property. */
export function breachesIn(
  knowledge: Knowledge,
  set: number,
  asked: ReadonlySet<string>,
): Breach[] {
  const found = new Map<string, Breach>();
  const add = (breach: Omit<Breach, 'states'>, states: number) => {
    if (states === EMPTY || found.has(breach.property)) return;
    found.set(breach.property, { ...breach, states: knowledge.hold(states) });
  };
  ofClaims(knowledge, set, asked, add);
  ofSteps(knowledge, set, asked, add);
  if (asked.has('deadlock')) ofDeadlock(knowledge, set, add);
  return [...found.values()];
}

type Add = (breach: Omit<Breach, 'states'>, states: number) => void;

type Asked = ReadonlySet<string>;

function ofClaims(knowledge: Knowledge, set: number, asked: Asked, add: Add): void {
  const { relation, transitions, order, select } = knowledge;
  for (const [claim, { property, kind, conjunct, params }] of relation.claims.entries()) {
    if (kind !== 'always' || !asked.has(property)) continue;
    const cases = casesOf(relation, transitions, order, relation.claimTrie(claim), NO);
    for (const each of cases) {
      add({ property, kind, conjunct, params, last: null }, select.able(set, each));
    }
  }
}

function ofSteps(knowledge: Knowledge, set: number, asked: Asked, add: Add): void {
  const { relation, select } = knowledge;
  for (const [claim, { property, params }] of relation.system.step.entries()) {
    if (!asked.has(property)) continue;
    for (const step of relation.system.steps) {
      for (const each of knowledge.breachesOf(claim, step)) {
        const breach = { property, kind: 'step', conjunct: null, params, last: step } as const;
        add(breach, select.able(set, each));
      }
    }
  }
}

function ofDeadlock(knowledge: Knowledge, set: number, add: Add): void {
  const states = deadIn(knowledge, set);
  const { system, structure } = knowledge.relation;
  const codes = knowledge.stateIn(states);
  if (codes === null) return;
  const state = structure.decode(codes);
  const inside = system.threads.find(
    ({ field, id, homes }) => !homes.has(labelOf(state, field, id) ?? ''),
  );
  const params: Params = inside ? { [inside.field]: inside.id } : {};
  add({ property: 'deadlock', kind: 'deadlock', conjunct: null, params, last: null }, states);
}

/** The states where no step changes anything and some thread is inside a routine. */
function deadIn(knowledge: Knowledge, set: number): number {
  const { relation, sets, select, order } = knowledge;
  const { diagrams } = sets;
  const rest = knowledge.hold(set);
  const part = knowledge.hold(EMPTY);
  const busy = knowledge.hold(EMPTY);
  for (const step of relation.system.steps) {
    for (const move of knowledge.movesOf(step)) {
      if (rest.set === EMPTY) break;
      part.set = select.able(rest.set, move);
      diagrams.push(0, select.still(rest.set, move));
      part.set = sets.minus(part.set, diagrams.stack[diagrams.top - 1] ?? 0);
      diagrams.top -= 2;
      rest.set = sets.minus(rest.set, part.set);
    }
  }
  for (const { field: table, id, homes } of relation.system.threads) {
    const field = relation.labelField(table, id);
    const labels = field === null ? [] : (relation.structure.dictionaries[field]?.values ?? []);
    for (const [code, label] of labels.entries()) {
      if (field === null || homes.has(String(label))) continue;
      part.set = sets.pick(rest.set, order.levelOf[field] ?? 0, code);
      busy.set = sets.union(busy.set, part.set);
    }
  }
  knowledge.letGo(rest, part, busy);
  return busy.set;
}
